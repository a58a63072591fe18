using static Aimi.Planning.DatesInWords.MeaningKind;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Days by their name: "tomorrow", "the day after tomorrow", "next Tuesday", "Friday week", "two weeks from Friday".</summary>
internal static class DayRules
{
    public static Match Relative(Phrase phrase, int at)
    {
        var start = Preposition(phrase, at);
        if (phrase.Is(start, "later", "earlier") && phrase.Is(start + 1, "today"))
            start++;
        if (phrase.Is(at, "on") && phrase.Is(start, RelativeDay))
            return Match.None;
        if (phrase.Is(start, "early", "late") && (phrase.Is(start + 1, RelativeDay) || phrase.Is(start + 1, MeaningKind.Weekday))
            && phrase.Is(start + 2, MeaningKind.DayPart))
        {
            DayName day = phrase.Is(start + 1, RelativeDay) ? new DayName.FromToday(phrase.Value(start + 1))
                : new DayName.OfWeek((DayOfWeek)phrase.Value(start + 1));
            var part = phrase.Is(start, "early") ? DatesInWords.DayPart.EarlyMorning : DatesInWords.DayPart.LateEvening;
            var isOne = phrase.Is(start, "early") ? phrase.Is(start + 2, "morning") : phrase.Is(start + 2, "evening", "night");
            return isOne ? new Match(new Moment { Day = day, Part = part }, start + 3 - at) : Match.None;
        }

        // "2/19 - tom", "from March to date"
        if ((phrase.Is(start, "tom", "tod") && phrase.Is(start - 1, "-") && IsShort(phrase, start))
            || (phrase.Is(start, "date") && phrase.Is(start - 1, "to", "till", "until") && phrase.Is(start - 3, "from", "since")))
            return Day(at, start + 1, new DayName.FromToday(phrase.Is(start, "tom") ? 1 : 0));

        // "now", to a question.
        if (at == 0 && phrase.Is(phrase.Is(0, "right", "just") ? 1 : 0, "now") && phrase.Count == (phrase.Is(0, "right", "just") ? 2 : 1))
            return new Match(new Moment { Shift = default(Amount) }, phrase.Count);

        // "between now and Friday", "from now until the 5th"
        if (phrase.Is(start, "now") && !phrase.Is(start + 1, "on")
            && (phrase.Is(at - 1, "between", "until", "till", "to") || (phrase.Is(at - 1, "from") && phrase.Is(start + 1, "to", "until", "till", "through"))
            || (phrase.Is(at - 1, "and") && !phrase.Is(at - 2, ","))))
            return Day(at, start + 1, new DayName.FromToday(0));
        if (phrase.Is(start, RelativeDay))
        {
            // "tomorrow week"
            var week = phrase.Is(start, "tomorrow", "today") && phrase.Is(start + 1, "week") ? 7 : 0;
            return Day(at, start + (week > 0 ? 2 : 1), new DayName.FromToday(phrase.Value(start) + week));
        }

        if (phrase.Is(start, "this", "same") && phrase.Is(start + 1, "day") && !phrase.Is(start + 2, "of"))
            return phrase.Is(start, "this") ? Day(at, start + 2, new DayName.FromToday(0)) : Match.None;
        if (phrase.Is(start, "the"))
            start++;

        // "the next day" of a story is none of ours.
        if (phrase.Is(start, "next") && phrase.Is(start + 1, "day") && !PastTense.Is(phrase))
            return Day(at, start + 2, new DayName.FromToday(1));
        if (!phrase.Is(start, "day"))
            return Match.None;
        if (phrase.Is(start + 1, "after") && phrase.Is(start + 2, "next"))
            return Day(at, start + 3, new DayName.FromToday(2));
        if (phrase.Is(start + 1, "after") && phrase.Is(start + 2, "tom") && IsShort(phrase, start + 2))
            return Day(at, start + 3, new DayName.FromToday(2));
        if (phrase.Is(start + 1, "after") && phrase.Is(start + 2, RelativeDay))
            return Day(at, start + 3, new DayName.FromToday(phrase.Value(start + 2) + 1));
        return phrase.Is(start + 1, "before") && phrase.Is(start + 2, RelativeDay)
            ? Day(at, start + 3, new DayName.FromToday(phrase.Value(start + 2) - 1))
            : Match.None;
    }

    /// <summary>"to Friday same time": the day alone, and the hour is the one that is known.</summary>
    public static Match SameTime(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "at") ? at + 1 : at;
        if (phrase.Is(start, "the"))
            start++;
        var isBeside = phrase[at - 1].Meaning.Kind is MeaningKind.Weekday or RelativeDay or Month || phrase.Is(start + 2, RelativeDay)
            || (phrase.Is(start + 2, "on") && phrase.Is(start + 3, MeaningKind.Weekday)) || phrase[at - 1].IsOrdinal;
        return isBeside && phrase.Is(start, "same") && phrase.Is(start + 1, "time", "hour") ? new Match(new Moment(), start + 2 - at) : Match.None;
    }

    // No Tom.
    private static bool IsShort(Phrase phrase, int at) =>
        char.IsLower(phrase.Text[phrase[at].Start]) && phrase[at + 1].Kind is TokenKind.None or TokenKind.Mark;

    public static Match OfWeek(Phrase phrase, int at)
    {
        var (name, end) = Weekday(phrase, at);
        if (name is null)
            return Match.None;

        // "the closest Monday to May 5": on which side of it?
        return phrase.Is(end, "to") && phrase.Is(end - 2, "closest", "nearest")
            ? new Match(new Piece.Doubt(DoubtKind.Vague), end + 1 - at)
            : Day(at, end, name);
    }

    /// <summary>"the first Monday of May", "the last Friday of next month", "the last day of March".</summary>
    public static Match OfMonth(Phrase phrase, int at)
    {
        var start = Preposition(phrase, at);
        if (phrase.Is(start, "the"))
            start++;
        var isLast = phrase.Is(start, "last", "final");

        // "the 100th day of 2027", "the last day of Q2"
        if ((isLast || (phrase.IsNumber(start, 1, 366) && phrase[start].IsOrdinal)) && phrase.Is(start + 1, "day") && phrase.Is(start + 2, "of", "in"))
        {
            var place = isLast ? 1 : phrase[start].Value;
            if (phrase.IsNumber(start + 3, 1_900, 2_199) && phrase[start + 3].Digits == 4 && !phrase.IsTight(start + 4, "-"))
                return Day(at, start + 4, new DayName.Edge(new Period(PeriodUnit.Year, Year: phrase[start + 3].Value), isLast, place));
            if (PlacedPeriodRules.Read(phrase, start + 3) is { Piece: Moment { Period: { Unit: PeriodUnit.Quarter or PeriodUnit.HalfYear } quarter } } of)
                return Day(at, start + 3 + of.Count, new DayName.Edge(quarter, isLast, place));
        }

        if (!isLast && !(phrase.IsNumber(start, 1, 5) && phrase[start].IsOrdinal))
            return Match.None;
        var isDay = phrase.Is(start + 1, "day") && (isLast || phrase[start].Value == 1);
        var isOf = phrase.Is(start + 2, "of", "in");
        if (!isDay && phrase.Is(start + 1, MeaningKind.Weekday) && phrase.Is(start + 2, MeaningKind.DayPart) && phrase.Is(start + 3, "of", "in")
            && PeriodRules.Whole(phrase, start + 4, isIntroduced: true) is ({ Unit: PeriodUnit.Month } month, var after))
        {
            var inPart = new DayName.NthOfMonth(isLast ? -1 : phrase[start].Value, (DayOfWeek)phrase.Value(start + 1), month.Number);
            return new Match(new Moment { Day = inPart, Part = (DatesInWords.DayPart)phrase.Value(start + 2), Period = month.Number is null ? month : null },
                after - at);
        }

        if (!(isDay || phrase.Is(start + 1, MeaningKind.Weekday)) || !(isOf || phrase.Is(start + 2, "this", "next", "last")))
            return Match.None;

        var (period, end) = PeriodRules.Whole(phrase, isOf ? start + 3 : start + 2, isIntroduced: true);
        if (period is null || (!isDay && period.Unit is not PeriodUnit.Month))
            return Match.None;
        if (isDay)
            return Day(at, end, new DayName.Edge(period, isLast));

        var nth = new DayName.NthOfMonth(isLast ? -1 : phrase[start].Value, (DayOfWeek)phrase.Value(start + 1), period.Number);
        var isYearly = period is { Number: not null, Year: null, Which: Which.Any };
        return new Match(new Moment { Day = nth, Period = isYearly ? null : period }, end - at);
    }

    /// <summary>"the Monday before May 25", "the second Tuesday after Christmas", "3 Mondays after May 25".</summary>
    public static Match Near(Phrase phrase, int at)
    {
        var start = Preposition(phrase, at);
        if (phrase.Is(start, "the"))
            start++;
        var isCounted = phrase.IsNumber(start, 1, 52);
        var count = isCounted ? phrase[start].Value : 1;
        if (isCounted)
            start++;
        if (!phrase.Is(start, MeaningKind.Weekday) || (count == 1 && IsPlural(phrase, start)) || !phrase.Is(start + 1, "before", "after"))
            return Match.None;

        var (day, end) = HolidayRules.Named(phrase, phrase.Is(start + 2, "the") ? start + 3 : start + 2);
        if (day is null)
            (day, end) = DateRules.Named(phrase, start + 2);
        if (day is null)
            return Match.None;
        var (year, last) = day is DayName.OfMonth { Year: not null } ? (null, end) : DateRules.Year(phrase, end);
        return new Match(new Moment
        {
            Day = new DayName.Near((DayOfWeek)phrase.Value(start), phrase.Is(start + 1, "before") ? -count : count, day),
            Period = year is null ? null : new Period(PeriodUnit.Year, Year: year),
        }, last - at);
    }

    /// <summary>"two weeks from Friday", "three days after tomorrow", "a week on Monday", "the day after Friday".</summary>
    public static Match Later(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "in") ? at + 1 : at;
        var amount = Amounts.Read(phrase, start);
        var joint = start + amount.Count;
        var noun = phrase.Is(at, "the") ? at + 1 : at;
        if (amount.Count == 0 && phrase.Is(noun, "day") && phrase.Is(noun + 1, "after", "before"))
            (amount, joint) = (new Amounts.Reading(new Amount(0, 1, default), 2), noun + 1);
        // British: "a week tomorrow", "two weeks today"
        if (amount is { Count: > 0, IsVague: false, Amount: { Months: 0, Days: > 0 } } && amount.Amount.Days % 7 == 0 && amount.Amount.IsWholeDays
            && phrase.Is(joint, RelativeDay) && phrase.Value(joint) >= 0 && !phrase.Is(joint + 1, "and"))
            return Day(at, joint + 1, new DayName.FromToday(phrase.Value(joint) + amount.Amount.Days));
        if (amount.Count == 0 || amount.IsVague || !amount.Amount.IsWholeDays || !phrase.Is(joint, "from", "after", "before", "on"))
            return Match.None;

        // "a week on Friday", never "two hours on Friday"; "in two weeks on Friday" is of the week then.
        if (phrase.Is(joint, "on") && !(start == at
            && amount.Amount is { Months: 0, Days: > 0 } && amount.Amount.Days % 7 == 0 && phrase.Is(joint + 1, MeaningKind.Weekday)))
            return Match.None;

        var (day, end) = Named(phrase, joint + 1);
        if (day is null)
            return Match.None;

        // "more than two weeks before today"
        if (phrase.Is(at - 1, "than"))
            return new Match(new Piece.Doubt(DoubtKind.Vague), end - at);
        var (year, last) = day is DayName.OfMonth { Year: not null } ? (null, end) : DateRules.Year(phrase, end);
        return new Match(new Moment
        {
            Day = new DayName.Later(day, phrase.Is(joint, "before") ? -amount.Amount : amount.Amount),
            Period = year is null ? null : new Period(PeriodUnit.Year, Year: year),
        }, last - at);
    }

    /// <summary>"three Fridays from now", "2 Sundays ago".</summary>
    public static Match Counted(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "in") ? at + 1 : at;
        if (!phrase.IsNumber(start, 1, 52) || phrase[start].IsOrdinal || !phrase.Is(start + 1, MeaningKind.Weekday))
            return Match.None;
        var (count, end) = (phrase[start].Value, start + 2);
        return phrase.Is(end, "from") && phrase.Is(end + 1, "now", "today") ? Day(at, end + 2, new DayName.Counted((DayOfWeek)phrase.Value(start + 1), count))
            : phrase.Is(end, "ago", "back") ? Day(at, end + 1, new DayName.Counted((DayOfWeek)phrase.Value(start + 1), -count))
            : Match.None;
    }

    private static (DayName? Day, int End) Named(Phrase phrase, int at)
    {
        if (phrase.Is(at, RelativeDay))
            return (new DayName.FromToday(phrase.Value(at)), at + 1);
        if (HolidayRules.Named(phrase, phrase.Is(at, "the") ? at + 1 : at) is ({ } holiday, var last))
            return (holiday, last);
        var (weekday, end) = Weekday(phrase, at);
        return weekday is not null ? (weekday, end) : DateRules.Named(phrase, at);
    }

    private static (DayName? Day, int End) Weekday(Phrase phrase, int at)
    {
        var start = Preposition(phrase, at);
        if (phrase.Is(start, "the"))
            start++;

        // "this coming Friday", "this past Friday"
        var which = Which.Any;
        while (phrase.Is(start, MeaningKind.Which))
            which = (Which)phrase.Value(start++);
        if (!phrase.Is(start, MeaningKind.Weekday) || !IsSurely(phrase, start, start > at) || IsPlural(phrase, start))
            return default;

        DayName day = new DayName.OfWeek((DayOfWeek)phrase.Value(start), which);
        var end = phrase.IsTight(start + 1, ".") && phrase[start].Length <= 5 && !phrase[start + 2].Equals(default) ? start + 2 : start + 1;
        if (phrase.Is(end, "after") && phrase.Is(end + 1, "next") && which is Which.Any)
            return (new DayName.Later(day, new Amount(0, 7, default)), end + 2);
        if (phrase.Is(end, "before") && phrase.Is(end + 1, "last") && which is Which.Any)
            return (new DayName.OfWeek((DayOfWeek)phrase.Value(start), Which.BeforeLast), end + 2);
        return phrase.Is(end, "week") && which is Which.Any && !phrase.Is(end - 1, "every")
            ? (new DayName.Later(day, new Amount(0, 7, default)), end + 1)
            : (day, end);
    }

    internal static bool IsPlural(Phrase phrase, int at) => phrase[at].Text.EndsWith("days", StringComparison.Ordinal);

    // "sun", "sat", "mon" and "wed" are words of their own.
    private static bool IsSurely(Phrase phrase, int at, bool isIntroduced)
    {
        if (!phrase.Is(at, "sun", "sat", "mon", "wed"))
            return true;
        if (phrase.Is(at - 1, "the", "a", "i", "she", "he", "we", "they", "it", "who", "to", "and", "my") && !char.IsUpper(phrase.Text[phrase[at].Start]))
            return false;
        if (phrase.Is(at - 1, "the"))
            return false;

        var next = phrase[at + 1];
        return isIntroduced || phrase.Is(at - 1, MeaningKind.Weekday) || phrase.Is(at + 1, MeaningKind.Weekday) || phrase.Is(at - 1, "by", "until", "till", "before", "from", "since", "every", "each", "-", "to", "and", "due")
            || phrase.Count == 1
            || next.IsNumber || phrase.Is(at + 1, MeaningKind.DayPart) || phrase.Is(at + 1, Month) || next is { Text: ".", Kind: TokenKind.Mark }
            && phrase.Count == 2 || next.Text is "," or "-" or "/" or "@" or "&" || phrase.Is(at - 1, "&", "/", ",")
            || phrase.Is(at - 1, "week", "or")
            || (next.Text is "and" or "or" or "to" or "through" or "till" or "until" && phrase.Is(at + 2, MeaningKind.Weekday))
            || (next.Text is "from" && phrase.IsNumber(at + 2))
            || (next.Text is "at" && (phrase.IsNumber(at + 2) || phrase.Is(at + 2, "noon")));
    }

    private static int Preposition(Phrase phrase, int at)
    {
        if (phrase.Is(at, "sometime", "anytime"))
            at++;
        return phrase.Is(at, "on", "for", "of") ? at + 1 : at;
    }

    private static Match Day(int at, int end, DayName day) => new(new Moment { Day = day }, end - at);
}
