namespace Aimi.Planning.DatesInWords.English;

/// <summary>Periods by their place in a longer one: "the week of April 6", "Q2 2027", "the last week of May", "week 31", "the rest of the week".</summary>
internal static class PlacedPeriodRules
{
    public static Match Read(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "in", "during", "on", "for", "over") ? at + 1 : at;
        if (phrase.Is(start, "the"))
            start++;
        var match = WeekOf(phrase, start);
        if (match.Count == 0)
            match = Quarter(phrase, start);
        if (match.Count == 0)
            match = Half(phrase, start);
        if (match.Count == 0)
            match = Rest(phrase, start);
        if (match.Count == 0)
            match = WeekOfYear(phrase, start);
        if (match.Count == 0)
            match = Placed(phrase, start);
        return match.Count == 0 ? Match.None : match with { Count = match.Count + start - at };
    }

    // "the week of April 6", "week commencing the 6th"
    private static Match WeekOf(Phrase phrase, int at)
    {
        // "w/c Feb 4", "w/b 6 April"
        var isShort = phrase.Is(at, "w") && phrase.IsTight(at + 1, "/") && phrase.Is(at + 2, "c", "b");
        var isWeekend = phrase.Is(at, "weekend") && phrase.Is(at + 1, "of");
        if (!isShort && !isWeekend && (!phrase.Is(at, "week") || !phrase.Is(at + 1, "of", "beginning", "starting", "commencing")))
            return Match.None;
        var of = isShort ? at + 3 : phrase.Is(at + 2, "on") ? at + 3 : at + 2;
        var (day, last) = DateRules.Named(phrase, of);
        if (day is null)
            (day, last) = HolidayRules.Named(phrase, of);

        // Its year, which a feast has no place for.
        if (day is not null and not DayName.OfMonth && DateRules.Year(phrase, last) is ({ }, var behind))
            return new Match(new Piece.Doubt(DoubtKind.LeftOver), behind - at);
        var ordinal = phrase.Is(of, "the") ? of + 1 : of;
        if (day is null && phrase.IsNumber(ordinal, 1, 31) && phrase[ordinal].IsOrdinal)
            (day, last) = (new DayName.OfMonth(phrase[ordinal].Value, null), ordinal + 1);
        return day is null ? Match.None : In(new Period(isWeekend ? PeriodUnit.Weekend : PeriodUnit.Week) { Around = day }, at, last);
    }

    // "Q2", "Q2 2027", "2027Q2", "the second quarter of 2027"
    private static Match Quarter(Phrase phrase, int at)
    {
        if (phrase[at].Digits is 2 or 4 && phrase.IsTight(at + 1, "q") && Number(phrase, at + 1) is var glued and > 0)
        {
            var said = phrase[at].Digits == 4 ? phrase[at].Value : 2_000 + phrase[at].Value;
            return In(new Period(PeriodUnit.Quarter, Number: glued, Year: said), at, at + 3);
        }

        // "2027-Q1", "2027-H2"
        if (phrase[at].Digits == 4 && phrase.IsNumber(at, 1_900, 2_199) && phrase.IsTight(at + 1, "-") && !phrase[at + 2].Spaced)
        {
            if (Number(phrase, at + 2) is var quarter and > 0)
                return In(new Period(PeriodUnit.Quarter, Number: quarter, Year: phrase[at].Value), at, at + 4);
            if (HalfNumber(phrase, at + 2) is var half and > 0)
                return In(new Period(PeriodUnit.HalfYear, Number: half, Year: phrase[at].Value), at, at + 4);
        }

        var number = Number(phrase, at);
        if (number == 0 && phrase.IsNumber(at, 1, 4) && phrase[at].IsOrdinal && phrase.Is(at + 1, "quarter", "qtr"))
            number = phrase[at].Value;
        if (number == 0)
            return Match.None;
        var (year, end) = DateRules.Year(phrase, at + 2);
        return In(new Period(PeriodUnit.Quarter, Number: number, Year: year), at, end);
    }

    private static int Number(Phrase phrase, int at) =>
        phrase.Is(at, "q") && !phrase[at + 1].Spaced && phrase[at + 1].Text is ['1' or '2' or '3' or '4'] ? phrase[at + 1].Text[0] - '0' : 0;

    // "H1 2027", "the second half of 2027", "the first half of the year", "the first half of May"
    private static Match Half(Phrase phrase, int at)
    {
        var number = HalfNumber(phrase, at);
        if (number > 0)
        {
            var (said, last) = DateRules.Year(phrase, at + 2);
            return said is null && phrase[at + 2].Kind is TokenKind.Word ? Match.None
                : In(new Period(PeriodUnit.HalfYear, Number: number, Year: said), at, last);
        }

        if (!phrase.IsNumber(at, 1, 2) || !phrase[at].IsOrdinal || !phrase.Is(at + 1, "half") || !phrase.Is(at + 2, "of"))
            return Match.None;
        number = phrase[at].Value;
        var (whole, end) = Year(phrase, at + 3);
        if (whole is null)
            (whole, end) = PeriodRules.Whole(phrase, at + 3, isIntroduced: true);
        return whole switch
        {
            { Unit: PeriodUnit.Year, Part: PeriodPart.Whole } => In(new Period(PeriodUnit.HalfYear, Number: number, Year: whole.Year)
            {
                OfYear = whole.Year is null ? whole.Which : null,
            }, at, end),
            { Unit: PeriodUnit.Month } when number == 1 => In(new Period(PeriodUnit.Day) { Length = new Amount(0, 15, default), Within = whole }, at, end),
            null => Match.None,
            _ => new Match(new Piece.Doubt(DoubtKind.LeftOver), end - at),
        };
    }

    private static int HalfNumber(Phrase phrase, int at) =>
        phrase.Is(at, "h") && !phrase[at + 1].Spaced && phrase[at + 1].Text is "1" or "2" ? phrase[at + 1].Text[0] - '0' : 0;

    // "the rest of the week", "the remainder of this month"
    private static Match Rest(Phrase phrase, int at)
    {
        if (!phrase.Is(at, "rest", "remainder") || !phrase.Is(at + 1, "of"))
            return Match.None;

        // "the rest of my week", "rest of week"
        var of = phrase.Is(at + 2, "my", "our") ? at + 3 : at + 2;
        if (phrase.Is(of, "day", "today") || (phrase.Is(of, "the") && phrase.Is(of + 1, "day")))
            return In(new Period(PeriodUnit.Day) { IsRest = true }, at, phrase.Is(of, "the") ? of + 2 : of + 1);
        if (phrase.Is(of, "week", "month", "year"))
        {
            var unit = phrase.Is(of, "week") ? PeriodUnit.Week : phrase.Is(of, "month") ? PeriodUnit.Month : PeriodUnit.Year;
            return In(new Period(unit, Which.This) { IsRest = true }, at, of + 1);
        }

        var (period, end) = PeriodRules.Whole(phrase, of, isIntroduced: true);
        return period is { Which: Which.This } ? In(period with { IsRest = true }, at, end) : Match.None;
    }

    // "week 31", "wk 5 of next year", "2027 week 40"
    private static Match WeekOfYear(Phrase phrase, int at)
    {
        if (phrase.IsNumber(at, 1_900, 2_199) && phrase[at].Digits == 4 && phrase.Is(at + 1, "week", "wk") && phrase.IsNumber(at + 2, 1, 53))
            return In(Placed(PeriodUnit.Week, phrase[at + 2].Value, new Period(PeriodUnit.Year, Year: phrase[at].Value)), at, at + 3);
        if (!phrase.Is(at, "week", "wk") || !phrase.IsNumber(at + 1, 1, 53) || phrase[at + 1].Digits == 0)
            return Match.None;
        // "week 5 workout", "week 3 of the course" are no weeks of the year; "weeks 12 and 14" we cannot tell.
        var (year, end) = phrase.Is(at + 2, "of", "in") ? Year(phrase, at + 3) : default;
        var isRange = (phrase.Is(at + 2, "to", "through", "until", "till", "and") && phrase.Is(at + 3, "week", "wk"))
            || (phrase.Is(at - 1, "to", "through", "until", "till", "and") && phrase.Is(at - 3, "week", "wk"));
        if (year is null && !isRange && (phrase[at + 2].IsNumber || phrase.Is(at + 2, "and")))
            return new Match(new Piece.Doubt(DoubtKind.LeftOver), 2);
        if (year is null && !isRange && phrase[at + 2].Kind is TokenKind.Word)
            return Match.None;
        return year is null
            ? In(Placed(PeriodUnit.Week, phrase[at + 1].Value, new Period(PeriodUnit.Year, Which.This)), at, at + 2)
            : In(Placed(PeriodUnit.Week, phrase[at + 1].Value, year), at, end);
    }

    // "the last week of May", "the second weekend in June", "third last week of 2027", "the fifth last day of May"
    private static Match Placed(Phrase phrase, int at)
    {
        var (place, unit) = Place(phrase, at);
        if (place == 0)
            return Match.None;
        var isWeekend = phrase.Is(unit, "weekend", "wkend") || (phrase.Is(unit, "week") && phrase.IsTight(unit + 1, "-") && phrase.Is(unit + 2, "end"));
        var of = isWeekend && phrase.Is(unit, "week") ? unit + 3 : unit + 1;

        // "the third week next year"
        if (phrase.Is(of, "this", "next", "last", "previous") && phrase.Is(of + 1, "month", "year"))
            of--;
        else if (!phrase.Is(of, "of", "in"))
            return Amounted(phrase, at);
        var (whole, end) = Year(phrase, of + 1);
        if (whole is null)
            (whole, end) = PeriodRules.Whole(phrase, of + 1, isIntroduced: true);
        if (whole is not { Unit: PeriodUnit.Month or PeriodUnit.Year, Part: PeriodPart.Whole })
            return Match.None;

        if (isWeekend || phrase.Is(unit, "week"))
            return In(Placed(isWeekend ? PeriodUnit.Weekend : PeriodUnit.Week, place, whole), at, end);
        if (phrase.Is(unit, "day") && place < -1 && whole is { Unit: PeriodUnit.Month, Number: { } month })
            return new Match(new Moment { Day = new DayName.OfMonth(place, month, whole.Year) }, end - at);
        if (phrase.Is(unit, "month") && place > 0 && whole.Unit is PeriodUnit.Year)
            return In(new Period(PeriodUnit.Month, Number: place, Year: whole.Year) { OfYear = whole.Year is null ? whole.Which : null }, at, end);
        return phrase.Is(unit, "quarter", "half", "month") ? new Match(new Piece.Doubt(DoubtKind.LeftOver), end - at) : Match.None;
    }

    // "first" 1, "last" −1, "third last" −3; 0 where none is said.
    private static (int Place, int End) Place(Phrase phrase, int at)
    {
        var isOrdinal = phrase.IsNumber(at, 1, 12) && phrase[at].IsOrdinal && (phrase[at].Value <= 5 || phrase.Is(at + 1, "month"));
        if (isOrdinal && phrase.Is(at + 1, "last"))
            return (-phrase[at].Value, at + 2);
        return isOrdinal ? (phrase[at].Value, at + 1) : phrase.Is(at, "last", "final") ? (-1, at + 1) : (0, at);
    }

    // "the first 10 days of May", "the last three months of 2027"; where weeks begin and end there, has to be asked.
    private static Match Amounted(Phrase phrase, int at)
    {
        var isLast = phrase.Is(at, "last", "final");
        if (!isLast && !(phrase.IsNumber(at, 1, 1) && phrase[at].IsOrdinal))
            return Match.None;
        var amount = Amounts.Read(phrase, at + 1);
        var of = at + 1 + amount.Count;
        if (amount.Count < 2 || amount.IsVague || !phrase.Is(of, "of", "in"))
            return Match.None;
        var (whole, end) = Year(phrase, of + 1);
        if (whole is null)
            (whole, end) = PeriodRules.Whole(phrase, of + 1, isIntroduced: true);
        if (whole is null)
            return Match.None;
        return phrase.Is(of - 1, "weeks") || amount.IsWorkdays || !amount.Amount.IsWholeDays
            ? new Match(new Piece.Doubt(DoubtKind.LeftOver), end - at)
            : In(new Period(PeriodUnit.Day) { Length = isLast ? -amount.Amount : amount.Amount, Within = whole }, at, end);
    }

    private static (Period? Year, int End) Year(Phrase phrase, int at)
    {
        if (phrase.IsNumber(at, 1_900, 2_199) && phrase[at].Digits == 4)
            return (new Period(PeriodUnit.Year, Year: phrase[at].Value), at + 1);
        return PeriodRules.Whole(phrase, at, isIntroduced: true) is ({ Unit: PeriodUnit.Year } year, var end) ? (year, end) : (null, at);
    }

    private static Period Placed(PeriodUnit unit, int place, Period within) => new(unit) { Place = place, Within = within };

    private static Match In(Period period, int at, int end) => new(new Moment { Period = period }, end - at);
}
