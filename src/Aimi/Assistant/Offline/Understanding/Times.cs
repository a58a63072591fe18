using System.Globalization;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>What a clause says of time. Its words are hidden from the rules, and so from every title.</summary>
/// <param name="Dates">Their offsets are those of the message.</param>
/// <param name="Towards">Of each, whether a word before it says that something is to go there: "на", "to".</param>
internal sealed record Times(IReadOnlyList<SpokenDate> Dates, IReadOnlyList<bool> Towards, DateQuestion? Question)
{
    public static readonly Times None = new([], [], null);

    /// <summary>All of it as one; null where nothing is said.</summary>
    public SpokenDate? Whole { get; private init; }

    /// <summary>Each of several times that stand in a row: "завтра в 10 и в пятницу в 12"; empty where there is one.</summary>
    public IReadOnlyList<SpokenDate> Each { get; private init; } = [];

    /// <param name="text">The message.</param>
    /// <param name="place">Of the clause.</param>
    public static Times Read(string text, Range place, IReadOnlyList<Token> tokens, Grammar grammar, DateTime now, CultureInfo language, string? zone)
    {
        var (offset, length) = place.GetOffsetAndLength(text.Length);
        if (length > DateReader.MaxText)
            return None;

        var clause = text.ToCharArray(offset, length);

        // "С Марком" is nobody's March: in Russian a capital within a sentence is a name.
        // "В 15 по Москве" is an hour of Moscow.
        foreach (var token in tokens.Skip(1).Where(token => token.Capital && token.Text[0] is >= 'а' and <= 'я' && !grammar.Is("time", token) && !ZoneNames.IsPlace(token.Text)))
            clause.AsSpan(token.Start - offset, token.End - token.Start).Fill('ъ');

        // What was read as a length is no time any more, and the day of a birthday never was.
        foreach (var token in tokens.Where(token => token.Hidden))
            clause.AsSpan(token.Start - offset, token.End - token.Start).Fill(' ');
        foreach (var (first, second) in tokens.Zip(tokens.Skip(1)).Where(pair => grammar.Is("day", pair.First) && grammar.Is("birth", pair.Second)))
            clause.AsSpan(first.Start - offset, second.End - first.Start).Fill(' ');
        var reading = DateReader.Read(new string(clause), now, language, zone);
        var towards = new List<bool>();
        foreach (var date in reading.Dates)
        {
            towards.Add(Hide(tokens, grammar, offset + date.Start, date.Length));
            foreach (var stretch in date.Elsewhere)
                Hide(tokens, grammar, offset + stretch.Start, stretch.Length);
        }

        foreach (var candidate in reading.Question?.Candidates ?? [])
            Hide(tokens, grammar, offset + candidate.Start, candidate.Length);

        var dates = reading.Dates.Select(date => date with
        {
            Start = offset + date.Start,
            Elsewhere = [.. date.Elsewhere.Select(stretch => stretch with { Start = offset + stretch.Start })],
        }).ToList();
        var whole = Join(dates, now, language, zone);
        return new Times(dates, towards, reading.Question) { Whole = whole, Each = whole is { Elsewhere.Count: 0 } ? InARow(dates, tokens, grammar) : [] };
    }

    /// <summary>Whether it is ahead: a series always is, a day is until it is over.</summary>
    public static bool IsAhead(SpokenDate date, DateTime now) =>
        date.Kind is SpokenDateKind.Recurrence || (date.Kind is not SpokenDateKind.Duration && (date.To ?? date.From) >= now.Date);

    // What stands apart may still be one: "в 15 встреча на час" says an hour and a length.
    private static SpokenDate? Join(List<SpokenDate> dates, DateTime now, CultureInfo language, string? zone)
    {
        if (dates.Count < 2)
            return dates.FirstOrDefault();

        var together = DateReader.Read(string.Join(' ', dates.Select(date => date.Text)), now, language, zone);
        if (together is { Dates: [var one], Question: null })
            return one with { Text = dates[0].Text, Start = dates[0].Start, Length = dates[0].Length, Elsewhere = [.. dates.Skip(1).Select(date => new SpokenStretch(date.Start, date.Length))] };

        var length = dates.Find(date => date.Kind is SpokenDateKind.Duration)?.Duration;
        var main = dates.Find(date => date.Kind is SpokenDateKind.Recurrence)
            ?? dates.Find(date => date.Kind is SpokenDateKind.Instant)
            ?? dates.Find(date => date.Kind is not SpokenDateKind.Duration)
            ?? dates[0];
        return length is null ? main : main with { Duration = main.Duration ?? length };
    }

    // "Завтра в 10 и в пятницу в 12": what joins them belongs to no title.
    private static List<SpokenDate> InARow(List<SpokenDate> dates, IReadOnlyList<Token> tokens, Grammar grammar)
    {
        var length = dates.Find(date => date.Kind is SpokenDateKind.Duration)?.Duration;
        var moments = dates.Where(date => date.Kind is not SpokenDateKind.Duration).ToList();
        if (moments.Count < 2 || !moments.TrueForAll(date => date is { Kind: SpokenDateKind.Instant or SpokenDateKind.Day } or { Kind: SpokenDateKind.Range, AllDay: false }))
            return [];

        var joints = new List<Token>();
        foreach (var (one, next) in moments.Zip(moments.Skip(1)))
        {
            var after = tokens.Where(token => token.Start >= one.Start + one.Length && token.Start <= next.Start).ToList();
            var between = after.FindAll(token => token.End <= next.Start && !token.Hidden);
            if (!between.TrueForAll(token => grammar.Is("joint", token)) || (between.Count == 0 && !after.Exists(token => token.Apart) && !(one.BareWeekday && next.BareWeekday)))
                return [];
            joints.AddRange(between);
        }

        joints.ForEach(joint => joint.Hidden = true);
        return [.. moments.Select(date => date with { Duration = date.Duration ?? length })];
    }

    /// <returns>Whether it is said to be where something goes.</returns>
    private static bool Hide(IReadOnlyList<Token> tokens, Grammar grammar, int start, int length)
    {
        var towards = false;
        for (var at = 0; at < tokens.Count; at++)
        {
            var token = tokens[at];
            if (token.End <= start || token.Start >= start + length)
                continue;

            towards |= grammar.Is("towards", token);
            token.Hidden = true;

            // A preposition that stands alone before it goes with it.
            if (at > 0 && !tokens[at - 1].Hidden && !token.Apart && grammar.Is("before-time", tokens[at - 1]))
            {
                towards |= grammar.Is("towards", tokens[at - 1]);
                tokens[at - 1].Hidden = true;
            }
        }

        return towards;
    }
}
