namespace Aimi.Planning.DatesInWords;

/// <summary>Names of days, looked up in the calendar.</summary>
internal static class DayResolver
{
    public static Resolved Resolve(DayName day, Moment moment, Clue clue) => day switch
    {
        DayName.FromToday relative => new Slot(clue.Today.AddDays(relative.Days)),
        DayName.OfMonth date => OfMonth(date, moment, clue),
        DayName.OfWeek weekday => OfWeek(weekday, moment, clue),
        DayName.NthOfMonth nth => NthOfMonth(nth, moment, clue),
        DayName.Later later => Resolve(later.Day, moment, clue).Map(slot => later.By.From(slot.From) is { } away ? slot with { From = away } : null),
        DayName.Edge edge => PeriodResolver.Resolve(edge.Of, clue).Map(whole => Edge(edge, whole)),
        DayName.Counted counted => new Slot(Counted(counted.Day, counted.Count, clue.Today)),
        DayName.Near near => Resolve(near.To, moment, clue).Map(slot => slot with { From = Counted(near.Day, near.Count, slot.From) }),
        DayName.Yearly { Which: Which.Last or Which.BeforeLast } last =>
            Resolve(last.Day, moment, clue with { Now = clue.Now.AddDays(-1), Past = true }),
        DayName.Yearly { Which: Which.This } coming => Resolve(coming.Day, moment, clue),
        DayName.Yearly next => Resolve(next.Day, moment, clue with { Now = clue.Now.AddDays(1), Past = false }),
        DayName.FromEaster feast => Feast(year => (feast.IsOrthodox ? Feasts.OrthodoxEaster(year) : Feasts.Easter(year)).AddDays(feast.Days), moment, clue),
        DayName.OfMoon feast => Feast(year => Feasts.OfMoon(feast, year), moment, clue),
        _ => Resolved.Impossible,
    };

    private static Slot? Edge(DayName.Edge edge, Slot whole)
    {
        var day = edge.IsLast ? whole.To!.Value : whole.From.AddDays(edge.Place - 1);
        return day <= whole.To ? new Slot(day) : null;
    }

    private static Resolved Feast(Func<int, DateTime?> inYear, Moment moment, Clue clue) =>
        YearOf(moment, clue) is not { } said ? Yearly(inYear, clue, 0.9)
        : inYear(said) is { } day ? new Slot(day)
        : Resolved.Impossible;

    private static Resolved OfMonth(DayName.OfMonth date, Moment moment, Clue clue)
    {
        if (date.Month is not { } month)
            return OfSomeMonth(date.Day, moment, clue);

        if ((date.Year ?? YearOf(moment, clue)) is { } said)
            return Date(said, month, date.Day) is { } day ? new Slot(day) : Resolved.Impossible;

        // 29 February may be eight years away; 31 February never comes.
        return Yearly(one => Date(one, month, date.Day), clue, 0.95);
    }

    // "15-го": the next such day, of a month that has it.
    private static Resolved OfSomeMonth(int day, Moment moment, Clue clue)
    {
        var month = moment switch
        {
            { Period: { } period } => PeriodResolver.Resolve(period, clue).Slots is [var slot, ..] ? slot.From : (DateTime?)null,
            { Shift: { } shift } => shift.From(clue.Today),
            _ => null,
        };
        if (month is { } named)
            return Date(named.Year, named.Month, day) is { } date ? new Slot(date) : Resolved.Impossible;

        for (var step = 0; step < 3; step++)
        {
            var first = new DateTime(clue.Now.Year, clue.Now.Month, 1).AddMonths(clue.Past ? -step : step);
            if (Date(first.Year, first.Month, day) is { } next && (clue.Past ? next <= clue.Today : next >= clue.Today))
                return new Slot(next, Confidence: 0.85);
        }

        return Resolved.Impossible;
    }

    private static Resolved Yearly(Func<int, DateTime?> inYear, Clue clue, double confidence)
    {
        for (var step = 0; step <= 8; step++)
        {
            if (inYear(clue.Now.Year + (clue.Past ? -step : step)) is { } day && (clue.Past ? day <= clue.Today : day >= clue.Today))
                return new Slot(day, Confidence: step < 2 ? confidence : confidence - 0.2);
        }

        return Resolved.Impossible;
    }

    private static Resolved OfWeek(DayName.OfWeek weekday, Moment moment, Clue clue)
    {
        if (moment.Shift is { } shift)
            return shift.From(clue.Today) is { } near ? new Slot(Weeks.DayOf(Weeks.Monday(near), weekday.Day), Confidence: 0.95) : Resolved.Impossible;
        if (moment.Period is { Unit: PeriodUnit.Week or PeriodUnit.Weekend or PeriodUnit.Workweek } period)
            return PeriodResolver.Resolve(period with { Part = PeriodPart.Whole }, clue)
                .Map(week => new Slot(Weeks.DayOf(Weeks.Monday(week.From), weekday.Day), Confidence: week.Confidence));

        // "в следующем месяце во вторник": its first.
        if (moment.Period is { Unit: PeriodUnit.Month } month)
        {
            var first = new DayName.NthOfMonth(1, weekday.Day, null);
            return PeriodResolver.Resolve(month with { Part = PeriodPart.Whole }, clue)
                .Map(days => new Slot(Nth(days.From.Year, days.From.Month, first)!.Value, Confidence: 0.6));
        }

        var thisOne = Weeks.DayOf(clue.Monday, weekday.Day);
        var (previous, next) = (thisOne.AddDays(-7), thisOne.AddDays(7));
        switch (weekday.Which)
        {
            case Which.Any when clue.Past:
                return new Slot(thisOne < clue.Today ? thisOne : previous, Confidence: 0.9);

            // On a Friday one says "сегодня", and means by "в пятницу" the next.
            case Which.Any:
                return new Slot(thisOne > clue.Today ? thisOne : next, Confidence: thisOne == clue.Today ? 0.7 : 0.95);
            case Which.Coming:
                return new Slot(thisOne > clue.Today ? thisOne : next, Confidence: 0.9);

            // "this Monday", said on a Thursday: who speaks of the one that was says "last".
            case Which.This when thisOne < clue.Today && !clue.Past:
                return new Slot(next, Confidence: 0.8);
            case Which.This:
                return new Slot(thisOne);

            // Before that day of this week some mean this one, some the next week's.
            case Which.Next when thisOne > clue.Today:
                return Resolved.Either(new Slot(next), new Slot(thisOne));
            // On a Sunday the next week begins tomorrow, or, where weeks begin on Sundays, in seven days.
            case Which.Next when clue.Today.DayOfWeek is DayOfWeek.Sunday && weekday.Day is not DayOfWeek.Sunday:
                return Resolved.Either(new Slot(next), new Slot(next.AddDays(7)));
            case Which.Next:
                return new Slot(next, Confidence: 0.95);
            case Which.Last when thisOne < clue.Today:
                return Resolved.Either(new Slot(previous), new Slot(thisOne));
            case Which.Last:
                return new Slot(previous, Confidence: 0.95);
            case Which.AfterNext:
                return new Slot(next.AddDays(7), Confidence: 0.8);
            default:
                return new Slot(previous.AddDays(-7), Confidence: 0.8);
        }
    }

    private static Resolved NthOfMonth(DayName.NthOfMonth nth, Moment moment, Clue clue)
    {
        if (nth.Month is { } named && YearOf(moment, clue) is { } said)
            return Nth(said, named, nth) is { } found ? new Slot(found) : Resolved.Impossible;
        if (nth.Month is { } month && moment.Period is null)
            return Yearly(year => Nth(year, month, nth), clue, 0.95);

        var first = moment.Period is { } period
            ? PeriodResolver.Resolve(nth.Month is null ? period : new Period(PeriodUnit.Month, Number: nth.Month, Year: StartOf(period, clue)?.Year), clue)
            : new Slot(new DateTime(clue.Now.Year, clue.Now.Month, 1));
        return first.Map(slot => Nth(slot.From.Year, slot.From.Month, nth) is { } day ? new Slot(day, Confidence: 0.9) : null);
    }

    // The year that was said of a day: "Christmas 2027", "15 марта следующего года", "May 3 in two years".
    private static int? YearOf(Moment moment, Clue clue) => moment switch
    {
        { Period: { Unit: PeriodUnit.Year } year } => StartOf(year, clue)?.Year,
        { IsYearsAway: true, Shift: { } shift } => shift.From(clue.Today)?.Year,
        _ => null,
    };

    private static DateTime? StartOf(Period period, Clue clue) => PeriodResolver.Resolve(period, clue).Slots is [var slot, ..] ? slot.From : null;

    private static DateTime Counted(DayOfWeek day, int count, DateTime from)
    {
        var ahead = ((int)day - (int)from.DayOfWeek + 6) % 7 + 1;
        return count > 0 ? from.AddDays(ahead + (7 * (count - 1))) : from.AddDays(ahead % 7 + (7 * count));
    }

    private static DateTime? Nth(int year, int month, DayName.NthOfMonth nth)
    {
        var first = new DateTime(year, month, 1);
        var day = nth.Place < 0
            ? Weeks.DayOf(Weeks.Monday(first.AddMonths(1).AddDays(-1)), nth.Day)
            : Weeks.DayOf(Weeks.Monday(first), nth.Day);
        if (nth.Place < 0)
            return (day.Month == month ? day : day.AddDays(-7)).AddDays(7 * (nth.Place + 1)) is var back && back.Month == month ? back : null;

        var place = day.Month == month && day >= first ? day.AddDays(7 * (nth.Place - 1)) : day.AddDays(7 * nth.Place);
        return place.Month == month ? place : null;
    }

    public static DateTime? Date(int year, int month, int day) =>
        year is < 1900 or > 2199 || month is < 1 or > 12 || day == 0 || Math.Abs(day) > DateTime.DaysInMonth(year, month) ? null
        : new DateTime(year, month, day > 0 ? day : DateTime.DaysInMonth(year, month) + 1 + day);
}
