namespace Aimi.Planning.DatesInWords;

/// <summary>What joins a series: its time, its days, its beginning and end.</summary>
internal static class Repeats
{
    public static Said? Together(Said one, Said other, bool isBeside) => (one.Kind, other.Kind) switch
    {
        (SaidKind.Repeating, SaidKind.Repeating) => Both(one.Repeat!, other.Repeat!) is { } both
            ? one with { Repeat = both, From = one.From ?? other.From, To = one.To ?? other.To, Length = one.Length ?? other.Length }
            : null,
        (SaidKind.Counted, SaidKind.Repeating) => null,
        (SaidKind.Repeating, _) => With(one, other, isBeside),
        (_, SaidKind.Repeating) => With(other, one, isBeside),
        _ => null,
    };

    private static Said? With(Said series, Said other, bool isBeside) => other.Kind switch
    {
        SaidKind.At when other.IsTime => Timed(series, other.From!, null),
        SaidKind.Between when other.IsTimeRange => Timed(series, other.From!, other.To),
        SaidKind.Since when other.From!.IsTimeOnly => Timed(series, other.From, null),
        SaidKind.Since when series.Starts is null && (series.From is null || other.From!.IsDayOnly) =>
            series with { Starts = other.From! with { Clock = null, Part = null }, From = series.From ?? TimeOf(other.From) },
        SaidKind.By when other.IsUntil && series.Ends is null && other.From!.HasDay => series with { Ends = other.From },
        // "каждую неделю со вторника по субботу"
        SaidKind.Between when series.Repeat is { Unit: RepeatUnit.Week, Weekdays: [] } weekly
            && other is { From: { Day: DayName.OfWeek { Which: Which.Any } from, Period: null }, To: { Day: DayName.OfWeek { Which: Which.Any } to, Period: null } } =>
            series with { Repeat = weekly with { Weekdays = FromTo(from.Day, to.Day) }, From = series.From ?? TimeOf(other.From) },
        SaidKind.Between when series.Starts is null && series.Ends is null && other.From!.HasDay =>
            series with { Starts = other.From, Ends = other.To! with { Clock = null, Part = null }, From = series.From ?? TimeOf(other.To) },
        SaidKind.Within when series.Ends is null && other.Length is { IsWholeDays: true } => series with { Ends = new Moment { Shift = other.Length } },

        // "каждый вечер две недели": the series lasts, not each of it.
        SaidKind.Lasting when (other.IsLengthSaid || isBeside) && other.Length is { IsWholeDays: true } days && series.Ends is null && series.Starts is null
            && (days.Months > 0 || days.Days > 1) =>
            series with { Ends = new Moment { Shift = days with { Days = days.Days - 1 } } },

        // "every day three times" may be how often on each of them.
        SaidKind.Counted when isBeside && series is { Ends: null, Repeat: { Count: null } counted }
            && (other.Times!.IsSure || counted.Unit is not RepeatUnit.Day and not RepeatUnit.Hour and not RepeatUnit.Minute || series.From?.Clock is not null) =>
            series with { Repeat = counted with { Count = other.Times.Count } },
        SaidKind.Lasting when (other.IsLengthSaid || isBeside) && series.Length is null => series with { Length = other.Length },
        // "через неделю по понедельникам": from then on, or every other one?
        SaidKind.At when isBeside && other.From is { Day: null, Clock: null, Shift: { IsWholeDays: true, Days: > 0 } }
            && series.Repeat!.Unit is RepeatUnit.Week =>
            series with { Kind = SaidKind.Doubtful, Doubt = new Piece.Doubt(DoubtKind.Vague) },

        // "Friday mornings"
        SaidKind.At when isBeside && series.Repeat is { Unit: RepeatUnit.Day, Interval: 1, Part: not null } daily
            && other.From is { Day: DayName.OfWeek { Which: Which.Any } weekday, Clock: null, Part: null, Period: null, Shift: null } =>
            series with { Repeat = daily with { Unit = RepeatUnit.Week, Weekdays = [weekday.Day] } },
        SaidKind.At when OnDay(series.Repeat!, other.From!) is { } repeat => series with { Repeat = repeat, From = series.From ?? TimeOf(other.From!) },

        // "каждый год в мае"
        SaidKind.At when series.Repeat is { Unit: RepeatUnit.Year, Month: null }
            && other.From is { Day: null, Clock: null, Period: { Unit: PeriodUnit.Month, Number: { } month, Year: null } } =>
            series with { Repeat = series.Repeat with { Month = month, MonthDays = [1], Confidence = 0.7 } },

        // "каждый день в мае"; "бегать по утрам завтра" is nothing of ours.
        SaidKind.At when other.IsDay && other.From!.Period is { Within: null } && series.Starts is null && series.Ends is null =>
            series with { Starts = other.From, Ends = other.From },
        _ => null,
    };

    private static Said? Timed(Said series, Moment from, Moment? to) =>
        series.From is null ? series with { From = from, To = to }
        : series.To is null && series.From.With(from) is { } joined ? series with { From = joined, To = to }
        : null;

    private static IReadOnlyList<DayOfWeek> FromTo(DayOfWeek first, DayOfWeek last) =>
        [.. Enumerable.Range(0, (((int)last - (int)first + 7) % 7) + 1).Select(step => (DayOfWeek)(((int)first + step) % 7))];

    private static Moment? TimeOf(Moment moment) =>
        moment.Clock is null && moment.Part is null ? null : new Moment { Clock = moment.Clock, Part = moment.Part };

    // "каждый год 8 марта", "каждый месяц 15-го", "каждую неделю в среду"
    private static Repeat? OnDay(Repeat repeat, Moment moment) => (repeat, moment.Day) switch
    {
        ({ Unit: RepeatUnit.Year, Month: null }, DayName.OfMonth { Month: { } month, Year: null } day) => repeat with { Month = month, MonthDays = [day.Day] },
        // "каждый год в августе 20-го"
        ({ Unit: RepeatUnit.Year, Month: null }, DayName.OfMonth { Month: null } day)
            when moment is { Period: { Unit: PeriodUnit.Month, Number: { } named, Year: null, OfYear: null }, Shift: null } => repeat with { Month = named, MonthDays = [day.Day] },
        ({ Unit: RepeatUnit.Year, Month: null }, DayName.NthOfMonth { Month: { } month } nth) =>
            repeat with { Month = month, Place = nth.Place, Weekdays = [nth.Day] },
        ({ Unit: RepeatUnit.Month, MonthDays: [], Weekdays: [] }, DayName.OfMonth { Month: null } day) => repeat with { MonthDays = [day.Day] },
        ({ Unit: RepeatUnit.Month, MonthDays: [], Weekdays: [] }, DayName.NthOfMonth { Month: null } nth) =>
            repeat with { Place = nth.Place, Weekdays = [nth.Day] },

        // "по вечерам в выходные"
        ({ Unit: RepeatUnit.Day, Interval: 1 }, null) when moment is { Period: { Unit: PeriodUnit.Weekend, Which: Which.Any }, Clock: null } =>
            repeat with { Unit = RepeatUnit.Week, Weekdays = Repeat.Weekend },
        ({ Unit: RepeatUnit.Week, Weekdays: [] }, DayName.OfWeek { Which: Which.Any } day) => repeat with { Weekdays = [day.Day] },
        _ => null,
    };

    // "каждую неделю по средам", "по понедельникам и по средам", "каждый день по утрам"
    private static Repeat? Both(Repeat one, Repeat other) => (one.Unit, other.Unit) switch
    {
        _ when one.Part is not null && other.Part is not null => null,
        (RepeatUnit.Week, RepeatUnit.Week) when one.Place is null && other.Place is null && (one.Interval == 1 || other.Interval == 1) => one with
        {
            Weekdays = [.. one.Weekdays.Concat(other.Weekdays).Distinct()],
            Interval = Math.Max(one.Interval, other.Interval),
            Part = one.Part ?? other.Part,
        },

        // "по будням каждые 2 часа"
        (RepeatUnit.Hour or RepeatUnit.Minute, RepeatUnit.Week) when one.Weekdays.Count == 0 && other is { Interval: 1, Place: null, Part: null } => one with { Weekdays = other.Weekdays },
        (RepeatUnit.Week, RepeatUnit.Hour or RepeatUnit.Minute) => Both(other, one),
        (RepeatUnit.Hour or RepeatUnit.Minute, RepeatUnit.Day) when other is { Interval: 1, Part: null } => one,
        (RepeatUnit.Day, RepeatUnit.Hour or RepeatUnit.Minute) when one is { Interval: 1, Part: null } => other,
        (RepeatUnit.Month, RepeatUnit.Month) when one.MonthDays.Count + other.MonthDays.Count > 0 && one.Weekdays.Count + other.Weekdays.Count == 0 =>
            one with { MonthDays = [.. one.MonthDays.Concat(other.MonthDays).Distinct()] },
        (RepeatUnit.Day, RepeatUnit.Week or RepeatUnit.Month) when one.Interval == 1 => other with { Part = one.Part ?? other.Part },
        (RepeatUnit.Week or RepeatUnit.Month, RepeatUnit.Day) when other.Interval == 1 => one with { Part = one.Part ?? other.Part },
        (RepeatUnit.Day, RepeatUnit.Day) => one with { Interval = Math.Max(one.Interval, other.Interval), Part = one.Part ?? other.Part },
        _ => null,
    };
}
