namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>What is done has its hours: who says "разбуди в 7" means the morning, "ужин в 8" is in the evening.</summary>
internal static class RussianHours
{
    // How many words around the hour are looked at.
    private const int Around = 6;

    private static readonly string[] Morning = ["будильник", "разбуд", "проснуть", "просыпать", "встать", "вставать", "подъем", "завтрак"];

    private static readonly string[] Evening = ["ужин", "поужинать", "вечеринк", "концерт", "спектакл"];

    /// <summary>The same, with the hour of 24 where the words beside it tell it.</summary>
    public static Match Told(Phrase phrase, int at, Match match)
    {
        if (match.Piece is not Moment { Part: null, Clock: { IsExact: false, Hour: >= 4 and <= 11 } clock } moment)
            return match;

        for (var step = 1; step <= Around; step++)
        {
            var (before, behind) = (phrase[at - step].Text, phrase[at + match.Count - 1 + step].Text);
            if (IsAny(Morning, before) || IsAny(Morning, behind))
                return match with { Piece = moment with { Clock = clock with { IsExact = true }, Confidence = 0.8 } };
            if (IsAny(Evening, before) || IsAny(Evening, behind))
                return match with { Piece = moment with { Clock = new ClockTime(clock.Hour + 12, clock.Minute, IsExact: true), Confidence = 0.8 } };
        }

        return match;
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
