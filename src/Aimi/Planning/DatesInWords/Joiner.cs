namespace Aimi.Planning.DatesInWords;

/// <summary>Joins what belongs together and stands apart: "завтра" … "в 10"; gives a time that follows the day that was said before it.</summary>
internal sealed class Joiner(Phrase phrase, DateLanguage language)
{
    public IReadOnlyList<Said> Join(IReadOnlyList<Said> all)
    {
        var joined = new List<Said>();
        foreach (var said in Meant(all))
        {
            if (joined.Count == 0)
            {
                joined.Add(said);
                continue;
            }

            var last = joined[^1];
            var (start, end) = (Math.Max(last.Last, last.Elsewhere.Count > 0 ? last.Elsewhere[^1].Last : 0) + 1, said.First);
            var isBeside = Gap.IsGlue(phrase, start, end, language);

            // "after 9:30 but before 11"
            if (end - start == 1 && phrase.Is(start, "and", "but", "и", "но") && Bounded(last, said) is { } bounded)
            {
                joined[^1] = bounded with { First = last.First, Last = said.Last };
                continue;
            }

            if (IsEither(start, end) && last.Kind is SaidKind.At or SaidKind.By or SaidKind.Since && said.Kind is SaidKind.At)
                joined[^1] = Either(last, said);
            else if ((isBeside || !Gap.Parts(phrase, start, end)) && Together(last, said, isBeside) is { } one)
                joined[^1] = isBeside && last.Elsewhere.Count == 0 ? one with { First = last.First, Last = said.Last } : Apart(one, last, said);
            else if (isBeside && !HasMark(start, end) && Contradicts(last, said))
                joined[^1] = last with { Kind = SaidKind.Doubtful, Last = said.Last, Doubt = new Piece.Doubt(DoubtKind.Vague) };
            else
                Add(joined, said, IsList(start, end));
        }

        joined.RemoveAll(said => said.IsWeak || said.Kind is SaidKind.Counted);
        return joined;
    }

    // "не завтра, а в пятницу": the second alone, with the words that denied the first.
    private List<Said> Meant(IReadOnlyList<Said> all)
    {
        var meant = new List<Said>();
        for (var at = 0; at < all.Count; at++)
        {
            var denied = all[at];
            if (at + 1 < all.Count && language.Denies(phrase, denied.First - 1) && Gap.IsContrast(phrase, denied.Last + 1, all[at + 1].First))
                meant.Add(all[++at] with { First = denied.First - 1 });
            else
                meant.Add(denied);
        }

        return meant;
    }

    // "завтра в 9 или в 10": the second, too, is of that day.
    private static Said Either(Said one, Said other)
    {
        var (first, second) = (one.From!, other.From!);
        if (second.IsTimeOnly && first.Day is not null)
            second = second.With(DayOf(first)) ?? second;

        // "Monday or Tuesday at 5": the hour is of both.
        else if (first.IsDayOnly && second is { HasDay: true, Shift: null })
            first = first.With(TimeOf(second)) ?? first;
        return new Said(SaidKind.Doubtful, one.First, other.Last) { Doubt = new Piece.Doubt(DoubtKind.TwoReadings, first, second) };
    }

    private static Said? Bounded(Said one, Said other)
    {
        if ((one.Kind, other.Kind) is not (SaidKind.Since, SaidKind.By) || one.From!.Clock is null || other.From!.Clock is null)
            return null;
        var (from, to) = (one.From, other.From);
        from = from.HasDay ? from : from.With(DayOf(to)) ?? from;
        to = to.HasDay ? to : to.With(DayOf(from)) ?? to;
        return other with { Kind = SaidKind.Between, From = from, To = to };
    }

    private static Said Apart(Said one, Said last, Said said) =>
        one with { First = last.First, Last = last.Last, Elsewhere = [.. last.Elsewhere, (said.First, said.Last), .. said.Elsewhere] };

    private void Add(List<Said> joined, Said said, bool isList)
    {
        // "в понедельник, среду и пятницу в 10": all of them.
        var isTimed = said is { Kind: SaidKind.At, From: { HasDay: true, IsDayOnly: false, Shift: null } };
        for (var at = joined.Count - 1; isTimed && isList && at >= 0 && joined[at].IsDay; at--)
        {
            if (joined[at].From!.With(TimeOf(said.From!)) is not { } timed)
                break;
            joined[at] = joined[at] with { From = timed };
            isList = at > 0 && IsList(joined[at - 1].Last + 1, joined[at].First);
        }

        // "каждый день в 9 и в 21": two series.
        if (isList && said.IsTime && joined[^1] is { Kind: SaidKind.Repeating, From: not null, To: null } series)
        {
            joined.Add(series with { First = said.First, Last = said.Last, From = said.From, Elsewhere = [] });
            return;
        }

        // "каждый год 21 и 31 декабря"
        if (isList && joined[^1] is { Repeat: { Unit: RepeatUnit.Year, MonthDays.Count: > 0 } yearly } dates
            && said is { IsDay: true, From.Day: DayName.OfMonth { Year: null } other } && (other.Month ?? yearly.Month) == yearly.Month)
        {
            joined[^1] = dates with { Repeat = yearly with { MonthDays = [.. yearly.MonthDays, other.Day] }, Last = said.Last };
            return;
        }

        // "завтра в 10 созвон, в 12 обед": the same day.
        var day = joined.FindLast(before => before.Kind is SaidKind.At or SaidKind.Between && before.From!.Day is not null)?.From;
        joined.Add(day is null ? said : OnDay(said, day) ?? said);
    }

    // "завтра вечером с 7 до 9"
    private static Moment Of(Moment time, DayPart part) => time is { Clock.IsExact: false, Part: null } ? time with { Part = part } : time;

    private static Moment TimeOf(Moment moment) => new() { Clock = moment.Clock, Part = moment.Part, Confidence = moment.Confidence };

    private static Moment DayOf(Moment moment) => moment with { Clock = null, Part = null };

    private static Said? OnDay(Said said, Moment day) => said switch
    {
        { IsTime: true } or { Kind: SaidKind.By, From.IsTimeOnly: true } => said.From!.With(DayOf(day)) is { } at ? said with { From = at } : null,
        { IsTimeRange: true } => said.From!.With(DayOf(day)) is { } from && said.To!.With(DayOf(day)) is { } to
            ? said with { From = from, To = to, IsWeak = false } : null,
        _ => null,
    };

    // "в понедельник или во вторник": they have not decided.
    private bool IsEither(int start, int end) => end - start == 1 && phrase.Is(start, "или", "либо", "or");

    // Only "и", "and", a comma between them, or nothing: "пн ср пт".
    private bool IsList(int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (!phrase.Is(at, ",", "/", "&", "и", "and") && !language.IsGlue(phrase, at))
                return false;
        }

        return true;
    }

    private static Said? Together(Said one, Said other, bool isBeside) => (one.Kind, other.Kind) switch
    {
        _ when Repeats.Together(one, other, isBeside) is { } series => series,
        (SaidKind.At, SaidKind.At) when one.IsDay && other.IsTime && one.From!.With(other.From!) is { } moment => one with { From = moment },
        (SaidKind.At, SaidKind.At) when one.From is { HasDay: true, Clock: null, Part: not null } && other is { IsTime: true, From.Clock: not null }
            && one.From.With(other.From) is { } moment => one with { From = moment },
        (SaidKind.At, SaidKind.At) when one is { IsTime: true, From.Clock: not null } && other.From is { HasDay: true, Clock: null, Part: not null }
            && one.From.With(other.From) is { } moment => one with { From = moment },
        (SaidKind.At, SaidKind.At) when one.IsTime && other.IsDay && one.From!.With(other.From!) is { } moment => one with { From = moment },
        (SaidKind.At, SaidKind.At) when Completes(one.From!, other.From!) && one.From!.With(other.From!) is { } moment => one with { From = moment },
        (SaidKind.At, SaidKind.At) when isBeside && one.From!.With(other.From!) is { } moment => one with { From = moment },
        (SaidKind.At, SaidKind.Between) when one.IsDay && other.IsTimeRange => OnDay(other, one.From!),
        (SaidKind.At, SaidKind.Between) when other.IsTimeRange && one.From is { HasDay: true, Clock: null, Part: { } part } =>
            OnDay(other with { From = Of(other.From!, part), To = Of(other.To!, part) }, DayOf(one.From)),
        (SaidKind.Between, SaidKind.At) when one.IsTimeRange && other.From is { HasDay: true, Clock: null, Part: { } part } =>
            OnDay(one with { From = Of(one.From!, part), To = Of(one.To!, part) }, DayOf(other.From)),

        // "с понедельника по пятницу с 9 до 18": each day so, or all the time?
        (SaidKind.Between, SaidKind.Between or SaidKind.At) when isBeside && one.From!.IsDayOnly && (other.IsTimeRange || other.IsTime) =>
            one with { Kind = SaidKind.Doubtful, Doubt = new Piece.Doubt(DoubtKind.TwoReadings) },
        // "this week from Tuesday to Thursday"
        (SaidKind.At, SaidKind.Between) when InWeek(other, one) is { } days => days,
        (SaidKind.Between, SaidKind.At) when InWeek(one, other) is { } days => days,
        (SaidKind.Between, SaidKind.At) when other.IsDay => OnDay(one, other.From!),

        // "завтра до 18", "до 18 завтра"
        (SaidKind.At, SaidKind.By or SaidKind.Since) when one.IsDay && isBeside && other.From!.IsTimeOnly
            && one.From!.With(other.From) is { } moment => other with { From = moment, IsWeak = false },
        (SaidKind.By or SaidKind.Since, SaidKind.At) when isBeside && one.From!.With(other.From!) is { } moment => one with { From = moment },

        // "завтра в 10 до 12", "с 10 утра завтра до обеда"
        (SaidKind.At or SaidKind.Since, SaidKind.By) when isBeside && other is { IsUntil: true, From.IsTimeOnly: true } && one.From!.Clock is not null =>
            other with { Kind = SaidKind.Between, From = one.From, To = one.From.HasDay ? other.From.With(DayOf(one.From)) ?? other.From : other.From },
        (SaidKind.Since, SaidKind.By) when isBeside && other.IsUntil => other with { Kind = SaidKind.Between, From = one.From, To = other.From },

        // "в 15 на полчаса", "созвон в 10 с Олей на час"
        (SaidKind.At or SaidKind.Since, SaidKind.Lasting) when one.Length is null && (isBeside || other.IsLengthSaid)
            && IsBeginning(one, other) => one with { Length = other.Length, IsWeak = false },
        (SaidKind.Lasting, SaidKind.At or SaidKind.Since) when other.Length is null && (isBeside || one.IsLengthOfThing)
            && IsBeginning(other, one) => other with { Length = one.Length, IsWeak = false },

        // "каждый месяц по вторникам"
        (SaidKind.Repeating, SaidKind.Repeating) when isBeside && one.Repeat is { Unit: RepeatUnit.Month or RepeatUnit.Year, MonthDays: [], Weekdays: [] } =>
            one with { Kind = SaidKind.Doubtful, Doubt = new Piece.Doubt(DoubtKind.Vague) },

        // "every month on Tuesday", "каждый год 5-го": a day that the series has no place for.
        (SaidKind.Repeating, SaidKind.At) when isBeside && other.IsDay => one with { Kind = SaidKind.Doubtful, Doubt = new Piece.Doubt(DoubtKind.Vague) },
        _ => null,
    };

    private static Said? InWeek(Said range, Said week) =>
        week.From is { Day: null, Clock: null, Part: null, Shift: null, Period: { Unit: PeriodUnit.Week, Part: PeriodPart.Whole, Which: not Which.Any } }
        && range is { From: { Day: DayName.OfWeek { Which: Which.Any }, Period: null }, To: { Day: DayName.OfWeek { Which: Which.Any }, Period: null } }
        && range.From.With(week.From) is { } from && range.To.With(week.From) is { } to
            ? range with { From = from, To = to } : null;

    private bool HasMark(int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (phrase[at].Kind is TokenKind.Mark)
                return true;
        }

        return false;
    }

    // "tomorrow in two hours", "завтра на следующей неделе": it cannot be both. Two dates, or two weekdays, may be a list.
    private static bool Contradicts(Said one, Said other) => one is { Kind: SaidKind.At, From.HasDay: true, Elsewhere.Count: 0 }
        && other is { Kind: SaidKind.At, From.HasDay: true } && Kind(one.From) != Kind(other.From);

    private static Type Kind(Moment moment) => moment.Day?.GetType() ?? (moment.Shift is null ? typeof(Period) : typeof(Amount));

    // "вечером позвонить в 9", "на следующей неделе созвон в пятницу"
    private static bool Completes(Moment one, Moment other) =>
        (one is { Part: not null, Clock: null } && other is { HasDay: false, Part: null, Clock: not null })
        || (one is { Day: null, Clock: null, Part: null, Period: { Part: PeriodPart.Whole, Unit: PeriodUnit.Week or PeriodUnit.Month, Which: not Which.Any } }
            && other is { Day: DayName.OfWeek { Which: Which.Any }, Period: null });

    // Of a day, days are a length ("с пятницы на два дня"), and hours only where they are said to be ("завтра на час").
    private static bool IsBeginning(Said beginning, Said length) => beginning.From!.Clock is not null || beginning.From.Part is not null || length.IsLengthSaid
        || (beginning.Kind is SaidKind.Since && length.Length!.Value.IsWholeDays);
}
