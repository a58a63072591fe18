namespace Aimi.Planning.DatesInWords;

/// <summary>
/// Hours on a day. What is said without a part of the day means the hours when people do things: 1 to 6 are of the afternoon, 7 to 12 of the
/// morning and noon, and today those of the evening when the morning's are gone. A time without a day is the next one; of what was, the last.
/// </summary>
internal static class ClockResolver
{
    public static Slot? At(Slot day, Moment moment, Clue clue)
    {
        if (moment.Clock is null)
            return moment.Part is { } part ? Part(day, part, moment.HasDay, clue) : day;
        // "tonight at 6am" is in the morning that comes.
        if (moment is { Part: DayPart.Tonight, Clock: { IsExact: true, Hour: >= 1 and < 12 } early })
            return Said(day, early.Hour + 24, early.Minute, moment, clue);
        if (moment.Part is { } half && DayParts.Hour(moment.Clock.Hour, half) is { } hour)
            return Said(day, hour, moment.Clock.Minute, moment, clue, half);

        // "15 утра"
        if (moment.Part is not null)
            return null;

        return moment.Clock.IsExact ? Said(day, moment.Clock.Hour, moment.Clock.Minute, moment, clue) : Guessed(day, moment.Clock, moment.HasDay, clue);
    }

    public static Slot Exactly(DateTime day, ClockTime clock) => new(day.Date.AddHours(clock.Hour).AddMinutes(clock.Minute), AllDay: false,
        Confidence: clock.IsExact ? 1 : 0.7);

    private static Slot Said(Slot day, int hour, int minute, Moment moment, Clue clue, DayPart? part = null)
    {
        var at = day.From.Date.AddHours(hour).AddMinutes(minute);
        if (!moment.HasDay)
        {
            if (!clue.Past && at <= clue.Now)
                at = at.AddDays(1);
            else if (clue.Past && at > clue.Now)
                at = at.AddDays(-1);

            // At one o'clock in the night midnight was not yesterday's.
            else if (!clue.Past && at.AddDays(-1) > clue.Now)
                at = at.AddDays(-1);
        }

        // "сегодня в 3 ночи": the night that comes.
        else if ((part is DayPart.Night || hour == 0) && day.From == clue.Today && !clue.Past && at <= clue.Now)
        {
            at = at.AddDays(1);
        }

        return new Slot(at, AllDay: false, Confidence: Math.Min(day.Confidence, part is DayPart.Night && moment.HasDay ? 0.7 : 1));
    }

    private static Slot Guessed(Slot day, ClockTime clock, bool hasDay, Clue clue)
    {
        var usual = day.From.Date.AddHours(clock.Hour is >= 1 and <= 6 ? clock.Hour + 12 : clock.Hour).AddMinutes(clock.Minute);
        var other = clock.Hour is >= 1 and <= 6 ? usual.AddHours(-12) : usual.AddHours(12);
        if (hasDay && day.From != clue.Today)
            return Sure(usual, clock.Hour is >= 7 ? 0.8 : 0.7);

        if (clue.Past)
            return usual <= clue.Now ? Sure(usual, 0.7) : other <= clue.Now ? Sure(other, 0.6) : Sure(hasDay ? usual : usual.AddDays(-1), 0.5);
        if (usual > clue.Now)
            return Sure(usual, clock.Hour is >= 7 ? 0.8 : 0.7);

        // Midnight is said as such.
        return other > clue.Now && clock.Hour < 12 ? Sure(other, 0.6) : Sure(hasDay ? usual : usual.AddDays(1), 0.5);

        Slot Sure(DateTime at, double confidence) => new(at, AllDay: false, Confidence: Math.Min(day.Confidence, confidence));
    }

    private static Slot Part(Slot day, DayPart part, bool hasDay, Clue clue)
    {
        var at = day.From.Date.AddHours(DayParts.Hour(part));
        var isOver = clue.Today.AddHours(DayParts.End(part)) <= clue.Now;
        if (clue.Past)
            at = !hasDay && at > clue.Now ? at.AddDays(-1) : at;
        else if (!hasDay && isOver)
            at = at.AddDays(1);

        // In the evening "вечером" is what is left of it.
        else if (day.From == clue.Today && !isOver && at <= clue.Now)
            at = clue.Today.AddHours(clue.Now.Hour + 1);

        return new Slot(at, AllDay: false, Confidence: Math.Min(day.Confidence, 0.8)) { PartOfDay = true };
    }
}
