using static Aimi.Planning.DatesInWords.MeaningKind;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Stretches of days: "next week", "this weekend", "in March", "the end of the month", "mid-June", "in 2027", "this summer".</summary>
internal static class PeriodRules
{
    public static Match Read(Phrase phrase, int at)
    {
        if (Later(phrase, at) is { Count: > 0 } later)
            return later;
        var start = at;
        if (phrase.Is(start, "sometime", "anytime", "later", "earlier") && !phrase.Is(start + 1, RelativeDay))
            start++;
        if (PlacedPeriodRules.Read(phrase, start) is { Count: > 0 } placed)
            return placed with { Count = placed.Count + start - at };
        if (Decade(phrase, start) is { Count: > 0 } decade)
            return decade with { Count = decade.Count + start - at };
        var isIn = phrase.Is(start, "in", "during", "for", "over", "of", "throughout", "at", "around")
            || (phrase.Is(start, "on") && phrase.Is(start + 1, "the", "weekend"))
            || (phrase.Is(start, "from") && phrase.Is(start - 1, Weekday) && phrase.Is(start + 1, MeaningKind.Which));
        if (isIn)
            start++;

        var (part, end) = Part(phrase, start);
        var (period, last) = Whole(phrase, end, isIn || end > start || IsLink(phrase, at - 1));
        return period is null ? Short(phrase, at, start) : new Match(new Moment { Period = period with { Part = part } }, last - at);
    }

    // "the 1990s", "in the 90's", "the nineteen seventies", "next decade"; temperatures and people are of other tens.
    private static Match Decade(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "in", "during", "from", "of") ? at + 1 : at;
        var isIntroduced = phrase.Is(start, "the") || start > at;
        if (phrase.Is(start, "the"))
            start++;
        if (phrase.Is(start, MeaningKind.Which) && phrase.Is(start + 1, "decade"))
            return new Match(new Moment { Period = new Period(PeriodUnit.Decade, (Which)phrase.Value(start)) }, start + 2 - at);

        var ending = phrase.IsTight(start + 1, "'") || phrase.IsTight(start + 1, "’") ? start + 2 : start + 1;
        if (phrase[start].Digits is 2 or 4 && phrase[start].Value % 10 == 0 && phrase.Is(ending, "s") && (!phrase[ending].Spaced || phrase[start].Digits == 4))
        {
            var first = phrase[start].Digits == 4 ? phrase[start].Value : isIntroduced && phrase[start].Value >= 50 ? 1_900 + phrase[start].Value : 0;
            return first is >= 1_900 and <= 2_190 ? new Match(new Moment { Period = new Period(PeriodUnit.Decade, Year: first) }, ending + 1 - at) : Match.None;
        }

        var isFull = phrase[start] is { IsNumber: true, Digits: 0, Value: 19 };
        var word = isFull ? start + 1 : start;
        var ten = Array.IndexOf(Tens, phrase[word].Text) + 2;
        return ten >= 2 && (isFull || (phrase.Is(start - 1, "the") && phrase.Is(start - 2, "in") && ten >= 6))
            ? new Match(new Moment { Period = new Period(PeriodUnit.Decade, Year: 1_900 + (10 * ten)) }, word + 1 - at)
            : Match.None;
    }

    private static readonly string[] Tens = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];

    // "later this week" is what is left of it.
    private static Match Later(Phrase phrase, int at)
    {
        if (!phrase.Is(at, "later"))
            return Match.None;
        var (period, end) = Whole(phrase, phrase.Is(at + 1, "in", "on") ? at + 2 : at + 1, isIntroduced: true);
        return period is { Which: Which.This, Number: null } || (period is { Number: null, Year: null, Which: Which.Any } && phrase.Is(at + 1, "in"))
            ? new Match(new Moment { Period = period with { Which = Which.This, IsRest = true } }, end - at) : Match.None;
    }

    // "by", "until" and the like are read for themselves.
    private static bool IsLink(Phrase phrase, int at) =>
        phrase.Is(at, "by", "until", "till", "til", "before", "from", "since", "after", "to", "through", "between", "and", "-")
            || phrase.Is(at, "starting", "due") || (phrase.Is(at, "than") && phrase.Is(at - 1, "later", "earlier"));

    // "the end of", "early in", "mid-"
    private static (PeriodPart Part, int End) Part(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "the") ? at + 1 : at;
        if (phrase.Is(start, "very"))
            start++;
        PeriodPart? part = phrase[start].Text switch
        {
            "start" or "beginning" or "early" => PeriodPart.Start,
            "middle" or "mid" => PeriodPart.Middle,
            "end" or "late" => PeriodPart.End,
            _ => null,
        };
        if (part is null)
            return (PeriodPart.Whole, at);

        if (phrase.Is(start, "early", "late", "mid"))
            return (part.Value, phrase.Is(start + 1, "-", "in") ? start + 2 : start + 1);
        return phrase.Is(start + 1, "of") ? (part.Value, start + 2) : (PeriodPart.Whole, at);
    }

    // "eow", "eom", "eoy"
    private static Match Short(Phrase phrase, int at, int start)
    {
        PeriodUnit? unit = phrase[start].Text switch
        {
            "eow" => PeriodUnit.Week,
            "eom" => PeriodUnit.Month,
            "eoy" => PeriodUnit.Year,
            _ => null,
        };
        return unit is null ? Match.None : new Match(new Moment { Period = new Period(unit.Value, Which.This, Part: PeriodPart.End) }, start + 1 - at);
    }

    /// <param name="isIntroduced">A preposition stands before it, without which "may", "fall" and "2027" are other words.</param>
    internal static (Period? Period, int End) Whole(Phrase phrase, int at, bool isIntroduced)
    {
        var start = phrase.Is(at, "the") ? at + 1 : at;
        var which = Which.Any;
        while (phrase.Is(start, MeaningKind.Which))
            which = (Which)phrase.Value(start++);

        return phrase[start].Meaning.Kind switch
        {
            Month when phrase[start].Kind is TokenKind.Word => OfMonth(phrase, start, which, isIntroduced || which is not Which.Any),
            Season => OfSeason(phrase, start, which, isIntroduced || which is not Which.Any),
            _ when phrase[start].IsNumber => which is Which.Any ? OfYear(phrase, start, at, isIntroduced) : default,
            _ => OfUnit(phrase, start, which, isIntroduced, hasArticle: phrase.Is(at, "the")),
        };
    }

    private static (Period?, int) OfMonth(Phrase phrase, int at, Which which, bool isSure)
    {
        // The day of a month is read as a date.
        if (phrase.IsNumber(at + 1, 1, 31) && phrase[at + 1].Digits <= 2 && !IsHour(phrase, at + 1))
            return default;

        var next = phrase.IsTight(at + 1, ".") && phrase[at].Length <= 4 && (phrase.IsNumber(at + 2, 1_900, 2_200) || phrase.Is(at + 2, "'", "’"))
            ? at + 2 : at + 1;
        var (year, end) = DateRules.Year(phrase, next, canBeShort: phrase.Is(next, "'", "’", "‘") || phrase.Is(next, "of"));
        if (year is null && which is Which.Any && phrase.Is(next, "next", "this", "last") && phrase.Is(next + 1, "year"))
            return (new Period(PeriodUnit.Month, Number: phrase.Value(at)) { OfYear = (Which)phrase.Value(next) }, next + 2);

        if (phrase.Is(at, "may", "march") && year is null && !IsMonth(phrase, at, next))
            return default;

        // "Jan to March", "March in a year"
        if (phrase.Is(next, "in") && Amounts.Read(phrase, next + 1) is { IsVague: false, Amount: { Months: >= 12, Days: 0 } })
            isSure = true;
        if (phrase.Is(next, "-", "to", "through", "until", "till") && phrase.Is(next + 1, Month))
            isSure = true;

        // "May" and "March" are verbs, "June" and "April" people.
        var isSurely = isSure || year is not null || phrase.Count == 1 || (phrase.Count == 2 && phrase[at + 1].Kind is TokenKind.Mark)
            || !phrase.Is(at, "may", "march", "june", "april", "august", "mar", "jan", "dec", "sep", "jun");
        return isSurely ? (new Period(PeriodUnit.Month, which, phrase.Value(at), year), end) : default;
    }

    // "in May", "this March."; never "this may take longer", "and may also be", "to march".
    private static bool IsMonth(Phrase phrase, int at, int next)
    {
        var ends = phrase[next].Kind is TokenKind.None or TokenKind.Mark
            || phrase.Is(next, "at", "in", "on", "for", "with", "and", "to", "through", "until", "till", "from");
        return phrase.Is(at - 1, "in", "by", "until", "till", "during", "since", "of", "before", "after", "mid", "early", "late", "through", "every")
            || (ends && (phrase.Is(at - 1, "this", "next", "last", "coming", "from", "-") || phrase.Count == 1
            || (phrase.Is(next, "in") && phrase.Is(next + 2, "year", "years"))
            || (phrase.Is(at - 1, "to") && phrase.Is(at - 2, Month)) || (phrase.Is(next, "to", "-", "through") && phrase.Is(next + 1, Month))));
    }

    private static bool IsHour(Phrase phrase, int at) => phrase.Is(at + 1, "am", "pm", "o'clock") || phrase.IsTight(at + 1, ":");

    private static (Period?, int) OfSeason(Phrase phrase, int at, Which which, bool isSure)
    {
        var (year, end) = DateRules.Year(phrase, at + 1);
        return isSure || year is not null || phrase.Count == 1 ? (new Period((PeriodUnit)phrase.Value(at), which, Year: year), end) : default;
    }

    private static (Period?, int) OfYear(Phrase phrase, int at, int first, bool isIntroduced)
    {
        // "2017 April"
        if (phrase.IsNumber(at, 1_900, 2_200) && phrase[at].Digits == 4 && phrase.Is(at + 1, Month) && !phrase.IsNumber(at + 2, 1, 31))
            return (new Period(PeriodUnit.Month, Number: phrase.Value(at + 1), Year: phrase[at].Value), at + 2);

        if (Nouns.NamesNumber(phrase, at - 1) || Nouns.NamesNumber(phrase, at - 3))
            return default;
        var (year, end) = IsRow(phrase, at, at + 2) ? (phrase[at].Value, at + 1) : DateRules.Year(phrase, at);
        var isMeasured = phrase.Is(end, Unit)
            || phrase[end].Text is "steps" or "words" or "people" or "dollars" or "meters" or "calories" or "kcal" or "km" or "%";
        return year is null || isMeasured
            || !((isIntroduced && (phrase.Is(first - 1, "in", "by", "until", "till", "since", "before", "after", "between", "from", "during", "through", "for",
            "to") || (phrase.Is(first - 1, "than") && phrase.Is(first - 2, "later", "earlier"))
            || (phrase.Is(first - 1, "of") && phrase.Is(first - 2, "end", "start", "beginning", "middle", "day")))) || IsBesideYear(phrase, at))
            ? default
            : (new Period(PeriodUnit.Year, Year: year), end);
    }

    // "2024 to 2026", "2024–2026", "in 2024 and 2026"
    private static bool IsBesideYear(Phrase phrase, int at) => IsRow(phrase, at, at + 2) || IsRow(phrase, at - 2, at);

    private static bool IsRow(Phrase phrase, int first, int last) =>
        phrase.IsNumber(first, 1_900, 2_199) && phrase[first].Digits == 4 && phrase.IsNumber(last, 1_900, 2_199) && phrase[last].Digits == 4
        && phrase[first].Value < phrase[last].Value && phrase.Is(first + 1, "-", "to", "through", "until", "till", "and", "or", ",")
        && !(phrase.IsTight(last + 1, "-") && phrase.IsTightNumber(last + 2))
        && (phrase.Is(first + 1, "-", "to") || phrase.Is(first - 1, "in", "from", "between", "since", "of"));

    // "next week", "the week after next", "the weekend", "the following month"
    private static (Period?, int) OfUnit(Phrase phrase, int at, Which which, bool isIntroduced, bool hasArticle)
    {
        // "the year 2027"
        if (phrase.Is(at, "year") && which is Which.Any)
        {
            var (year, last) = DateRules.Year(phrase, at + 1, canBeShort: true);
            if (year is not null)
                return (new Period(PeriodUnit.Year, Year: year), last);
            if (phrase.Is(at + 1, "to") && phrase.Is(at + 2, "date"))
                return default;
        }

        PeriodUnit? unit = phrase[at].Text switch
        {
            "week" or "week's" => PeriodUnit.Week,
            "weekend" or "weekend's" or "wkend" => PeriodUnit.Weekend,
            "workweek" => PeriodUnit.Workweek,
            "month" or "month's" => PeriodUnit.Month,
            "quarter" or "quarter's" or "qtr" => PeriodUnit.Quarter,
            "year" or "year's" or "yr" => PeriodUnit.Year,
            _ => null,
        };
        var end = at + 1;
        if (phrase.Is(at, "week") && phrase.IsTight(at + 1, "-") && phrase.Is(at + 2, "end"))
            (unit, end) = (PeriodUnit.Weekend, at + 3);
        if (unit is null && (phrase.Is(at, "work", "working") && phrase.Is(at + 1, "week")))
            (unit, end) = (PeriodUnit.Workweek, at + 2);
        if (unit is null)
            return default;

        if (which is not Which.Any)
            return (new Period(unit.Value, which), end);
        if (phrase.Is(end, "after") && phrase.Is(end + 1, "next"))
            return (new Period(unit.Value, Which.AfterNext), end + 2);
        if (phrase.Is(end, "before") && phrase.Is(end + 1, "last"))
            return (new Period(unit.Value, Which.BeforeLast), end + 2);

        // "over the weekend", "by the end of the month"; "the week of …" and "the month that …" say nothing.
        var isNamed = isIntroduced && !phrase.Is(at - 1, "a", "per", "each", "every") && (hasArticle || unit is PeriodUnit.Weekend || IsEnding(phrase, at - 1));
        return isNamed && !(phrase.Is(end, "of", "that", "when") && unit is not PeriodUnit.Weekend) ? (new Period(unit.Value, Which.This), end) : default;
    }

    // "end of month", "mid week"
    private static bool IsEnding(Phrase phrase, int at) => (phrase.Is(at, "of") && phrase.Is(at - 1, "end", "start", "beginning", "middle"))
        || phrase.Is(at, "mid") || (phrase.Is(at, "-") && phrase.Is(at - 1, "mid"));
}
