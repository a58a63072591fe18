namespace Aimi.Planning.DatesInWords;

/// <summary>From then until then: each end helps to understand the other.</summary>
internal static class Ranges
{
    private const int Day = 24 * 60;

    // How many days ago a range may have begun whose end is today or tomorrow.
    private const int LongestBegun = 183;

    public static Resolved Between(Moment start, Moment end, Clue clue) => start.Zones.Count + end.Zones.Count > 0
        ? OtherZones.Resolve(start.Zones.Count > 0 ? start.Zones : end.Zones, clue, start.HasDay || end.HasDay, there => Between(start with { Zones = [] }, end with { Zones = [] }, there))
        : HasTime(start) && HasTime(end) && (!end.HasDay || end.Day == start.Day) && start.Shift is not { IsWholeDays: false }
            ? Hours(start, end, clue) : Days(start, end, clue);

    /// <summary>From when until when, in minutes of a day; the end may be of the next one. Null where the clock has no such hours.</summary>
    public static (int Start, int End)? Times(Moment start, Moment end)
    {
        var ends = Readings(end);
        foreach (var begins in Borrowed(start, end).Concat(Readings(start)))
        {
            // "с 9 до 5": the next five o'clock.
            foreach (var over in ends.Order())
            {
                if (over > begins)
                    return (begins, over);
            }
        }

        return (Readings(start), ends) switch
        {
            // Over midnight.
            ([var begins, ..], [_, ..]) when ends.Min() + Day - begins <= 18 * 60 => (begins, ends.Min() + Day),
            _ => null,
        };
    }

    private static bool HasTime(Moment moment) => moment.Clock is not null || moment.Part is not null;

    // "с 2 до 4 дня", "с 10 до 2 ночи": the part is of both where that makes sense.
    private static IEnumerable<int> Borrowed(Moment start, Moment end)
    {
        if (start is { Clock: { IsExact: false } clock, Part: null } && end is { Part: { } part, Clock: not null }
            && DayParts.Hour(clock.Hour, part) is { } hour)
            yield return (hour * 60) + clock.Minute;
    }

    // The likelier first.
    private static List<int> Readings(Moment moment)
    {
        if (moment.Clock is not { } clock)
            return [DayParts.Hour(moment.Part!.Value) * 60];
        if (clock.Hour > 24 || clock.Minute > 59)
            return [];
        if (moment.Part is { } part)
            return DayParts.Hour(clock.Hour, part) is { } hour ? [(hour * 60) + clock.Minute] : [];

        var minutes = (clock.Hour * 60) + clock.Minute;
        return clock switch
        {
            { IsExact: true } or { Hour: 0 or >= 12 } => [minutes],
            { Hour: <= 6 } => [minutes + (Day / 2), minutes],
            _ => [minutes, minutes + (Day / 2)],
        };
    }

    private static Resolved Hours(Moment start, Moment end, Clue clue)
    {
        if (Times(start, end) is not var (begins, over))
            return new Resolved([], DoubtKind.Backwards);

        var isExact = IsExact(start) && IsExact(end);
        if (start.HasDay)
            return MomentResolver.Resolve(start with { Clock = null, Part = null }, clue).Map(day => day.To is null ? Of(day.From, day.Confidence) : null);

        // Today's where it is still to come, or of what was, was.
        var isToday = clue.Past ? clue.Today.AddMinutes(begins) <= clue.Now : clue.Today.AddMinutes(begins) > clue.Now;
        return Of(isToday ? clue.Today : clue.Today.AddDays(clue.Past ? -1 : 1), 0.9);

        Slot Of(DateTime day, double confidence) => new(day.AddMinutes(begins), day.AddMinutes(over), AllDay: false, Math.Min(confidence, isExact ? 1 : 0.8))
        {
            PartOfDay = start.Clock is null && end.Clock is null,
        };
    }

    private static bool IsExact(Moment moment) => moment is { Clock.IsExact: true } or { Clock: not null, Part: not null };

    private static Resolved Days(Moment start, Moment end, Clue clue)
    {
        // "14.10 – 15.10.2018"
        if (start.Day is DayName.OfMonth { Year: null, Month: { } month } day && end.Day is DayName.OfMonth { Year: { } year, Month: { } lastMonth } lastDay)
            start = start with { Day = day with { Year = (month, day.Day).CompareTo((lastMonth, lastDay.Day)) <= 0 ? year : year - 1 } };

        // "from January to April 2028"
        else if (start.Period is { Unit: PeriodUnit.Month, Number: { } from, Year: null, Which: Which.Any } months
            && end.Period is { Unit: PeriodUnit.Month, Number: { } to, Year: { } of })
            start = start with { Period = months with { Year = from <= to ? of : of - 1 } };
        var (first, last) = (MomentResolver.Resolve(start, clue), MomentResolver.Resolve(end, clue));
        if (first.Slots is not [var begins] || last.Slots.Count == 0)
            return new Resolved(first.Slots, first.Doubt ?? last.Doubt);

        // "с четверга до следующей субботы": what it may be is asked of the whole range; an end before its beginning is none.
        var ranges = last.Slots.Select(over => Stretch(begins, over, start, end, clue)).ToList();
        var possible = ranges.Where(range => range.Doubt is not DoubtKind.Backwards).DistinctBy(range => range.Slots is [var slot, ..] ? slot : null).ToList();
        return possible is [var only] ? only
            : possible.Count == 0 ? ranges[0]
            : new Resolved([.. possible.SelectMany(range => range.Slots)], last.Doubt ?? DoubtKind.TwoReadings);
    }

    private static Resolved Stretch(Slot begins, Slot over, Moment start, Moment end, Clue clue)
    {
        // "с понедельника по пятницу в 9": each day at nine, or until nine?
        if (begins.AllDay && !over.AllDay && over is { PartOfDay: false })
            return new Resolved(over.From.Date > begins.From ? [begins with { To = over.From.Date }] : [], DoubtKind.TwoReadings);
        // "from Friday 6pm to Sunday": with that day, or without it?
        if (!begins.AllDay && over is { AllDay: true, To: null } && begins is { PartOfDay: false } && over.From > begins.From)
            return Resolved.Either(begins with { To = over.From.AddDays(1) }, begins with { To = over.From });
        if (over.From < begins.From)
            (begins, over) = Turned(begins, over, start, end, clue);
        var until = over.To ?? over.From;
        return until < begins.From
            ? new Resolved([], DoubtKind.Backwards)
            : new Slot(begins.From, until, begins.AllDay && over.AllDay, Math.Min(begins.Confidence, over.Confidence)) { PartOfDay = begins.PartOfDay };
    }

    // Looked up each for itself the end came first.
    private static (Slot, Slot) Turned(Slot first, Slot last, Moment start, Moment end, Clue clue) => (start.Day, end.Day) switch
    {
        // "с понедельника по пятницу": the Friday after that Monday.
        (_, DayName.OfWeek { Which: Which.Any }) => (first, Later(last, 7 * (((first.From - last.From).Days + 6) / 7))),

        // "с 10 по 15 марта", said on the 12th: the 10th is over, and meant.
        (DayName.OfMonth { Year: null, Month: not null }, DayName.OfMonth { Year: null, Month: not null }) when !clue.Past
            && first.From.AddYears(-1) <= last.From
            && first.From.Month == last.From.Month => (first with { From = first.From.AddYears(-1) }, last),

        // "с 20 октября по завтра": it has begun.
        (DayName.OfMonth { Year: null, Month: not null }, DayName.FromToday) when first.From.AddYears(-1) >= last.From.AddDays(-LongestBegun) =>
            (first with { From = first.From.AddYears(-1) }, last),

        // "с 25 декабря по 8 января"
        (DayName.OfMonth, DayName.OfMonth { Year: null, Month: not null }) => (first, last with { From = Beyond(first.From, last.From) }),
        (_, DayName.OfMonth { Month: null }) => (first, last with { From = last.From.AddMonths(1) }),

        // "с августа по октябрь", said in September: it has begun.
        (null, null) when start.Period is { Unit: PeriodUnit.Month, Number: { } from, Year: null, OfYear: null }
            && end.Period is { Unit: PeriodUnit.Month, Number: { } to, Year: null, OfYear: null } && from < to && !clue.Past
            && first.From.AddYears(-1) <= clue.Today && last.To >= clue.Today => (first with { From = first.From.AddYears(-1) }, last),

        // "с ноября по март", "с пятницы 18:00 до 10"
        (null, null) when end.Period is { Number: not null, Year: null } && last.To is { } until => (first, new Slot(last.From.AddYears(1), until.AddYears(1))),
        _ => (first, last),
    };

    private static Slot Later(Slot slot, int days) => slot with { From = slot.From.AddDays(days) };

    private static DateTime Beyond(DateTime start, DateTime end)
    {
        while (end < start && end.Year < 2_200)
            end = end.AddYears(1);
        return end;
    }
}
