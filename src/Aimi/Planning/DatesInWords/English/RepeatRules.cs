using static Aimi.Planning.DatesInWords.MeaningKind;
using Part = Aimi.Planning.DatesInWords.DayPart;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Again and again: "every other Tuesday", "on weekdays", "daily", "the last day of every month", "Mondays and Thursdays".</summary>
internal static class RepeatRules
{
    private static readonly Match NoRule = new(new Piece.Idiom(), 0);

    public static Match Every(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "on", "in", "for") ? at + 1 : at;
        if (phrase.Is(start, "everyday"))
            return new Match(new Repeat(RepeatUnit.Day), start + 1 - at);
        if (!phrase.Is(start, "every", "each", "ea"))
            return Match.None;

        var next = phrase.Is(start + 1, "single") ? start + 2 : start + 1;
        var interval = 1;
        if (phrase.Is(next, "other"))
            (interval, next) = (2, next + 1);
        else if (phrase.Is(next, "couple", "few"))
            return new Match(new Piece.Doubt(DoubtKind.Vague), next + 1 - at);

        if (interval == 1 && PlaceOfMonth(phrase, next) is { Count: > 0 } place)
            return place with { Count = place.Count + next - at };
        if (interval == 1 && DayOfMonth(phrase, next) is { Count: > 0 } date)
            return date with { Count = date.Count + next - at };

        // "every 2 weeks", "every second Tuesday", "every 3rd day"
        if (interval == 1 && phrase.IsNumber(next, 1, 99))
            (interval, next) = (phrase[next].Value, next + 1);
        var (repeat, end) = Of(phrase, next, interval);
        if (repeat is null)
            return Match.None;
        return repeat == NoRule.Piece ? new Match(new Piece.Doubt(DoubtKind.Vague), end - at) : new Match(repeat, end - at);
    }

    private static (Piece? Repeat, int End) Of(Phrase phrase, int at, int interval)
    {
        if (phrase.Is(at, "fortnight"))
            return (new Repeat(RepeatUnit.Week, 2 * interval), at + 1);
        if (phrase.Is(at, "business", "working", "work") && phrase.Is(at + 1, "day", "days") && interval == 1)
            return (new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Workdays }, at + 2);
        if (phrase.Is(at, "weekend", "weekends"))
            return (new Repeat(RepeatUnit.Week, interval) { Weekdays = Repeat.Weekend }, at + 1);
        if (phrase.Is(at, Weekday))
            return Weekdays(phrase, at, interval);
        if (phrase.Is(at, MeaningKind.DayPart) && PartOf(phrase, at) is { } part)
            return (new Repeat(RepeatUnit.Day, interval) { Part = part }, at + 1);
        if (phrase.Is(at, "quarter", "quarters"))
            return (new Repeat(RepeatUnit.Month, 3 * interval), at + 1);
        if (phrase.Is(at, "half") && phrase.Is(at + 1, "an", "hour"))
            return (NoRule.Piece, phrase.Is(at + 1, "an") ? at + 3 : at + 2);
        if (phrase.Is(at, Month) && !phrase.IsNumber(at + 1, 1, 31))
            return (new Repeat(RepeatUnit.Year, interval) { Month = phrase.Value(at), MonthDays = [1] }, at + 1);
        if (!phrase.Is(at, Unit))
            return default;

        return (TimeUnit)phrase.Value(at) switch
        {
            TimeUnit.Workday => (new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Workdays }, at + 1),
            TimeUnit.Hour => (new Repeat(RepeatUnit.Hour, interval), at + 1),
            TimeUnit.Day => (new Repeat(RepeatUnit.Day, interval), at + 1),
            TimeUnit.Week when phrase.Is(at + 1, "on") && phrase.Is(at + 2, Weekday) => Weekdays(phrase, at + 2, interval),
            TimeUnit.Week => (new Repeat(RepeatUnit.Week, interval), at + 1),
            TimeUnit.Month => (new Repeat(RepeatUnit.Month, interval), at + 1),
            TimeUnit.Year => (new Repeat(RepeatUnit.Year, interval), at + 1),
            _ => (NoRule.Piece, at + 1),
        };
    }

    // "Monday", "Monday, Wednesday and Friday", "Monday to Friday", with "morning" behind them.
    private static (Repeat Repeat, int End) Weekdays(Phrase phrase, int at, int interval)
    {
        var days = new List<DayOfWeek> { (DayOfWeek)phrase.Value(at) };
        var end = After(phrase, at);
        if (phrase.Is(end, "to", "through", "thru", "till", "until", "-") && phrase.Is(end + 1, Weekday))
        {
            for (var last = (DayOfWeek)phrase.Value(end + 1); days[^1] != last;)
                days.Add((DayOfWeek)(((int)days[^1] + 1) % 7));
            end = After(phrase, end + 1);
        }

        while (true)
        {
            var next = end;
            while (phrase.Is(next, ",", "and", "&", "/", "or") || (phrase.Is(next, "on", "every", "each") && phrase.Is(next - 1, ",", "and", "&")))
                next++;
            if (next == end || !phrase.Is(next, Weekday))
                break;
            days.Add((DayOfWeek)phrase.Value(next));
            end = After(phrase, next);
        }

        Part? part = phrase.Is(end, MeaningKind.DayPart) ? PartOf(phrase, end) : null;
        return (new Repeat(RepeatUnit.Week, interval) { Weekdays = [.. days.Distinct()], Part = part }, part is null ? end : end + 1);
    }

    // A point that shortens: "Mon."
    private static int After(Phrase phrase, int at) =>
        phrase.IsTight(at + 1, ".") && phrase[at].Length <= 5 && phrase[at + 2].Kind is not TokenKind.None ? at + 2 : at + 1;

    private static Part? PartOf(Phrase phrase, int at) => phrase[at].Text is "night" or "nights" ? Part.Tonight : (Part)phrase.Value(at);

    /// <summary>"Mondays", "on Tuesdays and Thursdays", "weekends", "on weekdays", "in the mornings".</summary>
    public static Match Plural(Phrase phrase, int at)
    {
        if (phrase[at - 1].IsNumber || phrase.Is(at - 1, MeaningKind.Which) || phrase.Is(at - 1, "several", "few", "some"))
            return Match.None;
        var start = phrase.Is(at, "on", "in", "at", "during", "over") ? at + 1 : at;
        if (phrase.Is(start, "the"))
            start++;
        if (phrase.Is(start, "weekends"))
            return new Match(new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Weekend }, start + 1 - at);
        if (phrase.Is(start, "weekdays", "workdays") || (phrase.Is(start, "working", "business", "work") && phrase.Is(start + 1, "days") && start > at))
            return new Match(new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Workdays }, (phrase.Is(start + 1, "days") ? start + 2 : start + 1) - at);
        if (phrase.Is(start, Weekday) && DayRules.IsPlural(phrase, start))
        {
            var (repeat, end) = Weekdays(phrase, start, 1);
            return new Match(repeat, end - at);
        }

        return phrase.Is(start, "mornings", "afternoons", "evenings", "nights")
            ? new Match(new Repeat(RepeatUnit.Day) { Part = PartOf(phrase, start) }, start + 1 - at)
            : Match.None;
    }

    /// <summary>"daily", "weekly", "every day" by one word; "once a week" with a day beside it.</summary>
    public static Match Adverb(Phrase phrase, int at)
    {
        var (repeat, end) = phrase[at].Text switch
        {
            "daily" => (new Repeat(RepeatUnit.Day), at + 1),
            "nightly" => (new Repeat(RepeatUnit.Day) { Part = Part.Tonight }, at + 1),
            "weekly" when phrase.Is(at + 1, "on") && phrase.Is(at + 2, Weekday) => Weekdays(phrase, at + 2, 1),
            "weekly" => (new Repeat(RepeatUnit.Week), at + 1),
            "biweekly" or "fortnightly" => (new Repeat(RepeatUnit.Week, 2), at + 1),
            "monthly" => (new Repeat(RepeatUnit.Month), at + 1),
            "quarterly" => (new Repeat(RepeatUnit.Month, 3), at + 1),
            "yearly" or "annually" => (new Repeat(RepeatUnit.Year), at + 1),
            "hourly" => (new Repeat(RepeatUnit.Hour), at + 1),
            _ => ((Repeat?)null, at),
        };
        if (repeat is null && phrase.Is(at, "bi") && phrase.Is(at + 1, "-") && phrase.Is(at + 2, "weekly"))
            (repeat, end) = (new Repeat(RepeatUnit.Week, 2), at + 3);
        if (repeat is null && phrase.Is(at, "once") && phrase.Is(at + 1, "a", "every", "per", "each") && phrase.Is(at + 2, Unit) && IsOnDay(phrase, at + 3))
            return Of(phrase, at + 2, 1) is ({ } once, var last) && once is Repeat ? new Match(once, last - at) : Match.None;
        if (repeat is null)
            return Match.None;

        // "monthly report on April 1" is one day's
        if (repeat.Unit is RepeatUnit.Month or RepeatUnit.Year && phrase[end].Kind is TokenKind.Word && !phrase.Is(end, "on", "at", "in", "from", "for", "until", "starting", "by") && HasMonth(phrase, end))
            return new Match(new Piece.Idiom(), end - at);

        // "the weekly report" is the name of a thing, "weekly on Fridays" and "a daily walk at 8" are not.
        return phrase.Is(at - 1, "the", "my", "our", "your", "this", "last", "next", "that", "his", "her", "their") && phrase[end].Kind is TokenKind.Word
            ? new Match(new Piece.Idiom(), end - at)
            : new Match(repeat, end - at);
    }

    private static bool HasMonth(Phrase phrase, int at)
    {
        for (; at < phrase.Count; at++)
        {
            if (phrase.Is(at, Month))
                return true;
        }

        return false;
    }

    private static bool IsOnDay(Phrase phrase, int at) => phrase.Is(at, "on", "at") || phrase.Is(at, Weekday);

    /// <summary>"the last day of every month", "the first Monday of each month", "on the 5th of every month".</summary>
    public static Match OfEveryMonth(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "on", "at", "by") ? at + 1 : at;
        if (phrase.Is(start, "the"))
            start++;
        if (PlaceOfMonth(phrase, start) is { Count: > 0 } place && IsEvery(phrase, start + place.Count - 2))
            return place with { Count = place.Count + start - at };

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
    private static Match PlaceOfMonth(Phrase phrase, int at)
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
    private static Match DayOfMonth(Phrase phrase, int at)
    {
        var (day, last) = DateRules.Named(phrase, at);
        if (day is DayName.OfMonth { Month: { } month, Year: null } date)
            return new Match(new Repeat(RepeatUnit.Year) { Month = month, MonthDays = [date.Day] }, last - at);
        if (!phrase.IsNumber(at, 1, 31) || !phrase[at].IsOrdinal)
            return Match.None;

        var days = new List<int> { phrase[at].Value };
        var end = at + 1;
        while (phrase.Is(end, "and", ",") && phrase.IsNumber(end + 1, 1, 31) && phrase[end + 1].IsOrdinal)
        {
            days.Add(phrase[end + 1].Value);
            end += 2;
        }

        if (phrase.Is(end, "of") && phrase.Is(end + 1, "the", "each", "every") && phrase.Is(end + 2, "month"))
            return new Match(new Repeat(RepeatUnit.Month) { MonthDays = days }, end + 3 - at);

        // "every 3rd day" counts days, "every 15th" is a date.
        return phrase[at].Digits > 0 && days[0] > 3 && !phrase.Is(end, Unit) && !phrase.Is(end, Weekday) && !phrase.Is(end, MeaningKind.DayPart) && !phrase.Is(end, "weekend", "time", "person", "one")
            ? new Match(new Repeat(RepeatUnit.Month) { MonthDays = days }, end - at)
            : Match.None;
    }
}
