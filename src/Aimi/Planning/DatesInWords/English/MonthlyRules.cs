using static Aimi.Planning.DatesInWords.MeaningKind;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Days that every month has: "the last day of every month", "every first Monday of the month", "on the 5th and 20th of each month".</summary>
internal static class MonthlyRules
{
    // A month has no more of a weekday, from either end.
    private const int MostPlaces = 5;

    /// <summary>"the last day of every month", "the first Monday of each month", "on the 5th of every month".</summary>
    public static Match Read(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "on", "at", "by") ? at + 1 : at;
        if (phrase.Is(start, "the"))
            start++;
        if (PlaceOfMonth(phrase, start) is { Count: > 0, Piece: Repeat { Unit: RepeatUnit.Month } } place && IsEvery(phrase, start + place.Count - 2))
            return place with { Count = place.Count + start - at };

        if (PlacesOfMonth(phrase, start) is { Count: > 0 } places)
            return places with { Count = places.Count + start - at };

        if (EdgeOfMonth(phrase, start) is { Count: > 0 } edge)
            return edge with { Count = edge.Count + start - at };

        var days = new List<int>();
        var next = start;
        while (phrase.IsNumber(next, 1, 31) && phrase[next].IsOrdinal)
        {
            days.Add(phrase[next++].Value);
            if (phrase.Is(next, "and", ",") && phrase.IsNumber(phrase.Is(next + 1, "the") ? next + 2 : next + 1, 1, 31))
                next = phrase.Is(next + 1, "the") ? next + 2 : next + 1;
        }

        if (days.Count == 0)
            return Match.None;
        if (phrase.Is(next, "day"))
            next++;
        var (interval, end) = EveryMonth(phrase, next);
        if (end > next)
            return new Match(new Repeat(RepeatUnit.Month, interval) { MonthDays = days }, end - at);

        // "the 8th of March every year" is joined by the composer.
        return Match.None;
    }

    // "the first and third Friday and the second Tuesday of each month", "2nd and last Fridays of every month", "the second to last Friday of each month"
    internal static Match PlacesOfMonth(Phrase phrase, int at, bool isEvery = false)
    {
        var all = new List<(int, DayOfWeek)>();
        var next = at;
        do
        {
            next = phrase.Is(next, "the") ? next + 1 : next;
            var places = new List<int>();
            for (var more = next; places.Count < MostPlaces && PlaceAt(phrase, more) is (not 0 and var place, var behind);)
            {
                places.Add(place);
                next = behind;
                while (phrase.Is(behind, ",", "and", "&", "the"))
                    behind++;
                more = behind;
            }

            if (places.Count == 0 || !phrase.Is(next, Weekday))
                return Match.None;
            all.AddRange(places.Select(place => (place, (DayOfWeek)phrase.Value(next))));
            next++;
        }
        while (phrase.Is(next, "and", ",") && PlaceAt(phrase, phrase.Is(next + 1, "the") ? next + 2 : next + 1).Place != 0 && next++ > 0);

        if (all.Count == 1 && all[0].Item1 >= -1)
            return Match.None;
        var (interval, end) = EveryMonth(phrase, next);
        if (end == next && (isEvery || phrase.Is(at - 1, "every", "each")) && phrase.Is(next, "of", "in") && phrase.Is(next + 1, "the", "a") && phrase.Is(next + 2, "month"))
            end = next + 3;
        return end == next ? Match.None : new Match(new Repeat(RepeatUnit.Month, interval) { Places = all }, end - at);
    }

    // "second", "last", "second to last", "2nd to the last"; 0: none.
    private static (int Place, int End) PlaceAt(Phrase phrase, int at)
    {
        if (phrase.Is(at, "last"))
            return (-1, at + 1);
        if (!phrase.IsNumber(at, 1, 5) || !phrase[at].IsOrdinal)
            return (0, at);
        var last = phrase.Is(at + 1, "to") && phrase.Is(at + 2, "the") ? at + 3 : phrase.Is(at + 1, "to") ? at + 2 : at + 1;
        return phrase.Is(last, "last") && phrase[at].Value > 1 ? (-phrase[at].Value, last + 1) : (phrase[at].Value, at + 1);
    }

    // "at the end of every month", "the start of each month", "the second to last day of each month"
    private static Match EdgeOfMonth(Phrase phrase, int at)
    {
        var (day, next) = phrase.Is(at, "start", "beginning", "begin") ? (1, at + 1)
            : phrase.Is(at, "end", "last") ? (-1, at + 1)
            : phrase.IsNumber(at, 2, 5) && phrase[at].IsOrdinal && phrase.Is(at + 1, "to") && phrase.Is(phrase.Is(at + 2, "the") ? at + 3 : at + 2, "last")
            ? (-phrase[at].Value, phrase.Is(at + 2, "the") ? at + 4 : at + 3) : (0, at);
        if (phrase.Is(next, "day"))
            next++;
        var (interval, end) = day == 0 ? (1, next) : EveryMonth(phrase, next);
        return end == next ? Match.None : new Match(new Repeat(RepeatUnit.Month, interval) { MonthDays = [day], Confidence = 0.7 }, end - at);
    }

    /// <summary>Behind "every month": "on the last day", "on day 5", "at the start". A count of 0 where nothing of the kind is said.</summary>
    internal static (int Day, int Count) DayWithin(Phrase phrase, int at)
    {
        if (!phrase.Is(at, "on", "at", "in", "by"))
            return default;
        var next = phrase.Is(at + 1, "the") ? at + 2 : at + 1;
        if (phrase.Is(next, "start", "beginning", "end"))
            return (phrase.Is(next, "end") ? -1 : 1, next + 1 - at);
        if (phrase.Is(next, "last") && phrase.Is(next + 1, "day"))
            return (-1, next + 2 - at);
        if (phrase.IsNumber(next, 1, 31) && phrase[next].IsOrdinal && phrase.Is(next + 1, "day"))
            return (phrase[next].Value, next + 2 - at);
        return phrase.Is(next, "day") && phrase.IsNumber(next + 1, 1, 31) ? (phrase[next + 1].Value, next + 2 - at) : default;
    }

    // "of every month", "of each month", "of every other month", "every month", "monthly"
    private static (int Interval, int End) EveryMonth(Phrase phrase, int at)
    {
        var next = phrase.Is(at, "of", "in") ? at + 1 : at;
        if (!phrase.Is(next, "every", "each"))
            return (1, at);
        next++;
        var interval = 1;
        if (phrase.Is(next, "other"))
            (interval, next) = (2, next + 1);
        else if (phrase.IsNumber(next, 2, 12))
            (interval, next) = (phrase[next].Value, next + 1);
        return phrase.Is(next, "month", "months") ? (interval, next + 1) : (1, at);
    }

    private static bool IsEvery(Phrase phrase, int at) => phrase.Is(at, "every", "each") || phrase.Is(at - 1, "every", "each");

    // "first Monday of the month", "last day of every month", "last working day of the month"
    internal static Match PlaceOfMonth(Phrase phrase, int at)
    {
        var isLast = phrase.Is(at, "last");
        if (!isLast && !(phrase.IsNumber(at, 1, 5) && phrase[at].IsOrdinal))
            return Match.None;

        var place = isLast ? -1 : phrase[at].Value;
        var next = at + 1;
        IReadOnlyList<DayOfWeek> weekdays;
        if (phrase.Is(next, Weekday))
            (weekdays, next) = ([(DayOfWeek)phrase.Value(next)], next + 1);
        else if (phrase.Is(next, "weekday", "workday"))
            (weekdays, next) = (Repeat.Workdays, next + 1);
        else if (phrase.Is(next, "working", "business", "work") && phrase.Is(next + 1, "day"))
            (weekdays, next) = (Repeat.Workdays, next + 2);
        else if (phrase.Is(next, "day"))
            (weekdays, next) = ([], next + 1);
        else
            return Match.None;

        // "every fourth Thursday in November"
        if (weekdays.Count == 1 && phrase.Is(next, "of", "in") && phrase.Is(next + 1, Month))
            return new Match(new Repeat(RepeatUnit.Year) { Month = phrase.Value(next + 1), Place = place, Weekdays = weekdays }, next + 2 - at);
        var (interval, end) = EveryMonth(phrase, next);
        if (end == next)
        {
            // "every first Monday of the month", "every last Friday"; "every second Tuesday" is every other one.
            var isNamed = phrase.Is(next, "of", "in") && phrase.Is(next + 1, "the", "a") && phrase.Is(next + 2, "month");
            if (!isNamed && !(weekdays.Count == 1 && (isLast || place == 1)))
                return Match.None;
            end = isNamed ? next + 3 : next;
        }

        return weekdays.Count == 0
            ? new Match(new Repeat(RepeatUnit.Month, interval) { MonthDays = [place] }, end - at)
            : new Match(new Repeat(RepeatUnit.Month, interval) { Weekdays = weekdays, Place = place }, end - at);
    }

    // "every 15th", "every 5th and 20th of the month", "every March 8", "every 8th of March"
    internal static Match DayOfMonth(Phrase phrase, int at)
    {
        var (day, last) = DateRules.Named(phrase, at);
        if (day is DayName.OfMonth { Month: { } month, Year: null } date)
        {
            // "every August 20 and 30"
            var dates = new List<int> { date.Day };
            for (; phrase.Is(last, "and", ",", "&") && phrase.IsNumber(last + 1, 1, 31) && !phrase.Is(last + 2, Month) && !phrase.Is(last + 2, Unit); last += 2)
                dates.Add(phrase[last + 1].Value);
            return new Match(new Repeat(RepeatUnit.Year) { Month = month, MonthDays = dates }, last - at);
        }

        if (!phrase.IsNumber(at, 1, 31) || !phrase[at].IsOrdinal)
            return Match.None;

        var days = new List<int> { phrase[at].Value };
        var end = at + 1;
        while (phrase.Is(end, "and", ",") && phrase.IsNumber(end + 1, 1, 31) && phrase[end + 1].IsOrdinal)
        {
            days.Add(phrase[end + 1].Value);
            end += 2;
        }

        if (phrase.Is(end, "of") && phrase.Is(end + 1, Month))
            return new Match(new Repeat(RepeatUnit.Year) { Month = phrase.Value(end + 1), MonthDays = days }, end + 2 - at);
        if (phrase.Is(end, "of") && phrase.Is(end + 1, "the", "each", "every") && phrase.Is(end + 2, "month"))
            return new Match(new Repeat(RepeatUnit.Month) { MonthDays = days }, end + 3 - at);

        // "every 3rd day" counts days, "every 15th" is a date.
        return phrase[at].Digits > 0 && days[0] > 3 && !phrase.Is(end, Unit) && !phrase.Is(end, Weekday) && !phrase.Is(end, MeaningKind.DayPart)
            && !phrase.Is(end, "weekend", "time", "person", "one")
            ? new Match(new Repeat(RepeatUnit.Month) { MonthDays = days }, end - at)
            : Match.None;
    }
}
