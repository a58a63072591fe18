namespace Aimi.Planning.DatesInWords;

/// <summary>A moment, looked up in the calendar and on the clock.</summary>
internal static class MomentResolver
{
    // In hours of the day.
    private const int EndOfNight = 5;

    // How far a day is looked for whose number and weekday are said, in days.
    private const int DaysAhead = 62;

    public static Resolved Resolve(Moment moment, Clue clue)
    {
        if (moment.Clock is { } clock && (clock.Hour > 24 || clock.Minute > 59 || (clock.Hour == 24 && clock.Minute > 0)))
            return Resolved.Impossible;
        if (moment.Zones.Count > 0)
            return OtherZones.Resolve(moment.Zones, clue, moment.HasDay, there => Resolve(moment with { Zones = [] }, there));

        var days = Days(moment, clue);
        if (moment.Clock is not null && days.Slots is [{ AllDay: true, To: { } last } whole] && last > whole.From)
            return OnOneOf(whole, moment, clue);

        var resolved = days.Map(day => day.To is null && day.AllDay ? ClockResolver.At(day, moment, clue) : Whole(day, moment));

        // "on Friday at midnight"
        if (moment is { Clock.IsMidnight: true, HasDay: true, Day: not DayName.FromToday { Days: 0 }, Part: null }
            && resolved is { Doubt: null, Slots: [{ AllDay: false, To: null } midnight] })
            return midnight.From.Hour == 0 && moment.Clock.Hour == 0
                ? Resolved.Either(midnight, midnight with { From = midnight.From.AddDays(1) })
                : Resolved.Either(midnight, midnight with { From = midnight.From.AddDays(-1) });

        // "сегодня в 9 утра", said at ten: over, or tomorrow's?
        if (moment is { Day: DayName.FromToday { Days: 0 }, Clock: not null } && !clue.Past
            && resolved is { Doubt: null, Slots: [{ AllDay: false } gone] } && gone.From < clue.Now)
            return Resolved.Either(gone with { From = gone.From.AddDays(1) }, gone);
        // "ночью", said at two in the night: this one, or the one that comes?
        if (moment is { Part: DayPart.Night, Clock: null, Day: null or DayName.FromToday { Days: 0 }, Period: null, Shift: null } && !clue.Past
            && clue.Now.Hour < EndOfNight && resolved is { Doubt: null, Slots: [var night] })
            return Resolved.Either(night with { From = clue.Today.AddHours(clue.Now.Hour + 1) }, night);
        var bareWeekday = moment is { Day: DayName.OfWeek { Which: Which.Any }, Shift: null, Period: null } && !clue.Past;

        // "в воскресенье в 11", said on a Sunday at ten: today's, or in a week?
        if (bareWeekday && resolved is { Doubt: null, Slots: [{ AllDay: false, To: null } later] } && later.From.AddDays(-7) is var today
            && today.Date == clue.Today && today > clue.Now)
            return Resolved.Either(later with { From = today }, later);
        return resolved.Map(slot => slot with { Confidence = Math.Min(slot.Confidence, moment.Confidence), BareWeekday = bareWeekday });
    }

    private static Resolved Days(Moment moment, Clue clue)
    {
        if (moment.Day is { } day)
        {
            var resolved = DayResolver.Resolve(day, moment, clue);
            return moment.Weekday is { } weekday && resolved.Slots.Any(slot => slot.From.DayOfWeek != weekday)
                ? OnWeekday(day, moment, clue, weekday) : resolved;
        }

        // "March in a year"
        if (moment is { IsYearsAway: true, Shift: { } years, Period: { Number: not null } month })
            return years.From(clue.Today) is { } then ? PeriodResolver.Resolve(month with { Year = then.Year }, clue) : Resolved.Impossible;
        if (moment.Shift is { } shift)
            return Shifted(shift, moment, clue);
        return moment.Period is { } period ? PeriodResolver.Resolve(period, clue) : new Slot(clue.Today);
    }

    // "воскресенье, 10 февраля", said in March: the weekday tells that it is over.
    private static Resolved OnWeekday(DayName day, Moment moment, Clue clue, DayOfWeek weekday)
    {

        // "Friday the 13th": of the next months, the one where it is.
        if (day is DayName.OfMonth { Year: null, Month: null } bare && moment is { Period: null, Shift: null } && !clue.Past)
        {
            for (var month = clue.Today.AddDays(1 - clue.Today.Day); month < clue.Today.AddDays(DaysAhead); month = month.AddMonths(1))
            {
                if (DayResolver.Date(month.Year, month.Month, bare.Day) is { } date && date >= clue.Today && date.DayOfWeek == weekday)
                    return new Slot(date, Confidence: 0.7);
            }
        }

        if (day is not DayName.OfMonth { Year: null, Month: not null })
            return Resolved.Impossible;
        var other = DayResolver.Resolve(day, moment, clue with { Past = !clue.Past });
        return other.Slots is [var slot] && slot.From.DayOfWeek == weekday && (slot.From - clue.Today).Duration() < TimeSpan.FromDays(190)
            ? slot with { Confidence = 0.7 }
            : Resolved.Impossible;
    }

    private static Resolved Shifted(Amount shift, Moment moment, Clue clue)
    {
        if (moment.InWorkdays)
            return new Slot(Workdays(clue.Today, shift.Days));
        // "now"
        if (shift == default)
            return new Slot(clue.Now, AllDay: false);
        var from = shift.From(shift.IsWholeDays ? clue.Today : clue.Now);
        return from is { } date ? new Slot(date, AllDay: shift.IsWholeDays) : Resolved.Impossible;
    }

    internal static DateTime Workdays(DateTime day, int count)
    {
        for (var left = Math.Min(Math.Abs(count), 1_000); left > 0;)
        {
            day = day.AddDays(Math.Sign(count));
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                left--;
        }

        return day;
    }

    // "на выходных в 11": on which of them?
    private static Resolved OnOneOf(Slot days, Moment moment, Clue clue)
    {
        if (days.To!.Value - days.From > TimeSpan.FromDays(1))
            return new Resolved([], DoubtKind.Vague);
        var each = new[] { days.From, days.To.Value }.Select(day => ClockResolver.At(new Slot(day), moment, clue)).OfType<Slot>().ToList();
        return new Resolved(each, each.Count == 0 ? DoubtKind.Impossible : DoubtKind.TwoReadings);
    }

    // Several days, or a moment that needs no clock. "На следующей неделе утром" is some morning: only a part of the day may be so vague.
    private static Slot? Whole(Slot slot, Moment moment)
    {
        if (moment.Clock is not null)
            return slot.To == slot.From ? ClockResolver.Exactly(slot.From, moment.Clock) : null;

        return moment.Part is null ? slot : slot with { Confidence = 0.5 };
    }
}
