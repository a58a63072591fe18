namespace Aimi.Planning.DatesInWords.English;

/// <summary>
/// Days that have a name wherever English is spoken: "Christmas Eve", "Easter Monday", "Halloween". Those that countries keep on days of their own are not
/// understood.
/// </summary>
internal static class HolidayRules
{
    private static readonly (string[] Words, DayName Day)[] Holidays =
    [
        .. new (string Name, DayName Day)[]
        {
            ("christmas eve", Date(24, 12)), ("christmas", Date(25, 12)), ("christmas day", Date(25, 12)), ("xmas", Date(25, 12)), ("boxing day", Date(26, 12)),
            ("new year's eve", Date(31, 12)), ("new years eve", Date(31, 12)), ("new year's", Date(1, 1)), ("new year", Date(1, 1)),
            ("new year's day", Date(1, 1)), ("new years day", Date(1, 1)),
            ("valentine's day", Date(14, 2)), ("valentines day", Date(14, 2)), ("women's day", Date(8, 3)), ("april fools' day", Date(1, 4)),
            ("april fools day", Date(1, 4)), ("april fools", Date(1, 4)),
            ("st patrick's day", Date(17, 3)), ("st patricks day", Date(17, 3)), ("halloween", Date(31, 10)),
            ("thanksgiving", new DayName.NthOfMonth(4, DayOfWeek.Thursday, 11)),
            ("good friday", new DayName.FromEaster(-2)), ("easter", new DayName.FromEaster(0)), ("easter sunday", new DayName.FromEaster(0)),
            ("easter monday", new DayName.FromEaster(1)),
        }.Select(holiday => (holiday.Name.Split(' '), holiday.Day)),
    ];

    public static Match Read(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "on", "for", "at") ? at + 1 : at;
        if (phrase.Is(start, "the", "this"))
            start++;
        var (words, day) = Longest(phrase, start);

        // "a happy new year", "the new year resolutions", "Christmas tree": the day is not meant.
        return words == 0 || phrase.Is(at - 1, "happy", "merry")
            || phrase.Is(start + words, "resolution", "resolutions", "tree", "gift", "gifts", "present", "presents", "card", "cards", "island")
            ? Match.None
            : new Match(new Moment { Day = day, Confidence = 0.9 }, start + words - at);
    }

    private static (int Count, DayName? Day) Longest(Phrase phrase, int at)
    {
        var (count, found) = (0, (DayName?)null);
        foreach (var (words, day) in Holidays)
        {
            if (words.Length > count && words.Index().All(word => phrase.Is(at + word.Index, word.Item)))
                (count, found) = (words.Length, day);
        }

        return (count, found);
    }

    private static DayName.OfMonth Date(int day, int month) => new(day, month);
}
