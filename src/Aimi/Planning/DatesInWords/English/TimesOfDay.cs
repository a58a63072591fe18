using System.Collections.Frozen;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>What the words around an hour say of it: breakfast at 8 is in the morning, dinner at 8 in the evening.</summary>
internal static class TimesOfDay
{
    // How many words before and behind the hour are looked at.
    private const int Before = 8;
    private const int Behind = 4;

    private static readonly FrozenSet<string> Morning = Set("breakfast wake waking woke alarm sunrise");
    private static readonly FrozenSet<string> Evening = Set("dinner supper movie movies concert theater theatre opera drinks bedtime sleep cinema nightclub");

    /// <summary>The hour of 24, where the words beside it tell; null where they do not.</summary>
    public static int? Hour(Phrase phrase, int at, int hour)
    {
        if (hour is < 1 or > 11 || IsPartSaid(phrase))
            return null;

        // "an alarm for today at 7", said at noon.
        var isToday = Enumerable.Range(0, phrase.Count).Any(word => phrase.Is(word, "today"));
        for (var step = 1; step <= Before; step++)
        {
            if (Of(phrase[at - step].Text, hour, isToday) is { } before)
                return before;
        }

        for (var step = 1; step <= Behind && !phrase.Is(at + step, ","); step++)
        {
            if (Of(phrase[at + step].Text, hour, isToday) is { } behind)
                return behind;
        }

        return null;
    }

    // "an alarm for tonight 9:30": nothing has to be guessed.
    private static bool IsPartSaid(Phrase phrase)
    {
        for (var at = 0; at < phrase.Count; at++)
        {
            if (phrase.Is(at, MeaningKind.DayPart) && !phrase.Is(at - 1, "good"))
                return true;
        }

        return false;
    }

    private static int? Of(string word, int hour, bool isToday) =>
        hour >= 4 && !isToday && Morning.Contains(word) ? hour
        : hour >= 5 && Evening.Contains(word) ? hour + 12
        : null;

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
