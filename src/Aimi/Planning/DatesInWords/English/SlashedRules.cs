namespace Aimi.Planning.DatesInWords.English;

/// <summary>Dates in digits: "2026-03-15", "3/15", "15/3/2027", "15.03.2027". Which comes first, the month or the day, only the numbers can tell.</summary>
internal static class SlashedRules
{
    public static Match Read(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "on", "for", "of") ? at + 1 : at;
        var match = YearFirst(phrase, start);
        if (match.Count == 0)
            match = MonthOfYear(phrase, start);
        if (match.Count == 0)
            match = Slashed(phrase, start, start > at);
        return match.Count == 0 ? Match.None : match with { Count = match.Count + start - at };
    }

    // "2026-03-15", "2026/3/15", "2026-03-15T18:30"
    private static Match YearFirst(Phrase phrase, int at)
    {
        if (!phrase.IsNumber(at, 1_900, 2_200) || phrase[at].Digits != 4 || !phrase.Is(at + 1, "-", "/", ".") || phrase[at + 1].Spaced
            || !phrase.IsTightNumber(at + 2, 1, 12) || !phrase.IsTight(at + 3, phrase[at + 1].Text) || !phrase.IsTightNumber(at + 4, 1, 31))
        {
            return Match.None;
        }

        var day = new Moment { Day = new DayName.OfMonth(phrase[at + 4].Value, phrase[at + 2].Value, phrase[at].Value) };
        if (!phrase.IsTight(at + 5, "t") || !phrase.IsNumber(at + 6, 0, 24) || !phrase.IsTight(at + 7, ":") || !phrase.IsTightNumber(at + 8, 0, 59))
            return new Match(day, 5);

        var end = phrase.IsTight(at + 9, ":") && phrase.IsTightNumber(at + 10) ? at + 11 : at + 9;
        var time = day with { Clock = new ClockTime(phrase[at + 6].Value, phrase[at + 8].Value, true) };

        if (phrase.IsTight(end, "z"))
            return new Match(time with { Zones = ["Etc/UTC"] }, end + 1 - at);

        // Of another zone than the person's: we cannot tell which hour it is here.
        return phrase.IsTight(end, "+")
            ? new Match(new Piece.Doubt(DoubtKind.TwoReadings, time), end + 1 - at)
            : new Match(time, end - at);
    }

    // "04/2027", "2027-04"
    private static Match MonthOfYear(Phrase phrase, int at)
    {
        var isYearFirst = phrase[at].Digits == 4;
        var (year, month) = isYearFirst ? (phrase[at], phrase[at + 2]) : (phrase[at + 2], phrase[at]);
        var isMonth = year is { IsNumber: true, Digits: 4, Value: >= 1_900 and <= 2_200 }
            && month is { IsNumber: true, IsOrdinal: false, Digits: 1 or 2, Value: >= 1 and <= 12 }
            && (phrase.IsTight(at + 1, "/") || (month.Digits == 2 && phrase.IsTight(at + 1, "-"))) && !phrase[at + 2].Spaced
            && !IsTightMark(phrase, at - 1)
            && !(phrase[at + 3] is { Kind: TokenKind.Mark, Spaced: false } && phrase.IsTightNumber(at + 4));
        return isMonth ? new Match(new Moment { Period = new Period(PeriodUnit.Month, Number: month.Value, Year: year.Value) }, 3) : Match.None;
    }

    private static Match Slashed(Phrase phrase, int at, bool isIntroduced)
    {
        var mark = phrase[at + 1].Text;
        if (!phrase.IsNumber(at, 1, 31) || phrase[at].Digits is 0 or > 2 || phrase[at].IsOrdinal || mark is not ("/" or "-" or ".") || phrase[at + 1].Spaced
            || !phrase.IsTightNumber(at + 2, 1, 31) || phrase[at + 2].Digits > 2 || phrase[at + 2].IsOrdinal || IsTightMark(phrase, at - 1)
            || Nouns.NamesNumber(phrase, phrase.Is(at - 1, ":") ? at - 2 : at - 1))
        {
            return Match.None;
        }

        var hasYear = phrase.IsTight(at + 3, mark) && phrase.IsTightNumber(at + 4) && phrase[at + 4].Digits is 2 or 4;
        var (year, count) = hasYear ? (phrase[at + 4].Value + (phrase[at + 4].Digits == 4 ? 0 : phrase[at + 4].Value >= 70 ? 1_900 : 2_000), 5)
            : ((int?)null, 3);

        // "10-12" are hours, "1.5" is a number, "1/2 cup" a half: without a year only slashes, where a date may stand.
        // "on 5.12" may be either, and "5.12" a price.
        var isDotted = mark == "." && isIntroduced && phrase[at + 2].Digits == 2 && !(phrase.IsTight(at + 3, ".") && phrase.IsTightNumber(at + 4))
            && !Nouns.IsMeasure(phrase, at + 3);
        if (!hasYear && !isDotted && (mark != "/" || !IsPlaceOfDate(phrase, at, at + 3, isIntroduced)))
            return Match.None;
        if (year is < 1_900 or > 2_200)
            return Match.None;

        // "05/31/2027:14:15"
        var hasClock = hasYear && phrase.IsTight(at + 5, ":") && phrase.IsTightNumber(at + 6, 0, 23)
            && phrase.IsTight(at + 7, ":") && phrase.IsTightNumber(at + 8, 0, 59);
        var clock = hasClock ? new ClockTime(phrase[at + 6].Value, phrase[at + 8].Value, IsExact: true) : null;
        count += hasClock ? 4 : 0;

        var (one, other) = (phrase[at].Value, phrase[at + 2].Value);
        var monthFirst = Moment(other, one, year) with { Clock = clock };
        var dayFirst = Moment(one, other, year) with { Clock = clock };
        return (one <= 12, other <= 12) switch
        {
            (true, true) when one == other => new Match(monthFirst, count),

            // Points are written where the day comes first.
            (true, true) when mark == "." && hasYear => new Match(dayFirst, count),
            (true, true) => SlashOrder.IsMonthFirst(phrase) is { } shown ? new Match(shown ? monthFirst : dayFirst, count)
                : new Match(new Piece.Doubt(DoubtKind.TwoReadings, monthFirst, dayFirst), count),
            (true, false) => new Match(monthFirst, count),
            (false, true) => new Match(dayFirst, count),
            _ => new Match(new Piece.Doubt(DoubtKind.Impossible), count),
        };
    }

    private static bool IsPlaceOfDate(Phrase phrase, int at, int end, bool isIntroduced) =>
        !(phrase.IsTight(end, ".") && phrase.IsTightNumber(end + 1)) && !(phrase[at].Value == 24 && phrase[at + 2].Value == 7)
            && !phrase.Is(end, MeaningKind.Unit) && !phrase.Is(end, "cup", "cups", "of", "teaspoon", "tsp", "tbsp", "lb", "price", "inch", "mile", "/")
        && (isIntroduced || at == 0 || phrase[end].Kind is TokenKind.None
        || phrase.Is(at - 1, "by", "until", "till", "before", "from", "since", "due", "to", "after", "-", ",", "between", "and", "through")
            || phrase.Is(at - 1, MeaningKind.Weekday) || phrase.Is(end, "at", "@", "-", "from", "to", "and"));

    // "2/29-3/1" are two dates.
    private static bool IsTightMark(Phrase phrase, int at) =>
        !(phrase.Is(at, "-") && phrase.Is(at - 2, "/") && phrase.Is(at + 2, "/"))
        && !phrase[at + 1].Spaced && phrase[at].Text is "/" or "." or "-" or "$" or ":";

    private static Moment Moment(int day, int month, int? year) => new() { Day = new DayName.OfMonth(day, month, year) };
}
