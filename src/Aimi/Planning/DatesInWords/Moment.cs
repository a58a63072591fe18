namespace Aimi.Planning.DatesInWords;

/// <summary>Which of many: of weeks and weekdays.</summary>
internal enum Which
{
    /// <summary>Not said: the one that comes (or, of what was, the last).</summary>
    Any,
    This,
    Next,
    Last,

    /// <summary>"ближайший", "coming": the first from now.</summary>
    Coming,

    /// <summary>"через одну", "after next".</summary>
    AfterNext,

    /// <summary>"позапрошлый", "before last".</summary>
    BeforeLast,
}

/// <summary>A stretch of the day without an hour. Its hour is what stands for it in a plan, see <see cref="DayParts"/>.</summary>
internal enum DayPart
{
    EarlyMorning,
    Morning,
    LateMorning,

    /// <summary>Around lunch.</summary>
    Midday,
    Afternoon,
    LateAfternoon,
    AfterLunch,
    Evening,
    LateEvening,
    Night,

    /// <summary>Of today, when people are still awake: English only.</summary>
    Tonight,
}

/// <summary>A day, in one of the ways people name it.</summary>
internal abstract record DayName
{
    /// <summary>"завтра".</summary>
    public sealed record FromToday(int Days) : DayName;

    /// <summary>"15 марта", "15-го" (no month), "15.03.2027"; day −1 is the last of the month.</summary>
    public sealed record OfMonth(int Day, int? Month, int? Year = null) : DayName;

    /// <summary>"в следующую среду".</summary>
    public sealed record OfWeek(DayOfWeek Day, Which Which = Which.Any) : DayName;

    /// <summary>"первый понедельник мая": <paramref name="Place"/> −1 is the last; with no month, of the period that is said beside it, or this.</summary>
    public sealed record NthOfMonth(int Place, DayOfWeek Day, int? Month) : DayName;

    /// <summary>"two weeks from Friday", "Friday week": counted from the day that another name has.</summary>
    public sealed record Later(DayName Day, Amount By) : DayName;

    /// <summary>"the last day of March", "the first day of next month", "the 100th day of 2027".</summary>
    public sealed record Edge(Period Of, bool IsLast, int Place = 1) : DayName;

    /// <summary>"the Monday before May 25", "the second Tuesday after Christmas": that many such days behind it; negative: before.</summary>
    public sealed record Near(DayOfWeek Day, int Count, DayName To) : DayName;

    /// <summary>"last Christmas", "next Easter": of a day that comes every year the one before today, or behind it.</summary>
    public sealed record Yearly(DayName Day, Which Which) : DayName;

    /// <summary>"three Fridays from now": that many such days from tomorrow on; negative: back from yesterday.</summary>
    public sealed record Counted(DayOfWeek Day, int Count) : DayName;

    /// <summary>A moving feast: counted in days from Easter Sunday, the Western or the Orthodox.</summary>
    public sealed record FromEaster(int Days, bool IsOrthodox = false) : DayName;

    /// <summary>A feast that moves with the moon: of the Chinese or the Islamic year.</summary>
    public sealed record OfMoon(MoonCalendar Calendar, int Month, int Day) : DayName;
}

/// <summary>A time of the clock.</summary>
/// <param name="Hour">0 to 24; 25 and more is a question.</param>
/// <param name="IsExact">In 24 hours, or with am/pm: 5 is the morning. Otherwise 5 may be 17.</param>
internal sealed record ClockTime(int Hour, int Minute, bool IsExact)
{
    /// <summary>"midnight", "в полночь": on a day that is said, the one with which it begins, or ends?</summary>
    public bool IsMidnight { get; init; }
}

internal enum PeriodUnit
{
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Spring,
    Summer,
    Autumn,
    Winter,

    /// <summary>Monday to Friday of a week.</summary>
    Workweek,

    /// <summary>The first or the second six months.</summary>
    HalfYear,
    Decade,
}

internal enum PeriodPart
{
    Whole,
    Start,
    Middle,
    End,
}

/// <summary>A stretch of days of the calendar.</summary>
/// <param name="Number">Which month (1 to 12), quarter or half; null: counted by <paramref name="Which"/> from now.</param>
/// <param name="Year">Where it was said; of <see cref="PeriodUnit.Year"/> the year itself, of a decade its first.</param>
internal sealed record Period(PeriodUnit Unit, Which Which = Which.Any, int? Number = null, int? Year = null, PeriodPart Part = PeriodPart.Whole)
{
    /// <summary>"the next three days", "the last two weeks" (negative): from tomorrow on, or up to yesterday; hours from now.</summary>
    public Amount? Length { get; init; }

    /// <summary>"in 2-3 days": it begins after so much; negative: ago.</summary>
    public Amount? After { get; init; }

    /// <summary>The <see cref="Length"/> is of working days.</summary>
    public bool InWorkdays { get; init; }

    /// <summary>"в мае прошлого года": the year, counted from this one.</summary>
    public Which? OfYear { get; init; }

    /// <summary>"Ramadan", "Passover": from that day on, <see cref="Length"/> long.</summary>
    public DayName? Begins { get; init; }

    /// <summary>"the week of April 6", "Easter weekend": the one in which that day lies.</summary>
    public DayName? Around { get; init; }

    /// <summary>"the second week of May", "the last weekend of July": which of those that <see cref="Within"/> has; negative: from its end.</summary>
    public int Place { get; init; }

    public Period? Within { get; init; }

    /// <summary>"the rest of the week": from today on.</summary>
    public bool IsRest { get; init; }
}

/// <summary>When: what several words have said of one point of time. Two that do not contradict each other join.</summary>
internal sealed record Moment : Piece
{
    public DayName? Day { get; init; }

    public ClockTime? Clock { get; init; }

    public DayPart? Part { get; init; }

    public Period? Period { get; init; }

    /// <summary>From now: "через два часа"; negative "полчаса назад".</summary>
    public Amount? Shift { get; init; }

    /// <summary>The shift is of working days.</summary>
    public bool InWorkdays { get; init; }

    /// <summary>What has to hold besides: "в пятницу, 15 марта".</summary>
    public DayOfWeek? Weekday { get; init; }

    /// <summary>The zones by whose clock the time may be said ("3pm EST"), as IANA names; none: by the person's own.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>1, or less where the words were a little vague.</summary>
    public double Confidence { get; init; } = 1;

    public bool HasDay => Day is not null || Period is not null || Shift is not null;

    /// <summary>Says the time of a day, and not which day.</summary>
    public bool IsTimeOnly => !HasDay && (Clock is not null || Part is not null);

    /// <summary>Says the day, and not the time.</summary>
    public bool IsDayOnly => HasDay && Clock is null && Part is null && Shift is not { IsWholeDays: false };

    /// <summary>Whole years from now: "in two years".</summary>
    public bool IsYearsAway => Shift is { Days: 0, IsWholeDays: true, Months: not 0 } shift && shift.Months % 12 == 0;

    /// <summary>"in 2-3 days", "2-3 недели назад".</summary>
    /// <param name="sign">−1: ago.</param>
    public static Moment Between(int least, int most, TimeUnit unit, int sign) => new()
    {
        Period = new Period(PeriodUnit.Day) { After = Amount.Of(sign * least, unit), Length = Amount.Of(sign * most, unit) },
    };

    private static Period? OfYear(Period? one, Period? other) => (one, other) switch
    {
        ({ Unit: PeriodUnit.Year, Number: null, Part: PeriodPart.Whole, Length: null } year,
            { Unit: >= PeriodUnit.Month and <= PeriodUnit.Winter and not PeriodUnit.Year, Which: Which.Any, Year: null } part)
            when part.Number is not null || part.Unit >= PeriodUnit.Spring =>
            year.Year is { } said ? part with { Year = said } : part with { OfYear = year.Which },
        ({ Unit: not PeriodUnit.Year }, { Unit: PeriodUnit.Year }) => OfYear(other, one),
        _ => null,
    };

    /// <summary>Both said of one point of time; null where they contradict each other.</summary>
    public Moment? With(Moment other)
    {
        if ((Clock is not null && other.Clock is not null) || (Part is not null && other.Part is not null))
            return null;

        var time = this with
        {
            Clock = Clock ?? other.Clock,
            Part = Part ?? other.Part,
            Zones = Zones.Count > 0 ? Zones : other.Zones,
            Confidence = Math.Min(Confidence, other.Confidence),
            InWorkdays = InWorkdays || other.InWorkdays,
        };
        if (!HasDay || !other.HasDay)
        {
            var joined = time with
            {
                Day = Day ?? other.Day,
                Period = Period ?? other.Period,
                Shift = Shift ?? other.Shift,
                Weekday = Weekday ?? other.Weekday
            };
            return joined is { Shift.IsWholeDays: false, Day: null } && (joined.Clock ?? (object?)joined.Part) is not null ? null : joined;
        }

        return (Day, other.Day) switch
        {
            // "today in an hour"
            (DayName.FromToday { Days: 0 }, null) when this is { Clock: null, Part: null } && other is { Period: null, Shift: { IsWholeDays: false } } => other,
            (null, DayName.FromToday { Days: 0 }) when this is { Period: null, Shift: { IsWholeDays: false } } && other is { Clock: null, Part: null } => this,

            // "в пятницу, 15 марта"; "завтра, в пятницу"
            (DayName.OfWeek { Which: Which.Any or Which.This or Which.Next or Which.Coming } weekday,
                DayName.OfMonth or DayName.FromToday) when Period is null && Shift is null && other.Shift is null =>
                time with { Day = other.Day, Weekday = weekday.Day },
            // "three weeks after Christmas on Friday": it has to be one.
            (DayName.OfMonth or DayName.FromToday or DayName.Later or DayName.FromEaster, DayName.OfWeek { Which: Which.Any } weekday)
                when Shift is null && other is { Period: null, Shift: null } => time with { Weekday = weekday.Day },

            // "завтра, 15 марта": the date says more.
            (DayName.FromToday, DayName.OfMonth) when Shift is null && other.Shift is null => time with { Day = other.Day },

            // "на следующей неделе в среду", "через неделю в среду", "15-го следующего месяца"
            (DayName.OfWeek or DayName.OfMonth { Month: null } or DayName.NthOfMonth { Month: null }, null) when Period is null && Shift is null =>
                time with { Period = other.Period, Shift = other.Shift },
            (null, DayName.OfWeek or DayName.OfMonth { Month: null } or DayName.NthOfMonth { Month: null }) when other is { Period: null, Shift: null } =>
                time with { Day = other.Day },

            // "в прошлом году в мае"
            (null, null) when Shift is null && other.Shift is null && OfYear(Period, other.Period) is { } period => time with { Period = period },

            // "on November 10 in two years", "March in a year"
            (DayName.OfMonth { Month: not null, Year: null } or DayName.NthOfMonth { Month: not null }, null)
                when Period is null && Shift is null && other is { Period: null, IsYearsAway: true } => time with { Shift = other.Shift },
            (null, DayName.OfMonth { Month: not null, Year: null } or DayName.NthOfMonth { Month: not null })
                when this is { Period: null, IsYearsAway: true } && other is { Period: null, Shift: null } => time with { Day = other.Day },
            (null, null) when this is { Shift: null, Period: { Unit: PeriodUnit.Month, Number: not null, Year: null, OfYear: null } }
                && other is { Period: null, IsYearsAway: true } => time with { Shift = other.Shift },

            // "15 марта следующего года"
            (DayName.OfMonth { Year: null }, null) when Period is null && other.Period is { Unit: PeriodUnit.Year, Part: PeriodPart.Whole } =>
                time with { Period = other.Period },
            _ => null,
        };
    }
}
