using System.Collections.Frozen;
using System.Globalization;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>Words and signs by which a mood shows: what it is called, and how good it is.</summary>
internal static class MoodWords
{
    // Label, valence, and the words in any form.
    private const string Table = """
        happy 0.8 счастлив счастлива счастье счастливый рад рада радость радуюсь радостно весело ура
        happy 0.8 happy glad joyful delighted cheerful
        proud 0.8 горжусь гордость
        proud 0.8 proud
        excited 0.7 воодушевлен воодушевлена предвкушаю вдохновлен вдохновлена круто супер здорово классно
        excited 0.7 excited thrilled inspired awesome amazing wonderful great
        grateful 0.6 благодарен благодарна
        grateful 0.6 grateful thankful
        calm 0.5 спокоен спокойна спокойно спокойствие спокойнее легче хорошо
        calm 0.5 calm relaxed peaceful relieved fine better
        hopeful 0.5 надеюсь надежда уверена
        hopeful 0.5 hopeful optimistic confident
        tired -0.4 устал устала устали усталость вымотан вымотана вымоталась вымотался измотан измотана сонный сонная
        tired -0.4 tired exhausted sleepy drained worn
        sad -0.6 грустно грустный грустная грусть печально тоскливо тоска плачу расстроена расстроен обидно плохо хреново ужасно паршиво
        sad -0.6 sad unhappy upset miserable blue heartbroken terrible awful bad crying
        anxious -0.5 тревожно тревога тревожусь переживаю волнуюсь нервничаю страшно боюсь беспокоюсь паника
        anxious -0.5 anxious worried nervous scared afraid panic worry
        angry -0.6 злюсь злой злая зла бесит бешусь раздражает раздражена раздражен ненавижу
        angry -0.6 angry furious annoyed irritated mad
        stressed -0.6 стресс перегружен перегружена выгорел выгорела выгорание завалена завален тяжело трудно
        stressed -0.6 stressed stress overwhelmed burnout swamped frustrated
        lonely -0.6 одиноко одинок одинока одиночество
        lonely -0.6 lonely alone
        bored -0.3 скучно скука скучаю
        bored -0.3 bored boring
        ashamed -0.5 стыдно виновата виноват стыд
        ashamed -0.5 ashamed guilty embarrassed
        disappointed -0.5 разочарована разочарован разочарование
        disappointed -0.5 disappointed
        hopeless -0.8 безнадежно отчаяние бессмысленно
        hopeless -0.8 hopeless desperate worthless
        """;

    private static readonly FrozenDictionary<string, (string Label, double Valence)> ByStem = WordList.Lines(Table)
        .SelectMany(line => line.Skip(2).Select(word => (stem: Stems.Of(word), mood: (line[0], double.Parse(line[1], CultureInfo.InvariantCulture)))))
        .DistinctBy(pair => pair.stem, StringComparer.Ordinal)
        .ToFrozenDictionary(pair => pair.stem, pair => pair.mood, StringComparer.Ordinal);

    private static readonly (string Sign, string Label, double Valence)[] Signs =
    [
        (":(", "sad", -0.4), ("((", "sad", -0.4), ("😢", "sad", -0.6), ("😭", "sad", -0.6), ("😔", "sad", -0.5), ("😞", "sad", -0.5),
        ("💔", "sad", -0.6), ("😡", "angry", -0.7), ("😠", "angry", -0.6), ("🤬", "angry", -0.7), ("😰", "anxious", -0.5), ("😨", "anxious", -0.5),
        ("😱", "anxious", -0.4), ("😴", "tired", -0.3), ("🥱", "tired", -0.3), ("😩", "tired", -0.5), ("😊", "happy", 0.5), ("😀", "happy", 0.5),
        ("😃", "happy", 0.5), ("😄", "happy", 0.5), ("😁", "happy", 0.5), ("🥰", "happy", 0.6), ("😍", "happy", 0.6), ("🎉", "happy", 0.6),
        ("🥳", "happy", 0.7), ("😌", "calm", 0.4), (":)", "happy", 0.3), ("))", "happy", 0.3), (":D", "happy", 0.4),
    ];

    // "Good night" and "happy birthday" wish something and say nothing.
    private static readonly FrozenSet<string> Wished = WordList.Of("ночи birthday new christmas easter holidays morning evening night");

    public static (string Label, double Valence)? Of(Sentence sentence, int at) =>
        ByStem.TryGetValue(sentence[at].Stem, out var mood) && !(at + 1 < sentence.Count && Wished.Contains(sentence[at + 1].Text)) ? mood : null;

    /// <summary>The signs in a message, each once.</summary>
    public static IEnumerable<(string Label, double Valence)> SignsIn(string message) =>
        Signs.Where(sign => message.Contains(sign.Sign, StringComparison.Ordinal)).Select(sign => (sign.Label, sign.Valence));
}
