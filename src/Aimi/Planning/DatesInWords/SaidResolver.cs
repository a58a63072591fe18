namespace Aimi.Planning.DatesInWords;

/// <summary>What was said, as dates of the calendar: several, where it can be read so or so.</summary>
internal sealed class SaidResolver(Phrase phrase, Clue clue)
{
    public (IReadOnlyList<SpokenDate> Readings, DoubtKind? Doubt) Resolve(Said said) => said.Kind switch
    {
        SaidKind.Doubtful when said.Doubt is { Kind: DoubtKind.TwoReadings, Candidates.Length: > 1 } two
            && two.Candidates.Select(moment => MomentResolver.Resolve(moment, clue)).Where(found => found.Slots.Count > 0).ToList() is [{ Doubt: null } only] =>
            ([Of(said, only.Slots[0])], null),
        SaidKind.Doubtful => ([.. said.Doubt!.Candidates.SelectMany(moment => MomentResolver.Resolve(moment, clue).Slots).Select(slot => Of(said, slot))],
            said.Doubt.Kind),
        SaidKind.At => Slots(said, MomentResolver.Resolve(said.From!, clue), slot => Of(said, slot)),
        SaidKind.Since => Slots(said, MomentResolver.Resolve(said.From!, clue), slot => Since(said, slot)),
        SaidKind.By => Slots(said, MomentResolver.Resolve(said.From!, clue), slot => Deadline(said, slot)),
        SaidKind.Between => Slots(said, OverMidnight(said, Ranges.Between(said.From!, said.To!, clue)), slot => Of(said, slot)),
        SaidKind.Within => Within(said),
        SaidKind.Lasting => Lasting(said),
        _ => Repeating(said),
    };

    private static (IReadOnlyList<SpokenDate>, DoubtKind?) Slots(Said said, Resolved resolved, Func<Slot, SpokenDate> turn) =>
        ([.. resolved.Slots.Select(turn)], resolved.Doubt);

    // "from 10pm to 1am on Saturday": does it end that day, or begin?
    private Resolved OverMidnight(Said said, Resolved range) =>
        said.IsDayOfEnd && range is { Doubt: null, Slots: [{ AllDay: false, To: { } to } slot] } && to.Date > slot.From.Date && slot.From.Date > clue.Today
            ? Resolved.Either(slot with { From = slot.From.AddDays(-1), To = to.AddDays(-1) }, slot)
            : range;

    private SpokenDate Of(Said said, Slot slot)
    {
        var kind = slot.To is not null ? SpokenDateKind.Range : slot.AllDay ? SpokenDateKind.Day : SpokenDateKind.Instant;
        if (kind is SpokenDateKind.Range && slot.To == slot.From && slot.AllDay)
            (kind, slot) = (SpokenDateKind.Day, slot with { To = null });

        // "с пятницы на два дня", "in a week for three days"
        if (kind is SpokenDateKind.Day && said.Length is { IsWholeDays: true } days && days.From(slot.From) is { } over)
            return over.AddDays(-1) > slot.From ? Date(said, SpokenDateKind.Range, slot with { To = over.AddDays(-1) }) with { Duration = over - slot.From } : Date(said, kind, slot);

        return Date(said, kind, slot) with { Duration = said.Length is { } length ? length.From(slot.From) - slot.From : null };
    }

    private SpokenDate Since(Said said, Slot slot)
    {
        var from = said.IsAfter && slot is { AllDay: true, To: { } over } ? over.AddDays(1) : slot.From;
        return Of(said, slot with { From = from, To = null, Confidence = slot.Confidence * 0.8 });
    }

    // Of several days a deadline is the first ("до выходных", "к лету"), unless their end was said.
    private SpokenDate Deadline(Said said, Slot slot)
    {
        var isEnd = said.From!.Period is { Part: PeriodPart.End };
        return Date(said, SpokenDateKind.Deadline, isEnd && slot.To is { } end ? slot with { From = end, To = null } : slot with { To = null });
    }

    private (IReadOnlyList<SpokenDate>, DoubtKind?) Within(Said said)
    {
        var allDay = said.Length!.Value.IsWholeDays;
        var from = allDay ? clue.Today : clue.Now;
        return said.Length.Value.From(from) is { } to
            ? ([Date(said, SpokenDateKind.Range, new Slot(from, to, allDay, 0.9))], null)
            : ([], DoubtKind.Impossible);
    }

    private (IReadOnlyList<SpokenDate>, DoubtKind?) Lasting(Said said) => said.Length!.Value.From(clue.Now) is { } to
        ? ([Date(said, SpokenDateKind.Duration, new Slot(clue.Now, to, AllDay: false)) with { Duration = to - clue.Now }], null)
        : ([], DoubtKind.Impossible);

    private (IReadOnlyList<SpokenDate>, DoubtKind?) Repeating(Said said)
    {
        // "every Thursday at 17:30 Beijing time": here that is another hour in summer and in winter.
        if (said.From?.Zones.Count > 0 || said.To?.Zones.Count > 0)
            return ([], DoubtKind.TwoReadings);

        var repeat = said.Repeat!;
        var start = clue.Today;
        if (said.Starts is { } starts)
        {
            var begins = MomentResolver.Resolve(starts, clue);
            if (begins.Slots is not [var first])
                return ([], begins.Doubt);
            start = first.From.Date;
        }

        DateTime? until = null;
        if (said.Ends is { } ends)
        {
            // "до конца мая" and "в мае": its last day; "до мая": the day before.
            var over = MomentResolver.Resolve(ends, clue);
            if (over.Slots is not [var last])
                return ([], over.Doubt);
            until = last.To is not { } whole ? last.From.Date
                : ends.Period!.Part is PeriodPart.End || ReferenceEquals(ends, said.Starts) ? whole.Date
                : last.From.Date.AddDays(-1);

            // "с ноября по июнь": of the year after.
            if (until < start && said.Starts is not null && IsYearly(ends))
                until = until.Value.AddYears(1);
        }

        return Series(said, repeat, start, until);
    }

    private static bool IsYearly(Moment moment) =>
        moment is { Day: DayName.OfMonth { Month: not null, Year: null }, Period: null } or { Day: null, Period: { Unit: PeriodUnit.Month, Number: not null, Year: null, OfYear: null } };

    private (IReadOnlyList<SpokenDate>, DoubtKind?) Series(Said said, Repeat repeat, DateTime start, DateTime? until)
    {
        var end = until?.AddDays(1).AddSeconds(-1);
        if (repeat.Unit is RepeatUnit.Hour or RepeatUnit.Minute && said is { From: { } opens, To: { } closes })
        {
            return Ranges.Times(opens, closes) is var (begins, over) && HoursOfDay.Of(repeat, begins, over) is { } byDay
                ? OfHours(said, byDay, start, end) : ([], DoubtKind.LeftOver);
        }

        if (repeat.Unit is RepeatUnit.Minute)
            return ([], DoubtKind.Vague);
        if (repeat.Unit is RepeatUnit.Hour)
        {
            var first = clue.Now.AddHours(repeat.Interval);
            while (repeat.Weekdays.Count > 0 && !repeat.Weekdays.Contains(first.DayOfWeek) && first < clue.Now.AddDays(14))
                first = first.AddHours(repeat.Interval);
            return ([Date(said, SpokenDateKind.Recurrence, new Slot(first, AllDay: false, Confidence: repeat.Confidence)) with
            {
                RepeatRule = RepeatResolver.Rule(repeat, end),
            }], null);
        }

        for (var tries = 0; tries < 2; tries++)
        {
            if (RepeatResolver.First(repeat, start) is not { } day)
                return ([], DoubtKind.Impossible);
            if (Timed(said, day) is not { } slot)
                return ([], DoubtKind.Impossible);
            if (slot.AllDay || slot.From > clue.Now || clue.Past)
            {
                return end < slot.From ? ([], DoubtKind.Backwards)
                    : ([Date(said, SpokenDateKind.Recurrence, slot with { Confidence = Math.Min(slot.Confidence, repeat.Confidence) }) with
                    {
                        RepeatRule = RepeatResolver.Rule(repeat, end),
                        Duration = said.Length is { } length ? length.From(slot.From) - slot.From : null,
                    }], null);
            }

            start = day.AddDays(1);
        }

        return ([], DoubtKind.Impossible);
    }

    private (IReadOnlyList<SpokenDate>, DoubtKind?) OfHours(Said said, Repeat repeat, DateTime start, DateTime? end)
    {
        for (var tries = 0; tries < 2; tries++)
        {
            if (RepeatResolver.First(repeat, start) is not { } day)
                return ([], DoubtKind.Impossible);
            var times = repeat.Hours.SelectMany(_ => repeat.Minutes, (hour, minute) => day.AddHours(hour).AddMinutes(minute));
            if (times.Cast<DateTime?>().FirstOrDefault(time => time > clue.Now) is { } first)
            {
                return end < first ? ([], DoubtKind.Backwards)
                    : ([Date(said, SpokenDateKind.Recurrence, new Slot(first, AllDay: false, Confidence: 0.9)) with
                    {
                        RepeatRule = RepeatResolver.Rule(repeat, end),
                        Duration = said.Length is { } length ? length.From(first) - first : null,
                    }], null);
            }

            start = day.AddDays(1);
        }

        return ([], DoubtKind.Impossible);
    }

    // A series keeps its hour: "в 8" is the morning's, also when today's is gone.
    private Slot? Timed(Said said, DateTime day)
    {
        if (said.From is not { } time)
            return new Slot(day);

        var habit = clue with { Now = day.AddDays(-1), Past = false };
        var starts = MomentResolver.Resolve(time with { Day = new DayName.FromToday(1) }, habit);
        if (said.To is not { } to)
            return starts.Slots is [var at] ? at : null;

        return Ranges.Times(time, to) is var (begins, over)
            ? new Slot(day.AddMinutes(begins), day.AddMinutes(over), AllDay: false, starts.Slots is [var slot, ..] ? slot.Confidence : 0.8)
            : null;
    }

    private SpokenDate Date(Said said, SpokenDateKind kind, Slot slot)
    {
        var (start, length) = Stretch(said.First, said.Last);
        return new SpokenDate(phrase.Text.Substring(start, length), start, length, kind, slot.From, slot.To, slot.AllDay, null, slot.Confidence)
        {
            FromNow = said is { Kind: SaidKind.At or SaidKind.Since or SaidKind.By, From: { Day: null, Shift: { IsWholeDays: false, Months: 0, Days: 0 } shift } }
                ? shift.Time
                : null,
            PartOfDay = slot.PartOfDay,
            BareWeekday = slot.BareWeekday,
            Elsewhere = [.. said.Elsewhere.Select(words => Stretch(words.First, words.Last))],
        };
    }

    private SpokenStretch Stretch(int first, int last) => new(phrase[first].Start, phrase[last].End - phrase[first].Start);
}
