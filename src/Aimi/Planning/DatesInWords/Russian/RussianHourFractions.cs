namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Minutes of the hour that comes: "в половине восьмого", "полпятого", "четверть шестого", "десять минут третьего", "без пяти шесть".</summary>
internal static class RussianHourFractions
{
    public static (ClockTime? Time, int Count) Read(Phrase phrase, int at)
    {
        if (phrase.Is(at, "половине", "половину", "половина", "половины", "пол"))
            return Past(phrase, at, phrase.Is(at + 1, "-") ? at + 2 : at + 1, 30);
        if (phrase.Is(at, "четверть", "четверти"))
            return Past(phrase, at, at + 1, 15);
        if (phrase.IsNumber(at, 1, 59) && !phrase[at].IsOrdinal && RussianClock.IsMinutes(phrase, at + 1))
            return Past(phrase, at, at + 2, phrase[at].Value);
        return phrase.Is(at, "без") ? To(phrase, at) : InOneWord(phrase[at].Text);
    }

    private static (ClockTime? Time, int Count) Past(Phrase phrase, int at, int hour, int minute) =>
        phrase.IsNumber(hour, 1, 12) && phrase[hour].IsOrdinal ? (Of(Before(phrase[hour].Value), minute), hour - at + 1) : default;

    // "полпятого"
    private static (ClockTime? Time, int Count) InOneWord(string word) =>
        word.StartsWith("пол", StringComparison.Ordinal) && word.EndsWith("го", StringComparison.Ordinal)
            && RussianWords.Lexicon.Of(word[3..]) is { Kind: MeaningKind.Ordinal, Value: >= 1 and <= 12 } hour
            ? (Of(Before(hour.Value), 30), 1)
            : default;

    // "без пяти (минут) восемь", "без четверти час"
    private static (ClockTime? Time, int Count) To(Phrase phrase, int at)
    {
        var minute = phrase.Is(at + 1, "четверти") ? 15 : phrase.IsNumber(at + 1, 1, 30) ? phrase[at + 1].Value : 0;
        if (minute == 0)
            return default;

        var hasUnit = RussianClock.IsMinutes(phrase, at + 2);
        var hour = hasUnit ? at + 3 : at + 2;
        if (phrase.Is(hour, "час") || phrase.IsNumber(hour, 1, 24))
        {
            var named = phrase.Is(hour, "час") ? 1 : phrase[hour].Value;
            return (Of(named > 12 ? named - 1 : Before(named), 60 - minute), (RussianClock.IsHours(phrase, hour + 1) ? hour + 2 : hour + 1) - at);
        }

        // "без двадцати пять" is one number to who folds them.
        return minute is > 20 and < 30 && phrase[at + 1].Digits == 0 && !hasUnit
            ? (Of(Before(minute - 20), 40), RussianClock.IsHours(phrase, at + 2) ? 3 : 2)
            : default;
    }

    private static int Before(int hour) => hour == 1 ? 12 : hour - 1;

    private static ClockTime Of(int hour, int minute) => new(hour, minute, IsExact: hour > 12);
}
