namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>What is done has its hours: who says "разбуди в 7" means the morning, "ужин в 8" is in the evening.</summary>
internal static class RussianHours
{
    // How many words around the hour are looked at.
    private const int Around = 6;

    private static readonly string[] Morning = ["будильник", "разбуд", "проснуть", "просыпать", "встать", "вставать", "подъем", "завтрак", "позавтрака"];

    private static readonly string[] Evening = ["ужин", "поужинать", "вечеринк", "концерт", "спектакл"];

    /// <summary>The same, with what stands behind it and around it: "pm", a zone, what is done at that hour.</summary>
    public static Match Ended(Phrase phrase, int at, Match match) => OfZone(phrase, at, Told(phrase, at, OfHalf(phrase, at, match)));

    // "в 10:45 pm", as telephones write it.
    private static Match OfHalf(Phrase phrase, int at, Match match) =>
        match.Piece is Moment { Part: null, Clock: { Hour: >= 1 and <= 12 } clock } moment && phrase.Is(at + match.Count, "am", "pm")
            ? new Match(moment with
            {
                Clock = clock with { Hour = (clock.Hour % 12) + (phrase.Is(at + match.Count, "pm") ? 12 : 0), IsExact = true },
            }, match.Count + 1)
            : match;

    private static Match OfZone(Phrase phrase, int at, Match match) =>
        match.Piece is Moment { Clock: not null } moment && Zone(phrase, at + match.Count) is (var zones, > 0 and var words)
            ? new Match(zones.Count == 0 ? new Piece.Doubt(DoubtKind.TwoReadings, moment) : moment with { Zones = zones }, match.Count + words)
            : match;

    // "MSK", "мск", "по Москве", "по московскому времени"; how many words.
    internal static (IReadOnlyList<string> Zones, int Count) Zone(Phrase phrase, int at)
    {
        if (ZoneNames.At(phrase, at) is { Count: > 0 } zones)
            return (zones, 1);
        if (!phrase.Is(at, "по"))
            return ([], 0);
        if (ZoneNames.At(phrase, at + 1) is { Count: > 0 } named)
            return (named, phrase.Is(at + 2, "времени") ? 3 : 2);
        var place = ZoneNames.OfStem(phrase[at + 1].Text);
        return phrase.Is(at + 2, "времени") && !phrase.Is(at + 1, "местному", "нашему", "моему", "своему", "твоему") ? (place, 3) : (place, place.Count > 0 ? 2 : 0);
    }

    // The same, with the hour of 24 where the words beside it tell it.
    private static Match Told(Phrase phrase, int at, Match match)
    {
        if (match.Piece is not Moment { Part: null, Clock: { IsExact: false, Hour: >= 4 and <= 11 } clock } moment)
            return match;

        var isMorning = !Enumerable.Range(0, phrase.Count).Any(word => phrase.Is(word, "сегодня"));
        for (var step = 1; step <= Around; step++)
        {
            var (before, behind) = (phrase[at - step].Text, phrase[at + match.Count - 1 + step].Text);
            if (isMorning && (IsAny(Morning, before) || IsAny(Morning, behind)) && !IsSaidOfEvening(phrase))
                return match with { Piece = moment with { Clock = clock with { IsExact = true }, Confidence = 0.8 } };
            if (IsAny(Evening, before) || IsAny(Evening, behind))
                return match with { Piece = moment with { Clock = new ClockTime(clock.Hour + 12, clock.Minute, IsExact: true), Confidence = 0.8 } };
        }

        return match;
    }

    // "будильник на этот вечер в 7"
    private static bool IsSaidOfEvening(Phrase phrase)
    {
        for (var at = 0; at < phrase.Count; at++)
        {
            if (phrase.Is(at, MeaningKind.DayPart) && (DayPart)phrase.Value(at) is DayPart.Evening or DayPart.Night)
                return true;
        }

        return false;
    }

    private static bool IsAny(string[] stems, string word)
    {
        foreach (var stem in stems)
        {
            if (word.StartsWith(stem, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
