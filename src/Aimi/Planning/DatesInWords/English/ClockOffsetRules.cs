namespace Aimi.Planning.DatesInWords.English;

/// <summary>A time counted from another: "an hour before noon", "15 minutes past 15h", "7 hours before tomorrow at midnight".</summary>
internal static class ClockOffsetRules
{
    private const int Day = 24 * 60;

    public static Match Read(Phrase phrase, int at)
    {
        var amount = Amounts.Read(phrase, at);
        var joint = at + amount.Count;
        if (amount.Count == 0 || amount.IsVague || amount.Amount is not { Months: 0, Days: 0, Time.Ticks: > 0 }
            || !phrase.Is(joint, "before", "after", "past", "from"))
            return Match.None;

        var next = joint + 1;
        var day = phrase.Is(next, MeaningKind.RelativeDay) ? new DayName.FromToday(phrase.Value(next++)) : null;
        var time = ClockRules.Read(phrase, next);
        if (time.Piece is not Moment { Clock: { } clock } moment)
            return Match.None;

        var minutes = (clock.Hour * 60) + clock.Minute + ((phrase.Is(joint, "before") ? -1 : 1) * (int)amount.Amount.Time.TotalMinutes);
        return minutes is < 0 or > Day
            ? Match.None
            : new Match(moment with { Day = day, Clock = clock with { Hour = minutes / 60, Minute = minutes % 60 } }, next + time.Count - at);
    }
}
