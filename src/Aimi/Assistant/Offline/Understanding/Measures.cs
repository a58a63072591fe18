using System.Collections.Frozen;
using System.Globalization;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>Lengths that are no time of their own: how long before, by how much later, how many times a week. What is read is hidden from the rules.</summary>
internal sealed record Measures(TimeSpan? Before, TimeSpan? Shift, int? TimesPerWeek)
{
    private static readonly FrozenDictionary<string, double> Numbers = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["один"] = 1,
        ["одну"] = 1,
        ["два"] = 2,
        ["две"] = 2,
        ["пару"] = 2,
        ["три"] = 3,
        ["четыре"] = 4,
        ["пять"] = 5,
        ["шесть"] = 6,
        ["семь"] = 7,
        ["восемь"] = 8,
        ["десять"] = 10,
        ["пятнадцать"] = 15,
        ["двадцать"] = 20,
        ["тридцать"] = 30,
        ["сорок"] = 40,
        ["полтора"] = 1.5,
        ["полторы"] = 1.5,
        ["a"] = 1,
        ["an"] = 1,
        ["one"] = 1,
        ["two"] = 2,
        ["couple"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["ten"] = 10,
        ["fifteen"] = 15,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["half"] = 0.5,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, TimeSpan> Units = new (TimeSpan Unit, string Words)[]
    {
        (TimeSpan.FromMinutes(1), "минуту минуты минут мин минуточку minute minutes min mins"),
        (TimeSpan.FromMinutes(30), "полчаса полчасика"),
        (TimeSpan.FromHours(1), "час часа часов часик ч hour hours hr hrs"),
        (TimeSpan.FromDays(1), "день дня дней сутки суток денек day days"),
        (TimeSpan.FromDays(7), "неделю недели недель недельку week weeks"),
    }.SelectMany(unit => unit.Words.Split(' '), (unit, word) => (word, unit.Unit)).ToFrozenDictionary(pair => pair.word, pair => pair.Unit, StringComparer.Ordinal);

    private static readonly FrozenSet<string> Later = FrozenSet.Create(StringComparer.Ordinal, "позже", "попозже", "вперед", "later", "back");
    private static readonly FrozenSet<string> Earlier = FrozenSet.Create(StringComparer.Ordinal, "раньше", "пораньше", "назад", "earlier", "sooner", "forward", "up");

    /// <param name="tokens">Of one clause.</param>
    public static Measures Read(Grammar grammar, IReadOnlyList<Token> tokens)
    {
        var reminds = grammar.HasAny("remind", tokens) || grammar.HasAny("reminder", tokens);
        var moves = grammar.HasAny("move", tokens) || tokens.Any(token => token.Text is "позже" or "раньше" or "later" or "earlier");
        var defers = moves && grammar.HasAny("defer", tokens);
        var (before, shift, times) = ((TimeSpan?)null, (TimeSpan?)null, (int?)null);
        for (var at = 0; at < tokens.Count; at++)
        {
            if (times is null && TimesAWeek(tokens, at) is var (count, last))
            {
                times = count;
                Hide(tokens, at, last);
            }
            else if (Length(tokens, at) is var (length, end))
            {
                if (before is null && reminds && IsBefore(tokens, at, end))
                {
                    before = length;
                    Hide(tokens, Text(tokens, at - 1) == "за" ? at - 1 : at, end);
                }
                else if (shift is null && moves && ShiftOf(tokens, at, end, defers) is var (sign, from, to))
                {
                    shift = sign * length;
                    Hide(tokens, from, to);
                }

                at = end - 1;
            }
        }

        return new Measures(before, shift, times);
    }

    // "За 15 минут (до)", "15 minutes before".
    private static bool IsBefore(IReadOnlyList<Token> tokens, int at, int end) =>
        Text(tokens, at - 1) == "за" ? end == tokens.Count || tokens[end].Apart || Text(tokens, end) is "до" or "перед" or "о" or "об" or "про" : Text(tokens, end) is "before" or "beforehand" or "ahead" or "prior";

    private static (int Sign, int From, int To)? ShiftOf(IReadOnlyList<Token> tokens, int at, int end, bool defers)
    {
        var from = Text(tokens, at - 1) is "на" or "by" or "for" ? at - 1 : at;
        var next = Text(tokens, end);
        if (Later.Contains(next) || Earlier.Contains(next))
            return (Earlier.Contains(next) ? -1 : 1, from, end + 1);

        var previous = Text(tokens, from - 1);
        if (Later.Contains(previous) || Earlier.Contains(previous))
            return (Earlier.Contains(previous) ? -1 : 1, from - 1, end);

        // "Сдвинь на час", "delay it by an hour"; and "bring the call forward by an hour".
        if (from < at && (defers || tokens[from].Text == "by"))
            return (tokens.Any(token => token.Text is "forward" or "earlier" or "раньше") ? -1 : 1, from, end);
        return null;
    }

    private static (int Count, int End)? TimesAWeek(IReadOnlyList<Token> tokens, int at)
    {
        var (count, end) = (0, at);
        if (Text(tokens, at) is "дважды" or "twice")
            (count, end) = (2, at + 1);
        else if (Text(tokens, at) is "трижды" or "thrice")
            (count, end) = (3, at + 1);
        else if (Text(tokens, at) is "once")
            (count, end) = (1, at + 1);
        else if (Text(tokens, at) is [var digit and >= '2' and <= '7', 'x' or 'х'])
            (count, end) = (digit - '0', at + 1);
        else if (Number(tokens, at) is var (number, next) && number >= 2 && Text(tokens, next) is "раз" or "раза" or "times" or "x")
            (count, end) = ((int)number, next + 1);

        var week = Text(tokens, end) is "в" or "a" or "per" or "each" or "every" && Text(tokens, end + 1) is "неделю" or "week";
        return week && count is >= 1 and <= 7 ? (count, end + 2) : null;
    }

    /// <summary>"15 минут", "полчаса", "an hour and a half".</summary>
    private static (TimeSpan Length, int End)? Length(IReadOnlyList<Token> tokens, int at)
    {
        if (Units.TryGetValue(Text(tokens, at), out var unit))
            return (unit, at + 1);
        if (Number(tokens, at) is not var (number, end) || !Units.TryGetValue(Text(tokens, end), out unit))
            return null;

        var half = Text(tokens, end + 1) == "and" && Text(tokens, end + 2) == "a" && Text(tokens, end + 3) == "half";
        return ((number + (half ? 0.5 : 0)) * unit, half ? end + 4 : end + 1);
    }

    // "Half an", "a couple of" are one number.
    private static (double Number, int End)? Number(IReadOnlyList<Token> tokens, int at)
    {
        var word = Text(tokens, at);
        if (word.Length <= 3 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var digits))
            return (digits, at + 1);
        if (word is "a" && Text(tokens, at + 1) is "couple")
            return (2, Text(tokens, at + 2) == "of" ? at + 3 : at + 2);
        if (!Numbers.TryGetValue(word, out var number))
            return null;
        return word == "half" && Text(tokens, at + 1) is "an" or "a" ? (number, at + 2) : (number, at + 1);
    }

    private static string Text(IReadOnlyList<Token> tokens, int at) => at >= 0 && at < tokens.Count ? tokens[at].Text : "";

    private static void Hide(IReadOnlyList<Token> tokens, int from, int to)
    {
        for (var at = Math.Max(from, 0); at < to; at++)
            tokens[at].Hidden = true;
    }
}
