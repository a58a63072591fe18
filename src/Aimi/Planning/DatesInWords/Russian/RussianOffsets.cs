namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Counted from another time than now: "за час до полуночи", "за два дня до пятницы", "через неделю после Нового года", "через 2 дня с пятницы", "через три пятницы".</summary>
internal sealed class RussianOffsets(IReadOnlyList<Rule> days, IReadOnlyList<Rule> clock)
{
    private const int Day = 24 * 60;

    public IReadOnlyList<Rule> Rules => [Read, Weekdays];

    private Match Read(Phrase phrase, int at)
    {
        var isBefore = phrase.Is(at, "за");
        if (!isBefore && !phrase.Is(at, "через", "спустя"))
            return Match.None;
        var (amount, count) = RussianAmounts.Read(phrase, at + 1, alone: true);
        var joint = at + 1 + count;
        var isJoined = isBefore ? phrase.Is(joint, "до") : phrase.Is(joint, "после") || (amount.IsWholeDays && phrase.Is(joint, "с", "со", "от"));
        if (count == 0 || !isJoined)
            return Match.None;

        var moment = amount.IsWholeDays ? OnDay(phrase, joint + 1, isBefore ? -amount : amount) : OnClock(phrase, joint + 1, isBefore ? -amount : amount);
        return moment.Count == 0 ? Match.None : moment with { Count = joint + 1 + moment.Count - at };
    }

    private Match OnDay(Phrase phrase, int at, Amount by)
    {
        var match = Longest(phrase, at, days);
        return match.Piece is Moment { Day: { } day, Clock: null, Part: null } moment
            ? match with { Piece = moment with { Day = new DayName.Later(day, by) } }
            : Match.None;
    }

    private Match OnClock(Phrase phrase, int at, Amount by)
    {
        var match = Longest(phrase, at, clock);
        if (by is not { Months: 0, Days: 0 } || match.Piece is not Moment { Clock: { } time } moment)
            return Match.None;

        // Before midnight is the evening before.
        var hour = time.Hour == 0 && by.Time < TimeSpan.Zero ? 24 : time.Hour;
        var minutes = (hour * 60) + time.Minute + (int)by.Time.TotalMinutes;
        return minutes is < 0 or > Day
            ? Match.None
            : match with { Piece = moment with { Clock = time with { Hour = minutes / 60, Minute = minutes % 60 } } };
    }

    private static Match Longest(Phrase phrase, int at, IReadOnlyList<Rule> rules)
    {
        var best = Match.None;
        foreach (var rule in rules)
        {
            if (rule(phrase, at) is var match && match.Count > best.Count)
                best = match;
        }

        return best;
    }

    // "через три пятницы"; "через пятницу" is the one after next, or every other one.
    private static Match Weekdays(Phrase phrase, int at) =>
        phrase.Is(at, "через") && phrase.Is(at + 1, MeaningKind.Weekday)
            ? new Match(new Piece.Doubt(DoubtKind.TwoReadings, new Moment { Day = new DayName.Counted((DayOfWeek)phrase.Value(at + 1), 2) },
                new Moment { Day = new DayName.Counted((DayOfWeek)phrase.Value(at + 1), 1) }), 2)
            : phrase.Is(at, "через") && phrase.IsNumber(at + 1, 2, 52) && !phrase[at + 1].IsOrdinal && phrase.Is(at + 2, MeaningKind.Weekday)
            ? new Match(new Moment { Day = new DayName.Counted((DayOfWeek)phrase.Value(at + 2), phrase[at + 1].Value) }, 3)
            : Match.None;
}
