using static Aimi.Planning.DatesInWords.MeaningKind;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Days by their number: "March 15", "the 15th of March 2027", "3/15", "2026-03-15", "on the 15th".</summary>
internal static class DateRules
{
    public static Match Read(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "on", "for", "of") || (phrase.IsTight(at, "-") && phrase.Is(at - 1, MeaningKind.Weekday)) ? at + 1 : at;
        var (day, end) = Named(phrase, start);
        if (day is null)
            (day, end) = OfThisMonth(phrase, start, start > at);
        // "July 4th weekend"
        if (day is DayName.OfMonth { Month: not null } && phrase.Is(end, "weekend"))
            return new Match(new Moment { Period = new Period(PeriodUnit.Weekend) { Around = day } }, end + 1 - at);
        return day is null ? Match.None : new Match(new Moment { Day = day }, end - at);
    }

    /// <summary>A date with its month in words.</summary>
    internal static (DayName? Day, int End) Named(Phrase phrase, int at)
    {
        // "2027 March 15"
        if (phrase.IsNumber(at, 1_900, 2_200) && phrase[at].Digits == 4 && phrase.Is(at + 1, Month)
            && MonthFirst(phrase, at + 1) is (DayName.OfMonth { Year: null } day, var end))
            return (day with { Year = phrase[at].Value }, end);
        if (phrase.IsNumber(at, 1_900, 2_200) && phrase[at].Digits == 4 && (phrase.IsTight(at + 1, "-") || phrase.IsTight(at + 1, "/"))
            && phrase.Is(at + 2, Month) && MonthFirst(phrase, at + 2) is (DayName.OfMonth { Year: null } dashed, var last))
            return (dashed with { Year = phrase[at].Value }, last);
        return phrase.Is(at, Month) ? MonthFirst(phrase, at) : DayFirst(phrase, at);
    }

    // "March 15", "March the 15th", "Mar. 15th, 2027"
    private static (DayName? Day, int End) MonthFirst(Phrase phrase, int at)
    {
        var next = phrase.IsTight(at + 1, ".") || phrase.Is(at + 1, "-", "/") && !phrase[at + 1].Spaced ? at + 2 : at + 1;
        if (phrase.Is(next, ",") && phrase[next + 1].IsOrdinal)
            next++;
        if (phrase.Is(next, "the"))
            next++;
        if (!phrase.IsNumber(next, 1, 31) || phrase[next].Digits > 2)
            return default;

        // "we march 10 miles", "it may 5 times": the verbs.
        if (phrase.Is(at, "may", "march") && !phrase[next].IsOrdinal && phrase.Is(next + 1, "times", "miles", "km", "kilometers", "people", "more"))
            return default;

        // "March 15:30" is no date, "May 5pm" neither; "May 10-minute" never is.
        if ((phrase.IsTight(next + 1, ":") && phrase.IsTightNumber(next + 2)) || (phrase.Is(next + 1, "am", "pm") && !phrase[next].IsOrdinal)
            || (phrase.Is(next + 1, "o'clock") && !phrase[next].IsOrdinal))
            return default;

        var (year, end) = Year(phrase, next + 1, canBeShort: true);

        // "March 10 - 15, 2027": the year behind the last day is of the first, too.
        if (year is null && phrase.Is(next + 1, "-", "to", "through", "and") && phrase.IsNumber(next + 2, 1, 31))
            year = Year(phrase, next + 3).Year;
        return (new DayName.OfMonth(phrase[next].Value, phrase.Value(at), year), end);
    }

    // "15 March", "the 15th of March, 2027", "15-Mar-2027"
    private static (DayName? Day, int End) DayFirst(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "the") ? at + 1 : at;
        if (!phrase.IsNumber(start, 1, 99) || phrase[start].Digits > 2 || (phrase[start].Value > 31 && !phrase[start].IsOrdinal))
            return default;

        var next = start + 1;
        if (phrase.Is(next, "day") && phrase.Is(next + 1, "of"))
            next++;
        if (phrase.Is(next, "of", "-", "/") || phrase.IsTight(next, "."))
            next++;
        if (!phrase.Is(next, Month) || (phrase.Is(next, "may", "march") && next == start + 1 && phrase[start].Digits == 0 && !phrase[start].IsOrdinal)
            || (phrase.Is(next, "may", "march") && IsVerb(phrase, start, next)))
            return default;

        var end = phrase.IsTight(next + 1, ".") && phrase[next].Length <= 4 && phrase.IsNumber(next + 2, 1_900, 2_200) ? next + 2 : next + 1;
        end = phrase.Is(end, "-", "/") && !phrase[end].Spaced && phrase.IsTightNumber(end + 1, 1_900, 2_200) ? end + 1 : end;

        // "21-Apr-16"
        if (phrase.IsTight(next - 1, "-") && !phrase[next].Spaced && phrase.IsTight(end, "-") && phrase.IsTightNumber(end + 1, 0, 99)
            && phrase[end + 1].Digits == 2)
        {
            var century = phrase[end + 1].Value >= 70 ? 1_900 : 2_000;
            return (new DayName.OfMonth(phrase[start].Value, phrase.Value(next), century + phrase[end + 1].Value), end + 2);
        }

        (var year, end) = Year(phrase, end, canBeShort: true);
        return (new DayName.OfMonth(phrase[start].Value, phrase.Value(next), year), end);
    }

    // "all 5 may come", "room 12 may be free"
    private static bool IsVerb(Phrase phrase, int day, int month) =>
        phrase.Is(month + 1, "be", "come", "have", "go", "not", "i", "we", "you", "also", "still", "need", "take")
            || (month == day + 1 && phrase.Is(day - 1, "room", "all", "these", "those"));

    /// <summary>A year where it stands behind a date or a month.</summary>
    internal static (int? Year, int End) Year(Phrase phrase, int at, bool canBeShort = false)
    {
        var next = phrase.Is(at, ",", "of", "in") || phrase.IsTight(at, "-") || phrase.IsTight(at, "/") ? at + 1 : at;
        if (phrase.Is(next, "the") && phrase.Is(next + 1, "year"))
            next += 2;
        var isYear = phrase.IsNumber(next, 1_900, 2_200) && phrase[next].Digits == 4 && !phrase.Is(next + 1, "hours", "hrs")
            && !(phrase.IsTight(next + 1, "-") && phrase.IsTightNumber(next + 2))
            && !phrase.IsTight(next + 1, ":");
        if (isYear)
            return (phrase[next].Value, next + 1);
        if (InWords(phrase, next) is ({ } spoken, var behind))
            return (spoken, behind);

        // "3 Aug 96"; "'27" with an apostrophe. No day and no hour is so big.
        var hasMark = phrase.Is(next, "'", "’", "‘");
        var twoAt = hasMark ? next + 1 : next;
        var isShort = canBeShort && phrase.IsNumber(twoAt, hasMark ? 0 : 32, 99) && phrase[twoAt].Digits == 2 && !phrase[twoAt].IsOrdinal
            && phrase[at - 1].Value <= 31 && (hasMark || phrase[twoAt + 1].Kind is not TokenKind.Word);
        return isShort ? (phrase[twoAt].Value + (phrase[twoAt].Value >= 70 ? 1_900 : 2_000), twoAt + 1) : (null, at);
    }

    // "nineteen ninety six", "two thousand and twenty-seven"
    private static (int? Year, int End) InWords(Phrase phrase, int at)
    {
        var said = phrase[at].Value;
        if (phrase[at] is not { IsNumber: true, Digits: 0, IsOrdinal: false } || said is not (19 or 20 or (>= 1_900 and <= 2_199)))
            return (null, at);
        var rest = said == 2_000 && phrase.Is(at + 1, "and") ? at + 2 : at + 1;
        var isRest = said is 19 or 20 or 2_000 && phrase[rest] is { IsNumber: true, Digits: 0, IsOrdinal: false, Value: >= 1 and <= 99 };
        if (said is 19 or 20)
            return isRest && phrase[rest].Value >= 10 ? ((said * 100) + phrase[rest].Value, rest + 1) : (null, at);
        return isRest ? (said + phrase[rest].Value, rest + 1) : (said, at + 1);
    }

    // "the 15th", "on the 5th"; never "the second option", "the 15th floor".
    private static (DayName? Day, int End) OfThisMonth(Phrase phrase, int at, bool isOn)
    {
        var start = phrase.Is(at, "the") ? at + 1 : at;

        // "20 of this month", "the 20th of the previous month"
        if (phrase.IsNumber(start, 1, 31) && IsOfSomeMonth(phrase, start + 1))
            return (new DayName.OfMonth(phrase[start].Value, null), start + 1);

        // "on 15 at 8:00", "8pm on 15"
        if (phrase.Is(at - 1, "on") && isOn && start == at && phrase.IsNumber(at, 1, 31) && phrase[at].Digits > 0 && !phrase[at].IsOrdinal
            && (phrase.Is(at + 1, "at", "@")
                || (phrase[at + 1].Kind is TokenKind.None or TokenKind.Mark && !phrase.IsTightNumber(at + 2) && IsHourBefore(phrase, at - 2))))
            return (new DayName.OfMonth(phrase[at].Value, null), at + 1);

        // "Friday 23": the weekday has to bear it out.
        if (start == at && phrase.Is(at - 1, MeaningKind.Weekday) && phrase.IsNumber(at, 1, 31) && phrase[at].Digits > 0 && !phrase[at].IsOrdinal
            && (phrase[at + 1].Kind is TokenKind.None || phrase.Is(at + 1, "!", "?") || (phrase.Is(at + 1, "at", "@") && phrase.IsNumber(at + 2))
                || (phrase.Is(at + 1, ",", ".") && !phrase.IsTightNumber(at + 2))))
            return (new DayName.OfMonth(phrase[at].Value, null), at + 1);

        // "on the 17 from 2pm"
        if (isOn && start > at && phrase.IsNumber(start, 1, 31) && !phrase[start].IsOrdinal && phrase[start].Digits > 0
            && (phrase[start + 1].Kind is TokenKind.None || phrase.Is(start + 1, "at", "from", "between", ",", ".", "?", "@")))
            return (new DayName.OfMonth(phrase[start].Value, null), start + 1);

        if (!phrase.IsNumber(start, 1, 31) || !phrase[start].IsOrdinal
            || (start == at && !isOn && !phrase.Is(at - 1, MeaningKind.Weekday) && !phrase.Is(start + 1, "of")))
            return default;

        // "the thirty-first day of the month"
        if (phrase.Is(start + 1, "day") && phrase.Is(start + 2, "of") && phrase.Is(start + 3, "the", "this", "next") && phrase.Is(start + 4, "month"))
            return (new DayName.OfMonth(phrase[start].Value, null), phrase.Is(start + 3, "the") ? start + 5 : start + 2);

        var isIntroduced = isOn || phrase.Is(at - 1, MeaningKind.Weekday)
            || phrase.Is(at - 1, "by", "until", "till", "before", "from", "to", "since", "after", "and", "-", "through", "due", "between");
        var next = phrase[start + 1];
        var ends = next.Kind is TokenKind.None or TokenKind.Mark || (next.IsNumber && phrase[start].Digits > 0)
            || phrase.Is(start + 1, "at", "in", "from", "for", "to", "and", "or", "of", "with", "until", "till", "by", "if", "is", "i", "we", "@", "through",
            "around");
        if (phrase.Is(start + 1, "of") && ((phrase.Is(start + 2, "this", "next", "last") && phrase.Is(start + 3, "month"))
            || (phrase.Is(start + 2, "the") && phrase.Is(start + 3, "month") && phrase.Is(start + 4, "after"))))
            return (new DayName.OfMonth(phrase[start].Value, null), start + 1);
        var fits = phrase[start].Digits > 0 ? ends || (isIntroduced && !IsThing(next.Text)) : isIntroduced && ends;

        // "the 21st of every month" is a recurrence, "the first of May" a date, "the second of two" none.
        if (phrase.Is(start + 1, "of") && !(phrase.Is(start + 2, "the", "this", "next", "last")
            && phrase.Is(start + 3, "month", "next", "following", "current")))
            fits = false;
        if (!fits)
            return default;

        var isOfTheMonth = phrase.Is(start + 1, "of") && phrase.Is(start + 2, "the") && phrase.Is(start + 3, "month");
        return (new DayName.OfMonth(phrase[start].Value, null), isOfTheMonth ? start + 4 : start + 1);
    }

    private static bool IsOfSomeMonth(Phrase phrase, int at)
    {
        var which = phrase.Is(at + 1, "the") ? at + 2 : at + 1;
        return phrase.Is(at, "of") && phrase.Is(which, MeaningKind.Which) && phrase.Is(which + 1, "month");
    }

    // "8pm", "at seven", "at 8:30"
    private static bool IsHourBefore(Phrase phrase, int at) =>
        HalfDay.Read(phrase, at).Count > 0 || (phrase[at].IsNumber && phrase.Is(at - 1, "at", "@", ":"));

    private static bool IsThing(string word) => word is "floor" or "century" or "street" or "st" or "avenue" or "ave" or "place" or "anniversary"
        or "birthday" or "page" or "chapter" or "time" or "day" or "option" or "attempt" or "grade" or "edition" or "hole" or "one" or "row" or "line"
        or "step" or "week" or "month" or "year" or "hour" or "minute";
}
