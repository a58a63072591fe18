namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Days of every week and parts of every day: "по будням", "по понедельникам и средам", "пн-пт", "в рабочие дни", "по утрам".</summary>
internal static class RussianRepeatedDays
{
    public static IReadOnlyList<Rule> Rules => [ByDays, Schedule, Workdays];

    // "по будням", "по понедельникам и средам", "по пн, ср и пт", "по утрам"
    private static Match ByDays(Phrase phrase, int at)
    {
        if (!phrase.Is(at, "по"))
            return Match.None;
        if (phrase.Is(at + 1, "будням", "будним", "рабочим"))
            return new Match(new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Workdays }, phrase.Is(at + 2, "дням") ? 3 : 2);
        if (phrase.Is(at + 1, "выходным"))
            return new Match(new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Weekend }, phrase.Is(at + 2, "дням") ? 3 : 2);
        if (phrase.Is(at + 1, "утрам", "вечерам", "ночам"))
            return new Match(new Repeat(RepeatUnit.Day) { Part = Part(phrase[at + 1].Text) }, 2);

        // "по первым понедельникам месяца"
        var place = phrase.Is(at + 1, "последним") ? -1 : phrase.IsNumber(at + 1, 1, 5) && phrase[at + 1].IsOrdinal ? phrase[at + 1].Value : 0;
        if (place != 0 && phrase.Is(at + 2, MeaningKind.Weekday))
            return new Match(new Repeat(RepeatUnit.Month) { Place = place, Weekdays = [(DayOfWeek)phrase.Value(at + 2)] }, phrase.Is(at + 3, "месяца") ? 4 : 3);
        if (!phrase.Is(at + 1, MeaningKind.Weekday) || !(phrase[at + 1].Text.EndsWith('м') || phrase[at + 1].Length <= 3))
            return Match.None;

        // "с понедельника по пн" ends a range.
        if (phrase[at + 1].Length <= 3 && (phrase.Is(at - 1, MeaningKind.Weekday) || phrase.Is(at - 2, "с")))
            return Match.None;
        var (days, count) = Weekdays(phrase, at + 1);
        return new Match(new Repeat(RepeatUnit.Week) { Weekdays = days }, count + 1);
    }

    // "пн-пт": short as in a timetable.
    private static Match Schedule(Phrase phrase, int at)
    {
        if (!phrase.Is(at, MeaningKind.Weekday) || phrase[at].Length > 2 || !phrase.Is(at + 1, "-") || !phrase.Is(at + 2, MeaningKind.Weekday)
            || phrase[at + 2].Length > 2)
            return Match.None;
        var (first, last) = ((phrase.Value(at) + 6) % 7, (phrase.Value(at + 2) + 6) % 7);
        return first < last
            ? new Match(new Repeat(RepeatUnit.Week)
            {
                Weekdays = [.. Enumerable.Range(first, last - first + 1).Select(day => (DayOfWeek)((day + 1) % 7))],
                Confidence = 0.8
            }, 3)
            : Match.None;
    }

    /// <summary>"средам, пятницам и по субботам".</summary>
    public static (IReadOnlyList<DayOfWeek> Days, int Count) Weekdays(Phrase phrase, int at)
    {
        var days = new List<DayOfWeek> { (DayOfWeek)phrase.Value(at) };
        var next = at + 1;
        while (true)
        {
            var more = next;
            while (phrase.Is(more, ",", "и", "по", ".", "/", "а", "также", "каждый", "каждую", "каждое"))
                more++;
            if (more == next || !phrase.Is(more, MeaningKind.Weekday))
                return (days, next - at);
            days.Add((DayOfWeek)phrase.Value(more));
            next = more + 1;
        }
    }

    // "в будни", "в рабочие дни"
    private static Match Workdays(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "на") ? at + 1 : at;
        var count = start > at && phrase.Is(start, "будни") ? 1 : phrase.Is(start, "будние", "рабочие") && phrase.Is(start + 1, "дни") ? 2 : 0;
        return count == 0 ? Match.None : new Match(new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Workdays }, start + count - at);
    }

    public static DayPart? Part(string word) => word switch
    {
        "утро" or "утра" or "утрам" => DayPart.Morning,
        "вечер" or "вечера" or "вечерам" => DayPart.Evening,
        "ночь" or "ночам" => DayPart.Night,
        _ => null,
    };
}
