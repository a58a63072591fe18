using static Aimi.Planning.DatesInWords.MeaningKind;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Minutes before or after the hour: "half past seven", "a quarter to six", "ten to nine", "20 minutes past 4".</summary>
internal static class HourFractions
{
    /// <param name="isAt">"at" stands before it, so that "half seven" and "10 to 9" are times.</param>
    public static (ClockTime? Time, int Count) Read(Phrase phrase, int at, bool isAt)
    {
        var start = phrase.Is(at, "a") ? at + 1 : at;
        int minutes, joint;
        if (phrase.Is(start, "half", "quarter"))
        {
            (minutes, joint) = (phrase.Is(start, "half") ? 30 : 15, start + 1);
            if (minutes == 30 && (isAt || phrase.Count == 2) && phrase.IsNumber(joint, 1, 12) && !phrase.Is(joint + 1, Unit))
                return Whole(phrase, at, joint, 30);
        }
        else if (phrase.IsNumber(start, 3, 3) && phrase.Is(start + 1, "quarters") && phrase.Is(start + 2, "past"))
        {
            (minutes, joint) = (45, start + 2);
        }
        else if (phrase.IsNumber(start, 1, 59) && !phrase[start].IsOrdinal)
        {
            (minutes, joint) = (phrase[start].Value, start + 1);
            var isCounted = phrase.Is(joint, "minute", "minutes", "min", "mins");
            if (isCounted)
                joint++;

            // "10 to 12" is a range, "ten to twelve" a time; "from five to seven" is a range again.
            var isTime = isCounted || phrase.Is(joint, "past") || isAt || phrase.Is(joint + 1, "noon", "midnight")
                || (phrase[start].Digits == 0 && minutes % 5 == 0 && minutes != 15 && !phrase.Is(at - 1, "from"));
            if (!isTime || (!isCounted && (phrase.Is(joint, "of") || (phrase.Is(joint, "before", "after") && phrase[start].Digits > 0))))
                return (null, 0);
        }
        else
        {
            return (null, 0);
        }

        var isPast = phrase.Is(joint, "past", "after");
        if (!isPast && (minutes == 30 || !phrase.Is(joint, "to", "till", "til", "before", "of")))
            return (null, 0);
        if (phrase.Is(joint + 1, "noon"))
            return (Minutes(12, isPast ? minutes : -minutes, exact: true), joint + 2 - at);
        if (phrase.Is(joint + 1, "midnight"))
            return (Minutes(24, isPast ? minutes : -minutes, exact: true), joint + 2 - at);
        return phrase.IsNumber(joint + 1, 1, 23) && !phrase.Is(joint + 2, Unit) ? Whole(phrase, at, joint + 1, isPast ? minutes : -minutes) : (null, 0);
    }

    // The hour of "half past seven", with what may follow it.
    private static (ClockTime? Time, int Count) Whole(Phrase phrase, int at, int hourAt, int minutes)
    {
        var end = phrase.Is(hourAt + 1, "o'clock", "oclock") ? hourAt + 2 : hourAt + 1;
        var (half, count) = HalfDay.Read(phrase, end);
        var hour = phrase[hourAt].Value;
        return (Minutes(HalfDay.Hour(hour, half), minutes, half is not Half.None || hour > 12), end + count - at);
    }

    // Before midnight is the evening before.
    private static ClockTime Minutes(int hour, int minutes, bool exact)
    {
        var total = ((hour * 60) + minutes + 1_440) % 1_440;
        return new ClockTime(total / 60 == 0 && !exact ? 12 : total / 60, total % 60, exact);
    }
}
