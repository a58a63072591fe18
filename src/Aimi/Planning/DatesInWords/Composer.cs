namespace Aimi.Planning.DatesInWords;

/// <summary>
/// Puts pieces that stand side by side together: "в пятницу" + "с" + "10" + "до" + "12". What is still apart then joins in <see cref="Joiner"/>.
/// </summary>
internal sealed class Composer(Phrase phrase, IReadOnlyList<Placed> pieces, DateLanguage language)
{
    private int _at;

    // "not tomorrow, but on Friday": what is denied stays apart from what is meant.
    private bool _isDenied;

    public IReadOnlyList<Said> Compose()
    {
        var all = new List<Said>();
        while (_at < pieces.Count)
        {
            var start = _at;
            if (Next() is { } said)
                all.Add(said);
            else
                _at = start + 1;
        }

        return new Joiner(phrase, language).Join(all);
    }

    private Said? Next()
    {
        var first = _at;
        _isDenied = language.Denies(phrase, pieces[first].First - 1);
        switch (pieces[_at].Piece)
        {
            case Piece.Link link:
                _at++;
                return IsBeside(_at) ? Linked(link.Kind, first) : null;
            case Piece.Length length:
                _at++;
                return new Said(SaidKind.Lasting, pieces[first].First, pieces[first].Last)
                {
                    Length = length.Amount,
                    IsLengthSaid = length.IsSaid || length.IsOfThing,
                    IsLengthOfThing = length.IsOfThing,
                };
            case Piece.Times times:
                _at++;
                return new Said(SaidKind.Counted, pieces[first].First, pieces[first].Last) { Times = times };
            case Piece.Coming coming:
                _at++;
                return new Said(SaidKind.Within, pieces[first].First, pieces[first].Last) { Length = coming.Amount };
            case Repeat repeat:
                _at++;
                return new Said(SaidKind.Repeating, pieces[first].First, pieces[first].Last)
                {
                    Repeat = repeat,
                    From = repeat.Part is { } part ? new Moment { Part = part } : null,
                };
            case Piece.Doubt doubt:
                _at++;
                return Doubtful(doubt, first);
            case Piece.Idiom:
                return null;
            default:
                return Operand() is { } operand ? Doubted(operand, first) ?? Ranged(operand, first, LinkKind.Dash) : null;
        }
    }

    // "Friday 3/4": the weekday may decide which of the two it is.
    private Said? Doubted(Piece operand, int first)
    {
        if (operand is not Moment moment || !IsBeside(_at)
            || pieces[_at].Piece is not Piece.Doubt { Kind: DoubtKind.TwoReadings, Candidates.Length: > 1 } doubt
            || All(doubt, moment) is not { } both)
            return null;
        _at++;
        return Doubtful(both, first);
    }

    // "3/4 at 5pm": the time is of both.
    private Said Doubtful(Piece.Doubt doubt, int first)
    {
        while (doubt.Candidates.Length > 0 && IsBeside(_at) && pieces[_at].Piece is Moment next && All(doubt, next) is { } all)
        {
            doubt = all;
            _at++;
        }

        return new Said(SaidKind.Doubtful, pieces[first].First, pieces[_at - 1].Last) { Doubt = doubt };
    }

    private static Piece.Doubt? All(Piece.Doubt doubt, Moment moment)
    {
        var joined = doubt.Candidates.Select(moment.With).OfType<Moment>().ToArray();
        return joined.Length == doubt.Candidates.Length ? doubt with { Candidates = joined } : null;
    }

    private Said? Linked(LinkKind link, int first)
    {
        if (link is LinkKind.Within)
        {
            // "within two weeks from today" is no later day, but all that comes before it.
            var within = pieces[_at++].Piece switch
            {
                Piece.Length length => length.Amount,
                Moment { Shift: { } shift, Day: null, Clock: null, InWorkdays: false } => shift,
                Moment { Day: DayName.Later { Day: DayName.FromToday { Days: 0 }, By: var by }, Clock: null, Period: null } => by,
                Moment { Period: { Length: { } span, Within: null, InWorkdays: false, Unit: PeriodUnit.Day }, Clock: null } => span,
                _ => (Amount?)null,
            };
            return within is null ? null : new Said(SaidKind.Within, pieces[first].First, pieces[_at - 1].Last) { Length = within };
        }

        if (link is LinkKind.Dash or LinkKind.And or LinkKind.Through || Operand() is not { } operand)
            return null;
        if (link is LinkKind.From)
            return Ranged(operand, first, link);

        // "до 25": no hour.
        var day = operand is Piece.Bare { Value: > 24 and <= 31 } late ? new Moment { Day = new DayName.OfMonth(late.Value, null), Confidence = 0.7 } : null;
        if ((day ?? AsTime(operand)) is not { } moment)
            return null;
        var kind = link is LinkKind.After ? SaidKind.Since : SaidKind.By;
        return new Said(kind, pieces[first].First, pieces[_at - 1].Last) { From = moment, IsUntil = link is LinkKind.Until, IsAfter = link is LinkKind.After };
    }

    // "10 – 12", "с 10 до 12", "15 и 16 марта"
    private Said? Ranged(Piece from, int first, LinkKind link)
    {
        // "6 January - 6:37am": one moment.
        if (IsBeside(_at) && IsBeside(_at + 1) && pieces[_at].Piece is Piece.Link { Kind: LinkKind.Dash } && from is Moment { IsDayOnly: true, Day: not null } day
            && pieces[_at + 1].Piece is Moment { IsTimeOnly: true, Clock.IsExact: true } time && day.With(time) is { } timed)
        {
            from = timed;
            _at += 2;
        }

        var alone = _at;
        if (IsBeside(_at) && IsBeside(_at + 1) && pieces[_at].Piece is Piece.Link { Kind: var joint })
        {
            _at++;

            // "between 10 and 11:30 on May 5": an hour, no day.
            var ends = _at < pieces.Count && pieces[_at].Piece is Moment { IsTimeOnly: true } ? AsTime(from) ?? from : from;

            // "from 2pm till tomorrow 4pm": the day is of the end alone, unlike that of "from 2 to 4pm tomorrow".
            var isDayOfEndOnly = joint is not LinkKind.Dash && _at < pieces.Count && pieces[_at].Piece is Moment { HasDay: true, Clock: null, Part: null };
            if (IsEnd(from, link, joint) && Operand() is { } to && (OfMonth(ends, to) ?? Pair(ends, to, isDayOfEndOnly)) is var (start, end)
                && (link is LinkKind.From || joint is not LinkKind.Until || end.IsTimeOnly || start.HasDay))
            {
                return new Said(SaidKind.Between, pieces[first].First, pieces[_at - 1].Last)
                {
                    From = start,
                    To = end,
                    IsWeak = from is Piece.Bare && to is Piece.Bare && link is not LinkKind.From,
                    IsDayOfEnd = !isDayOfEndOnly && ends is Piece.Bare or Moment { HasDay: false } && to is Moment { HasDay: true, Clock: not null },
                };
            }

            // "1, 2 и 3 апреля"
            _at = alone + 1;
            while (joint is LinkKind.And && IsBeside(_at + 1)
                && pieces[_at].Piece is Piece.Bare && pieces[_at + 1].Piece is Piece.Link { Kind: LinkKind.And })
                _at += 2;
            if (joint is LinkKind.And && from is Piece.Bare && Operand() is Moment { Day: DayName.OfMonth } date && Pair(from, date) is var (one, _))
            {
                // The second is read again, for itself.
                _at = alone;
                return new Said(SaidKind.At, pieces[first].First, pieces[alone - 1].Last) { From = one };
            }

            _at = alone;
        }

        // "1 апреля с 10": beside a day a beginning.
        if (link is LinkKind.From && from is Piece.Bare { IsOrdinal: false } && AsTime(from) is { } hour)
            return new Said(SaidKind.Since, pieces[first].First, pieces[_at - 1].Last) { From = hour, IsWeak = true };

        return from is not Moment moment
            ? null
            : new Said(link is LinkKind.From ? SaidKind.Since : SaidKind.At, pieces[first].First, pieces[_at - 1].Last) { From = moment };
    }

    // Whether what stands behind the joint may end what began before it.
    private bool IsEnd(Piece from, LinkKind link, LinkKind joint) => joint switch
    {
        // "3pm – this week": two things, no range.
        LinkKind.Dash => !(from is Moment { IsTimeOnly: true } && pieces[_at].Piece is Moment { IsDayOnly: true, Day: null }),
        LinkKind.Until => link is LinkKind.From || from is Moment { Clock: not null }
            || (from is Piece.Bare { Value: >= 1 and <= 31 } && pieces[_at].Piece is Moment { Day: DayName.OfMonth, Clock: null }),
        LinkKind.Through => link is LinkKind.From || pieces[_at].Piece is Moment
            || from is Piece.Bare or Moment { IsDayOnly: true } or Moment { Clock: not null },
        _ => false,
    };

    /// <summary>A moment of all the pieces in a row that fit, or a bare number.</summary>
    private Piece? Operand()
    {
        if (_at >= pieces.Count || pieces[_at].Piece is not (Moment or Piece.Bare))
            return null;

        var operand = pieces[_at++].Piece;
        if (operand is Piece.Bare bare)
        {
            // "с 8 утра", "в 10 вечера"
            if (!(IsBeside(_at) && pieces[_at].Piece is Moment { Part: not null, Clock: null, HasDay: false }
                && AsTime(bare) is { } hour))
                return operand;
            operand = hour;
        }

        var moment = (Moment)operand;
        while (IsBeside(_at) && pieces[_at].Piece is Moment next && moment.With(next) is { } joined)
        {
            moment = joined;
            _at++;
        }

        return moment;
    }

    // "from 4 to 22 next month": days, no hours.
    private (Moment From, Moment To)? OfMonth(Piece from, Piece to)
    {
        if ((from, to) is not (Piece.Bare { Value: >= 1 } first, Piece.Bare { Value: <= 31 } last) || first.Value >= last.Value || !IsBeside(_at)
            || pieces[_at].Piece is not Moment { IsDayOnly: true, Day: null, Period: { Unit: PeriodUnit.Month, Part: PeriodPart.Whole } } month)
            return null;
        _at++;
        return (month with { Day = new DayName.OfMonth(first.Value, null) }, month with { Day = new DayName.OfMonth(last.Value, null) });
    }

    private static (Moment From, Moment To)? Pair(Piece from, Piece to, bool isDayOfEndOnly = false) => (from, to) switch
    {
        (Piece.Bare one, Moment { Day: DayName.OfMonth day } end) when one.Value is >= 1 and <= 31 =>
            (new Moment { Day = day with { Day = one.Value }, Period = end.Period }, end),
        (Moment { Day: DayName.OfMonth { Month: null } one }, Moment { Day: DayName.OfMonth { Month: not null } day } end) =>
            (new Moment { Day = day with { Day = one.Day } }, end),
        (Moment { Day: DayName.OfMonth { Month: not null } of } start, Moment { Day: DayName.OfMonth { Month: null } other, Period: null } end)
            when other.Day > of.Day => (start, end with { Day = of with { Day = other.Day } }),
        (Moment { Day: DayName.OfMonth day, Clock: null } start, Piece.Bare other) when other.Value is >= 1 and <= 31 =>
            (start, new Moment { Day = day with { Day = other.Value } }),

        // "с 10 до 12 в пятницу", "2pm-3pm tomorrow": on that day both.
        _ => AsTime(from) is { } first && AsTime(to) is { } second
            ? (!isDayOfEndOnly && first is { IsTimeOnly: true } && second is { HasDay: true, IsDayOnly: false }
                && first.With(second with { Clock = null, Part = null }) is { } same ? same : first, second)
            : null,
    };

    private static Moment? AsTime(Piece piece) => piece switch
    {
        Piece.Bare { IsOrdinal: true, Value: >= 1 and <= 31 } bare => new Moment { Day = new DayName.OfMonth(bare.Value, null) },
        Piece.Bare { IsOrdinal: false, Value: >= 0 and <= 24 } bare => new Moment { Clock = new ClockTime(bare.Value, 0, bare.Value is 0 or > 12) },
        Moment moment => moment,
        _ => null,
    };

    /// <summary>Nothing but glue between this piece and the one before.</summary>
    private bool IsBeside(int piece) => piece > 0 && piece < pieces.Count && Gap.IsGlue(phrase, pieces[piece - 1].Last + 1, pieces[piece].First, language)
        && !(_isDenied && Gap.IsContrast(phrase, pieces[piece - 1].Last + 1, pieces[piece].First));
}
