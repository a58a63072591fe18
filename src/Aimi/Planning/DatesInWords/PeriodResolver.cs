namespace Aimi.Planning.DatesInWords;

/// <summary>Weeks, months, seasons and years, looked up in the calendar: their first and last day.</summary>
internal static class PeriodResolver
{
    public static Resolved Resolve(Period period, Clue clue)
    {
        if (period is { Length: { } part, Within: { } place })
            return PlacedPeriods.Edge(part, Resolve(place, clue));
        if (period is { Unit: PeriodUnit.Quarter, Length: { } quarters })
            return Quarters(quarters.Months, clue);
        if (period is { Length: { } workdays, InWorkdays: true })
            return Span(clue.Today.AddDays(Math.Sign(workdays.Days)), MomentResolver.Workdays(clue.Today, workdays.Days));
        if (period is { Begins: { } first, Length: { } days })
        {
            // One that has begun is meant, too.
            var begun = clue with { Now = clue.Now.AddDays(clue.Past ? 0 : 1 - days.Days) };
            return DayResolver.Resolve(first, new Moment { Period = period.Year is { } of ? new Period(PeriodUnit.Year, Year: of) : null }, begun)
                .Map(day => days.From(day.From) is { } over ? day with { To = over.AddDays(-1), Confidence = 0.8 } : null);
        }

        if (period is { After: { } least, Length: { } most })
            return Between(least, most, clue);
        if (period.Length is { } length)
            return Beside(length, clue);

        if (period is { IsRest: true, Unit: PeriodUnit.Day })
            return new Slot(clue.Now, clue.Today.AddDays(1).AddMinutes(-1), AllDay: false, Confidence: 0.9);
        if (period.IsRest)
            return Resolve(period with { IsRest = false }, clue)
                .Map(all => all.To < clue.Today ? null : all with { From = all.From < clue.Today ? clue.Today : all.From });
        if (period.Within is { } within)
            return PlacedPeriods.Resolve(period.Unit, period.Place, within.Unit, Resolve(within, clue));

        if (period.OfYear is { } which)
            return Resolve(period with { OfYear = null, Year = clue.Now.Year + Steps(which) }, clue);

        if (period.Around is { } around)
            return DayResolver.Resolve(around, new Moment { Period = period.Year is { } inYear ? new Period(PeriodUnit.Year, Year: inYear) : null }, clue)
                .Map(day => period.Unit is PeriodUnit.Weekend ? WeekendAround(day.From)
                    : new Slot(Weeks.Monday(day.From), Weeks.Monday(day.From).AddDays(6), Confidence: 0.9));

        var whole = period.Unit switch
        {
            PeriodUnit.Day => new Slot(clue.Today, clue.Today),
            PeriodUnit.Week => Week(Steps(period.Which), clue, 7),
            PeriodUnit.Workweek => Week(Steps(period.Which), clue, 5),
            PeriodUnit.Weekend => Weekend(period.Which, clue),
            PeriodUnit.Month => Month(period, clue),
            PeriodUnit.Quarter => Quarter(period, clue),
            PeriodUnit.HalfYear => HalfYear(period, clue),
            PeriodUnit.Decade => Decade(period, clue),
            PeriodUnit.Year => Year(period, clue),
            _ => Season(period, clue),
        };
        return period.Part is PeriodPart.Whole ? whole : whole.Map(slot => Cut(slot, period));
    }

    // The days next to today, which itself is neither of the next nor of the last ones.
    private static Resolved Beside(Amount length, Clue clue)
    {
        var origin = length.IsWholeDays ? clue.Today : clue.Now;
        if (length.From(origin) is not { } other)
            return Resolved.Impossible;

        var isAhead = other > origin;
        if (!length.IsWholeDays)
            return new Slot(isAhead ? origin : other, isAhead ? other : origin, AllDay: false);
        return isAhead ? new Slot(origin.AddDays(1), other, Confidence: 0.9) : new Slot(other, origin.AddDays(-1), Confidence: 0.9);
    }

    private static Resolved Between(Amount least, Amount most, Clue clue)
    {
        var isDays = least.IsWholeDays && most.IsWholeDays;
        return least.From(isDays ? clue.Today : clue.Now) is { } one && most.From(isDays ? clue.Today : clue.Now) is { } other
            ? new Slot(one < other ? one : other, one < other ? other : one, isDays, 0.8)
            : Resolved.Impossible;
    }

    private static Slot Span(DateTime one, DateTime other) => one < other ? new Slot(one, other, Confidence: 0.9) : new Slot(other, one, Confidence: 0.9);

    // Of a Monday and a Tuesday it is the one before.
    private static Slot WeekendAround(DateTime day)
    {
        var saturday = Weeks.Monday(day).AddDays(day.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Tuesday ? -2 : 5);

        // Of a feast beside it, it is the longer.
        return new Slot(day.DayOfWeek is DayOfWeek.Friday ? day : saturday, day.DayOfWeek is DayOfWeek.Monday ? day : saturday.AddDays(1), Confidence: 0.9);
    }

    private static int Steps(Which which) => which switch
    {
        Which.Next or Which.Coming => 1,
        Which.AfterNext => 2,
        Which.Last => -1,
        Which.BeforeLast => -2,
        _ => 0,
    };

    private static Slot Week(int steps, Clue clue, int days) => new(clue.Monday.AddDays(7 * steps), clue.Monday.AddDays((7 * steps) + days - 1));

    private static Resolved Weekend(Which which, Clue clue)
    {
        // On a Saturday and a Sunday this one is the one that is.
        var saturday = clue.Monday.AddDays(5);
        var isNow = clue.Today >= saturday;
        return which switch
        {
            Which.Any when clue.Past && !isNow => Days(saturday.AddDays(-7)),

            // "на выходных", said on one of them.
            Which.Any when !clue.Past && isNow => Resolved.Either(Days(saturday), Days(saturday.AddDays(7))),
            Which.Next when !isNow => Resolved.Either(Days(saturday.AddDays(7)), Days(saturday)),
            Which.Coming when isNow => Days(saturday.AddDays(7)),
            Which.Coming => Days(saturday),
            _ => Days(saturday.AddDays(7 * Steps(which))),
        };

        static Slot Days(DateTime saturday) => new(saturday, saturday.AddDays(1));
    }

    private static Resolved Month(Period period, Clue clue)
    {
        var current = new DateTime(clue.Now.Year, clue.Now.Month, 1);
        if (period.Number is not { } month)
            return Months(current.AddMonths(Steps(period.Which)), 1);
        if (period.Year is { } year)
            return IsYear(year) ? Months(new DateTime(year, month, 1), 1) : Resolved.Impossible;

        // "next March", said in February: in a few weeks, or the next year's?
        var start = new DateTime(clue.Now.Year, month, 1);
        return period.Which is Which.Next && start > current
            ? Resolved.Either(Months(start.AddYears(1), 1), Months(start, 1))
            : Months(Near(start, current, period.Which, clue.Past), 1);
    }

    private static Resolved Quarter(Period period, Clue clue)
    {
        var current = new DateTime(clue.Now.Year, (((clue.Now.Month - 1) / 3) * 3) + 1, 1);
        if (period.Number is not { } quarter)
            return Months(current.AddMonths(3 * Steps(period.Which)), 3);
        if (period.Year is { } year)
            return IsYear(year) ? Months(new DateTime(year, (quarter * 3) - 2, 1), 3) : Resolved.Impossible;

        return Months(Near(new DateTime(clue.Now.Year, (quarter * 3) - 2, 1), current, period.Which, clue.Past), 3);
    }

    // "the last two quarters": those of the calendar, without this one.
    private static Slot Quarters(int months, Clue clue)
    {
        var current = new DateTime(clue.Now.Year, (((clue.Now.Month - 1) / 3) * 3) + 1, 1);
        return months > 0 ? Months(current.AddMonths(3), months) : Months(current.AddMonths(months), -months);
    }

    private static Resolved HalfYear(Period period, Clue clue)
    {
        var current = new DateTime(clue.Now.Year, clue.Now.Month <= 6 ? 1 : 7, 1);
        if (period.Number is not { } half)
            return Months(current.AddMonths(6 * Steps(period.Which)), 6);
        if (period.Year is { } year)
            return IsYear(year) ? Months(new DateTime(year, (half * 6) - 5, 1), 6) : Resolved.Impossible;
        return Months(Near(new DateTime(clue.Now.Year, (half * 6) - 5, 1), current, period.Which, clue.Past), 6);
    }

    private static Resolved Decade(Period period, Clue clue)
    {
        var first = period.Year ?? (clue.Now.Year / 10 * 10) + (10 * Steps(period.Which));
        return IsYear(first) && IsYear(first + 9) ? Months(new DateTime(first, 1, 1), 120) : Resolved.Impossible;
    }

    private static Resolved Year(Period period, Clue clue)
    {
        var year = period.Year ?? (clue.Now.Year + Steps(period.Which));
        return IsYear(year) ? Months(new DateTime(year, 1, 1), 12) : Resolved.Impossible;
    }

    private static Resolved Season(Period period, Clue clue)
    {
        var month = period.Unit switch { PeriodUnit.Spring => 3, PeriodUnit.Summer => 6, PeriodUnit.Autumn => 9, _ => 12 };
        if (period.Year is { } year)
            return IsYear(year) ? Months(new DateTime(year, month, 1), 3) : Resolved.Impossible;

        // In January and February the winter of last December is.
        var start = new DateTime(clue.Now.Year, month, 1);
        var current = new DateTime(clue.Now.Year, clue.Now.Month, 1).AddMonths(-2);
        if (month == 12 && clue.Now.Month <= 2)
            start = start.AddYears(-1);
        // "next summer", said in March: in three months, or the next year's?
        return period.Which is Which.Next && start > current.AddMonths(2)
            ? Resolved.Either(Months(start.AddYears(1), 3), Months(start, 3))
            : Months(Near(start, current, period.Which, clue.Past), 3);
    }

    // A month, quarter or season of this year has been, is, or comes.
    private static DateTime Near(DateTime start, DateTime current, Which which, bool past) => which switch
    {
        Which.Any or Which.Coming when past => start <= current ? start : start.AddYears(-1),
        Which.Any or Which.Coming => start >= current ? start : start.AddYears(1),
        Which.Next => start.AddYears(1),
        Which.AfterNext => start.AddYears(2),
        Which.Last => start < current ? start : start.AddYears(-1),
        Which.BeforeLast => start.AddYears(-2),
        _ => start,
    };

    private static bool IsYear(int year) => year is >= 1900 and <= 2199;

    private static Slot Months(DateTime first, int count) => new(first, first.AddMonths(count).AddDays(-1));

    private static Slot Cut(Slot whole, Period period)
    {
        var (from, to) = (whole.From, whole.To!.Value);
        return (period.Unit, period.Part) switch
        {
            (PeriodUnit.Day or PeriodUnit.Weekend, _) => whole,
            (PeriodUnit.Week or PeriodUnit.Workweek, PeriodPart.Start) => new Slot(from, from.AddDays(1)),
            (PeriodUnit.Week or PeriodUnit.Workweek, PeriodPart.Middle) => new Slot(from.AddDays(2), from.AddDays(3)),
            (PeriodUnit.Week or PeriodUnit.Workweek, _) => new Slot(from.AddDays(4), to),
            (PeriodUnit.Month, PeriodPart.Start) => new Slot(from, from.AddDays(9)),
            (PeriodUnit.Month, PeriodPart.Middle) => new Slot(from.AddDays(10), from.AddDays(19)),
            (PeriodUnit.Month, _) => new Slot(from.AddDays(20), to),
            (PeriodUnit.Year, PeriodPart.Start) => Months(from, 3),
            (PeriodUnit.Year, PeriodPart.Middle) => Months(from.AddMonths(4), 4),
            (PeriodUnit.Year, _) => Months(from.AddMonths(9), 3),
            (_, PeriodPart.Start) => Months(from, 1),
            (_, PeriodPart.Middle) => Months(from.AddMonths(1), 1),
            _ => Months(from.AddMonths(2), 1),
        } with
        { Confidence = 0.8 };
    }
}
