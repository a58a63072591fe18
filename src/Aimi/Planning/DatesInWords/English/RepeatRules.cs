using static Aimi.Planning.DatesInWords.MeaningKind;
using Part = Aimi.Planning.DatesInWords.DayPart;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Again and again: "every other Tuesday", "on weekdays", "daily", "the last day of every month", "Mondays and Thursdays".</summary>
internal static class RepeatRules
{
    private static readonly Piece Vague = new Piece.Doubt(DoubtKind.Vague);

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
            return new Match(Vague, next + 1 - at);

        if (interval == 1 && MonthlyRules.PlaceOfMonth(phrase, next) is { Count: > 0 } place)
            return place with { Count = place.Count + next - at };
        if (interval == 1 && MonthlyRules.PlacesOfMonth(phrase, next, isEvery: true) is { Count: > 0 } places)
            return places with { Count = places.Count + next - at };
        if (interval == 1 && MonthlyRules.DayOfMonth(phrase, next) is { Count: > 0 } date)
            return date with { Count = date.Count + next - at };

        // "every 2 weeks", "every second Tuesday", "every 3rd day"
        if (interval == 1 && phrase.IsNumber(next, 1, 99))
            (interval, next) = (phrase[next].Value, next + 1);
        var (repeat, end) = Of(phrase, next, interval);
        if (repeat is null)
            return Match.None;

        // "the first day of each quarter": what stands before it is not understood.
        if (phrase.Is(at - 1, "of") && repeat is Repeat { Unit: not RepeatUnit.Day, Weekdays: [], MonthDays: [] })
            return new Match(new Piece.Doubt(DoubtKind.LeftOver), end - at);
        return repeat is Repeat { Unit: RepeatUnit.Day or RepeatUnit.Week, Interval: 1, Part: null } days && Except(phrase, end, days) is { Count: > 0 } except
            ? except with { Count = except.Count + end - at }
            : Placed(phrase, at, end, repeat);
    }

    // "every month on the last day"; of a week or a year such a day has to be asked about.
    private static Match Placed(Phrase phrase, int at, int end, Piece repeat)
    {
        var (day, count) = repeat is Repeat { Unit: not RepeatUnit.Day and not RepeatUnit.Hour and not RepeatUnit.Minute, Weekdays: [], MonthDays: [] }
            ? MonthlyRules.DayWithin(phrase, end) : default;
        return count == 0 ? new Match(repeat, end - at)
            : new Match(
                repeat is Repeat { Unit: RepeatUnit.Month } monthly ? monthly with { MonthDays = [day] } : new Piece.Doubt(DoubtKind.Vague),
                end + count - at);
    }

    // "every day but Sunday", "every day except weekends", "every weekday except Friday"
    private static Match Except(Phrase phrase, int at, Repeat repeat)
    {
        if (!phrase.Is(at, "except", "but", "excluding"))
            return Match.None;
        var next = phrase.Is(at + 1, "for", "on") ? at + 2 : at + 1;
        if (phrase.Is(next, "the"))
            next++;
        var (without, end) = phrase.Is(next, "weekend", "weekends") ? (Repeat.Weekend, next + 1)
            : phrase.Is(next, Weekday) && Weekdays(phrase, next, 1) is var (named, last) ? (named.Weekdays, last)
            : ([], at);
        return without.Count == 0 ? Match.None
            : new Match(new Repeat(RepeatUnit.Week)
            {
                Weekdays = [.. (repeat.Weekdays.Count > 0 ? repeat.Weekdays : Enum.GetValues<DayOfWeek>()).Except(without)],
            }, end - at);
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
            return (new Repeat(RepeatUnit.Minute, 30), phrase.Is(at + 1, "an") ? at + 3 : at + 2);
        // "every August on day 20": which one is left.
        if (phrase.Is(at, Month) && phrase.Is(at + 1, "on") && phrase.Is(at + 2, "day", "days"))
            return (Vague, at + 3);
        if (phrase.Is(at, Month) && !phrase.IsNumber(at + 1, 1, 31))
            return (new Repeat(RepeatUnit.Year, interval) { Month = phrase.Value(at), MonthDays = [1] }, at + 1);
        if (!phrase.Is(at, Unit))
            return default;

        return (TimeUnit)phrase.Value(at) switch
        {
            TimeUnit.Workday when phrase.Is(at + 1, MeaningKind.DayPart) =>
                (new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Workdays, Part = PartOf(phrase, at + 1) }, at + 2),
            TimeUnit.Workday => (new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Workdays }, at + 1),
            TimeUnit.Minute => (new Repeat(RepeatUnit.Minute, interval), at + 1),
            TimeUnit.Hour => (new Repeat(RepeatUnit.Hour, interval), at + 1),
            TimeUnit.Day => (new Repeat(RepeatUnit.Day, interval), at + 1),
            TimeUnit.Week when phrase.Is(at + 1, "on") && phrase.Is(at + 2, Weekday) => Weekdays(phrase, at + 2, interval),
            TimeUnit.Week when phrase.Is(at + 1, "on", "at") && phrase.Is(phrase.Is(at + 2, "the") ? at + 3 : at + 2, "weekend", "weekends") =>
                (new Repeat(RepeatUnit.Week, interval) { Weekdays = Repeat.Weekend }, phrase.Is(at + 2, "the") ? at + 4 : at + 3),
            TimeUnit.Week => (new Repeat(RepeatUnit.Week, interval), at + 1),
            TimeUnit.Month => (new Repeat(RepeatUnit.Month, interval), at + 1),
            TimeUnit.Year => (new Repeat(RepeatUnit.Year, interval), at + 1),
            _ => (Vague, at + 1),
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
        if (phrase.Is(start, "alternate", "alternating") && phrase.Is(start + 1, Weekday))
        {
            var (other, last) = Weekdays(phrase, start + 1, 2);
            return new Match(other, last - at);
        }

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
            "semiannually" => (new Repeat(RepeatUnit.Month, 6), at + 1),
            "semi" when phrase.Is(at + 1, "-") && phrase.Is(at + 2, "annually") => (new Repeat(RepeatUnit.Month, 6), at + 3),
            "hourly" => (new Repeat(RepeatUnit.Hour), at + 1),
            _ => ((Repeat?)null, at),
        };
        if (repeat is null && phrase.Is(at, "bi") && phrase.Is(at + 1, "-") && phrase.Is(at + 2, "weekly"))
            (repeat, end) = (new Repeat(RepeatUnit.Week, 2), at + 3);
        if (repeat is null && phrase.Is(at, "once") && phrase.Is(at + 1, "a", "every", "per", "each") && phrase.Is(at + 2, Unit))
            return Of(phrase, at + 2, 1) is (Repeat once, var last) ? new Match(once, last - at) : Match.None;
        if (repeat is null && OnDays(phrase, at) is { Count: > 0 } onDays)
            return onDays;
        if (repeat is null)
            return Match.None;

        // "monthly report on April 1" is one day's
        if (repeat.Unit is RepeatUnit.Month or RepeatUnit.Year && phrase[end].Kind is TokenKind.Word
            && !phrase.Is(end, "on", "at", "in", "from", "for", "until", "starting", "by") && HasMonth(phrase, end))
            return new Match(new Piece.Idiom(), end - at);

        // "the weekly report" is the name of a thing, "weekly on Fridays" and "a daily walk at 8" are not.
        return phrase.Is(at - 1, "the", "my", "our", "your", "this", "last", "next", "that", "his", "her", "their", "of") && phrase[end].Kind is TokenKind.Word
            ? new Match(new Piece.Idiom(), end - at)
            : new Match(repeat, end - at);
    }

    // "three times a week: Mon, Wed and Fri", "twice a week Tuesday Thursday"
    private static Match OnDays(Phrase phrase, int at)
    {
        var unit = phrase.Is(at, "twice") ? at + 2 : phrase.IsNumber(at, 2, 7) && phrase.Is(at + 1, "times") ? at + 3 : 0;
        if (unit == 0 || !phrase.Is(unit - 1, "a", "per", "each", "every") || !phrase.Is(unit, "week"))
            return Match.None;
        var next = unit + 1;
        while (phrase.Is(next, ":", ",", "-", "on", "("))
            next++;
        var days = new List<DayOfWeek>();
        var end = next;
        while (phrase.Is(next, Weekday))
        {
            days.Add((DayOfWeek)phrase.Value(next));
            end = After(phrase, next);
            for (next = end; phrase.Is(next, ",", "and", "&", "/", "-");)
                next++;
        }

        return days.Count < 2 ? Match.None : new Match(new Repeat(RepeatUnit.Week) { Weekdays = [.. days.Distinct()] }, end - at);
    }

    /// <summary>"for five times", "for up to 3 occurrences", "10x", "twice".</summary>
    public static Match Times(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "for") ? at + 1 : at;
        if (phrase.Is(start, "up") && phrase.Is(start + 1, "to"))
            start += 2;
        var isSure = start > at;
        if (phrase.Is(start, "twice", "thrice") && IsEnd(phrase, start + 1))
            return new Match(new Piece.Times(phrase.Is(start, "twice") ? 2 : 3, isSure), start + 1 - at);
        return phrase.IsNumber(start, 2, 999) && !phrase[start].IsOrdinal && phrase.Is(start + 1, "times", "occurrences", "x") && IsEnd(phrase, start + 2)
            ? new Match(new Piece.Times(phrase[start].Value, isSure), start + 2 - at)
            : Match.None;
    }

    // "5 x 5 squats", "three times a day" are others.
    private static bool IsEnd(Phrase phrase, int at) =>
        phrase[at].Kind is TokenKind.None or TokenKind.Mark || phrase.Is(at, "at", "on", "from", "starting", "in");

    private static bool HasMonth(Phrase phrase, int at)
    {
        for (; at < phrase.Count; at++)
        {
            if (phrase.Is(at, Month))
                return true;
        }

        return false;
    }
}
