using System.Collections.Frozen;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>
/// Days that have a name: "Christmas Eve", "Easter Monday", "Canada Day". Those that countries keep on days of their own ("Mother's Day") are not understood.
/// </summary>
internal static class HolidayRules
{
    // By the first word.
    private static readonly FrozenDictionary<string, (string[] Words, DayName Day)[]> Holidays =
        new (string Names, DayName Day)[]
        {
            ("christmas eve|xmas eve", Date(24, 12)), ("christmas|christmas day|xmas", Date(25, 12)), ("boxing day", Date(26, 12)),
            ("new year's eve|new years eve", Date(31, 12)), ("new year's|new year|new years|new year's day|new years day", Date(1, 1)),
            ("valentine's day|valentines day", Date(14, 2)), ("women's day|womens day|international women's day", Date(8, 3)),
            ("april fools' day|april fool's day|april fools day|april fools", Date(1, 4)), ("earth day", Date(22, 4)),
            ("st patrick's day|st patricks day|saint patrick's day|saint patricks day", Date(17, 3)),
            ("international workers' day|international workers day", Date(1, 5)), ("groundhog day", Date(2, 2)), ("cinco de mayo", Date(5, 5)),
            ("halloween|all hallows eve|all hallows' eve", Date(31, 10)),
            ("australia day", Date(26, 1)), ("canada day", Date(1, 7)), ("bastille day", Date(14, 7)), ("veterans day|veteran's day", Date(11, 11)),
            ("juneteenth", Date(19, 6)),
            ("martin luther king day|mlk day", Nth(3, DayOfWeek.Monday, 1)), ("presidents day|presidents' day|president's day", Nth(3, DayOfWeek.Monday, 2)),
            ("memorial day", Nth(-1, DayOfWeek.Monday, 5)), ("labor day", Nth(1, DayOfWeek.Monday, 9)),
            ("columbus day|indigenous peoples day|indigenous peoples' day", Nth(2, DayOfWeek.Monday, 10)),
            ("canadian thanksgiving", Nth(2, DayOfWeek.Monday, 10)), ("thanksgiving|thanksgiving day", Thanksgiving),
            ("black friday", new DayName.Later(Thanksgiving, new Amount(0, 1, default))),
            ("ash wednesday", new DayName.FromEaster(-46)), ("palm sunday", new DayName.FromEaster(-7)), ("maundy thursday", new DayName.FromEaster(-3)),
            ("good friday", new DayName.FromEaster(-2)), ("holy saturday", new DayName.FromEaster(-1)), ("easter|easter sunday", new DayName.FromEaster(0)),
            ("easter monday", new DayName.FromEaster(1)), ("ascension day", new DayName.FromEaster(39)), ("pentecost", new DayName.FromEaster(49)),
        }.SelectMany(holiday => holiday.Names.Split('|').Select(name => (Words: name.Split(' '), holiday.Day)))
            .GroupBy(holiday => holiday.Words[0], StringComparer.Ordinal)
            .ToFrozenDictionary(holidays => holidays.Key, holidays => holidays.ToArray(), StringComparer.Ordinal);

    private static DayName Thanksgiving => Nth(4, DayOfWeek.Thursday, 11);

    public static Match Read(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "on", "for", "at") ? at + 1 : at;
        if (phrase.Is(start, "the", "this"))
            start++;
        var (day, end) = Named(phrase, start);

        // "a happy new year", "the new year resolutions", "Christmas tree": the day is not meant.
        if (day is null || phrase.Is(at - 1, "happy", "merry")
            || phrase.Is(end, "resolution", "resolutions", "tree", "gift", "gifts", "present", "presents", "card", "cards", "island", "sale", "sales", "deals"))
            return Match.None;
        if (phrase.Is(end, "week", "weekend"))
            return new Match(new Moment { Period = new Period(phrase.Is(end, "week") ? PeriodUnit.Week : PeriodUnit.Weekend) { Around = day } }, end + 1 - at);
        var (year, last) = DateRules.Year(phrase, end);
        return new Match(new Moment { Day = day, Confidence = 0.9, Period = year is null ? null : new Period(PeriodUnit.Year, Year: year) }, last - at);
    }

    /// <summary>The day, by its longest name, and where that ends.</summary>
    internal static (DayName? Day, int End) Named(Phrase phrase, int at)
    {
        var (count, found) = (0, (DayName?)null);
        if (!Holidays.TryGetValue(phrase[at].Text, out var holidays))
            return (null, at);
        foreach (var (words, day) in holidays)
        {
            if (words.Length > count && words.Index().All(word => phrase.Is(at + word.Index, word.Item)))
                (count, found) = (words.Length, day);
        }

        return (found, at + count);
    }

    private static DayName.OfMonth Date(int day, int month) => new(day, month);

    private static DayName.NthOfMonth Nth(int place, DayOfWeek day, int month) => new(place, day, month);
}
