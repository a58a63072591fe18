using Aimi.Language;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Hears in a few plain words whether the person feels well or not.</summary>
internal static class Feelings
{
    private static readonly HashSet<string> Low = Stemmed(
        "устал устала устали усталость грустно грусть тоскливо тяжело плохо тревожно тревога тревожусь "
        + "боюсь страшно переживаю выгорел выгорела одиноко обидно злюсь бесит "
        + "вымотался вымоталась вымотан паршиво ужасно расстроен расстроена стресс "
        + "волнуюсь нервничаю хреново фигово отстой тошно паника паникую достало "
        + "nervous low miserable hopeless burnout crying sad tired exhausted anxious anxiety overwhelmed lonely stressed worried afraid scared upset "
        + "awful terrible depressed burned frustrated angry down");

    private static readonly HashSet<string> Good = Stemmed(
        "рад рада счастлив счастлива ура получилось горжусь доволен довольна здорово отлично классно прекрасно замечательно радостно вдохновлен вдохновлена "
        + "похудел похудела победил победила "
        + "happy glad proud excited great wonderful amazing awesome fantastic delighted thrilled");

    private static readonly HashSet<string> Not = new(StringComparer.Ordinal) { "не", "not", "no", "never", "нет", "isn't", "don't", "wasn't", "didn't" };

    /// <summary>-1 low, 1 good, 0 where nothing shows it.</summary>
    public static int Of(string text)
    {
        var words = Words.Of(text);
        for (var at = 0; at < words.Count; at++)
        {
            var denied = (at > 0 && Not.Contains(words[at - 1].Text)) || (at > 1 && Not.Contains(words[at - 2].Text));
            if (Low.Contains(words[at].Stem))
                return denied ? 0 : -1;
            if (Good.Contains(words[at].Stem))
                return denied ? -1 : 1;
        }

        return 0;
    }

    private static HashSet<string> Stemmed(string words) => [.. words.Split(' ').Select(Stems.Of)];
}
