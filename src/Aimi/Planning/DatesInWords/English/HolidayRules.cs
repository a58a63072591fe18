using System.Collections.Frozen;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>
/// Days that have a name: "Christmas Eve", "Easter Monday", "last Thanksgiving". Those that countries keep on days of their own ("Mother's Day") are read
/// as in the person's country, where their locale says which and we know its day, and are not read elsewhere.
/// </summary>
internal static class HolidayRules
{
    // By the first word.
    private static readonly FrozenDictionary<string, (string[] Words, DayName Day)[]> Holidays =
        new (string Names, DayName Day)[]
        {
            ("christmas eve|xmas eve", Date(24, 12)), ("christmas|christmas day|xmas|xmas day", Date(25, 12)), ("boxing day", Date(26, 12)),
            ("kwanzaa", Date(26, 12)),
            ("new year's eve|new years eve|new year eve", Date(31, 12)), ("new year's|new year|new years|new year's day|new years day", Date(1, 1)),
            ("valentine's day|valentines day|valentine day", Date(14, 2)), ("women's day|womens day|international women's day", Date(8, 3)),
            ("april fools day|april fool's day|april fools", Date(1, 4)), ("earth day", Date(22, 4)),
            ("st patrick's day|st patricks day|saint patrick's day|saint patricks day|st paddy's day|st patty's day|st paddys day", Date(17, 3)),
            ("international workers day|international workers' day", Date(1, 5)), ("groundhog day|groundhogs day|groundhog's day", Date(2, 2)),
            ("cinco de mayo", Date(5, 5)), ("epiphany|three kings day", Date(6, 1)), ("burns night", Date(25, 1)),
            ("lincoln's birthday|lincolns birthday|abraham lincoln's birthday|abraham lincolns birthday", Date(12, 2)), ("siblings day|national siblings day|national sibling day", Date(10, 4)),
            ("anzac day", Date(25, 4)), ("father's day|fathers day", Nth(3, DayOfWeek.Sunday, 6)), ("patriot day", Date(11, 9)),
            ("guy fawkes night|guy fawkes day|guy fawkes|bonfire night", Date(5, 11)), ("all saints day|all saint's day|all hallows day", Date(1, 11)),
            ("all souls day|all soul's day", Date(2, 11)), ("remembrance day", Date(11, 11)), ("world vegan day", Date(1, 11)), ("human rights day", Date(10, 12)),
            ("women's equality day|womens equality day", Date(26, 8)), ("victoria day", new DayName.Near(DayOfWeek.Monday, -1, Date(25, 5))),
            ("election day", new DayName.Later(Nth(1, DayOfWeek.Monday, 11), new Amount(0, 1, default))),
            ("administrative professionals day|administrative professional day|secretaries day|admins day", new DayName.Later(Nth(-1, DayOfWeek.Saturday, 4), new Amount(0, -3, default))),
            ("halloween|all hallows eve", Date(31, 10)), ("australia day", Date(26, 1)), ("canada day", Date(1, 7)), ("bastille day", Date(14, 7)),
            ("veterans day|veteran's day|veteran day|armistice day", Date(11, 11)), ("juneteenth", Date(19, 6)), ("flag day", Date(14, 6)),
            ("martin luther king day|martin luther king's day|martin luther kings day|mlk day", Nth(3, DayOfWeek.Monday, 1)),
            ("presidents day|president's day|president day|washington's birthday|washingtons birthday|george washington's birthday", Nth(3, DayOfWeek.Monday, 2)),
            ("memorial day", Nth(-1, DayOfWeek.Monday, 5)), ("labor day", Nth(1, DayOfWeek.Monday, 9)),
            ("columbus day|indigenous peoples day", Nth(2, DayOfWeek.Monday, 10)),
            ("canadian thanksgiving", Nth(2, DayOfWeek.Monday, 10)), ("thanksgiving|thanksgiving day|thanks giving day", Thanksgiving),
            ("black friday", new DayName.Later(Thanksgiving, new Amount(0, 1, default))),
            ("cyber monday", new DayName.Later(Thanksgiving, new Amount(0, 4, default))),
            ("mardi gras|shrove tuesday|fat tuesday|pancake tuesday|pancake day", new DayName.FromEaster(-47)),
            ("ash wednesday", new DayName.FromEaster(-46)), ("palm sunday", new DayName.FromEaster(-7)), ("maundy thursday", new DayName.FromEaster(-3)),
            ("holy thursday|covenant thursday", new DayName.FromEaster(-3)), ("spy wednesday|holy wednesday", new DayName.FromEaster(-4)),
            ("good friday", new DayName.FromEaster(-2)), ("holy saturday", new DayName.FromEaster(-1)), ("easter|easter sunday", new DayName.FromEaster(0)),
            ("easter monday", new DayName.FromEaster(1)), ("ascension day", new DayName.FromEaster(39)),
            ("pentecost|whit sunday", new DayName.FromEaster(49)), ("whit monday", new DayName.FromEaster(50)), ("trinity sunday", new DayName.FromEaster(56)),
            ("orthodox easter|orthodox easter sunday", new DayName.FromEaster(0, IsOrthodox: true)),
            ("orthodox good friday", new DayName.FromEaster(-2, IsOrthodox: true)),
            ("clean monday", new DayName.FromEaster(-48, IsOrthodox: true)), ("lazarus saturday", new DayName.FromEaster(-8, IsOrthodox: true)),
            ("chinese new year|chinese new year's day|chinese new years|lunar new year|chinese lunar new year|chinese lunar new year's day",
                new DayName.OfMoon(MoonCalendar.Chinese, 1, 1)),
            ("dragon boat festival", new DayName.OfMoon(MoonCalendar.Chinese, 5, 5)), ("mid autumn festival", new DayName.OfMoon(MoonCalendar.Chinese, 8, 15)),
            ("islamic new year", Islamic(1, 1)), ("mawlid|mawlid al nabawi", Islamic(3, 12)), ("laylat al qadr|laylat al kadr", Islamic(9, 27)),
            ("ramadan|ramadhan|ramzan|ramazan", Feasts.Ramadan), ("jumu'atul wida|jamat ul vida|jumatul wida", new DayName.Near(DayOfWeek.Friday, -1, Islamic(10, 1))),
            ("sacrifice feast|feast of sacrifice", Islamic(12, 10)),
            ("rosh hashanah|rosh hashana|rosh hashanna|rosh hashona|jewish new year", Feasts.OfHebrew(1, 1)), ("yom kippur", Feasts.OfHebrew(1, 10)),
            ("sukkot|sukkoth|sukkos|succos|succot", Feasts.OfHebrew(1, 15)), ("shemini atzeret|shmini atzeret", Feasts.OfHebrew(1, 22)), ("simchat torah|simchas torah", Feasts.OfHebrew(1, 23)),
            ("hanukkah|hanukah|chanukah|chanukkah|hannukah", Feasts.OfHebrew(3, 25)), ("tu bishvat|tu b'shvat", Feasts.OfHebrew(5, 15)), ("purim", Feasts.Purim), ("shushan purim", new DayName.Later(Feasts.Purim, new Amount(0, 1, default))),
            ("passover|pesach|pesah", Feasts.OfHebrew(7, 15)), ("lag baomer|lag b'omer", Feasts.OfHebrew(8, 18)), ("shavuot|shavuos|shavuoth", Feasts.OfHebrew(9, 6)),
            ("eid al fitr|eid ul fitr", Islamic(10, 1)), ("eid al adha|eid ul adha|id ul adha|bakr id", Islamic(12, 10)),
        }.SelectMany(holiday => holiday.Names.Split('|').Select(name => (Words: name.Split(' '), holiday.Day)))
            .GroupBy(holiday => holiday.Words[0], StringComparer.Ordinal)
            .ToFrozenDictionary(holidays => holidays.Key, holidays => holidays.ToArray(), StringComparer.Ordinal);

    // Of a locale that names none, by Unicode's likely subtags.
    private const string UsualRegion = "US";

    // Of each the regions that keep it on that day.
    private static readonly (string[] Words, string Regions, DayName Day)[] OfCountries =
    [
        (["mothers", "day"], "US CA AU NZ IN ZA SG", Nth(2, DayOfWeek.Sunday, 5)), (["mothers", "day"], "GB IE", new DayName.FromEaster(-21)),
        (["mother's", "day"], "US CA AU NZ IN ZA SG", Nth(2, DayOfWeek.Sunday, 5)), (["mother's", "day"], "GB IE", new DayName.FromEaster(-21)),
        (["independence", "day"], "US", Date(4, 7)), (["independence", "day"], "IN", Date(15, 8)),
    ];

    private static DayName Thanksgiving => Nth(4, DayOfWeek.Thursday, 11);

    public static Match Read(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "on", "for", "at", "during") ? at + 1 : at;
        if (phrase.Is(start, "the"))
            start++;
        Which? which = phrase.Is(start, MeaningKind.Which) ? (Which)phrase.Value(start) : null;
        if (which is not null)
            start++;
        var (day, end) = Named(phrase, start);

        // "a happy new year", "the new year resolutions", "Christmas tree": the day is not meant.
        if (day is null || phrase.Is(at - 1, "happy", "merry")
            || phrase.Is(end, "resolution", "resolutions", "tree", "gift", "gifts", "present", "presents", "card", "cards", "island", "sale", "sales", "deals"))
            return Unknown(phrase, start) is var unknown and > 0 ? new Match(new Piece.Doubt(DoubtKind.Vague), unknown + start - at) : Match.None;
        if (phrase.Is(end, "week", "weekend"))
        {
            var (year, behind) = DateRules.Year(phrase, end + 1);
            return Around(phrase, at, day, end, year, Math.Max(end + 1, behind));
        }

        if (Feasts.DaysOf(day) is > 1 and var days)
            return Lasting(phrase, at, which is { } of ? new DayName.Yearly(day, of) : day, days, end);
        if (which is { } one)
            return new Match(new Moment { Day = new DayName.Yearly(day, one), Confidence = 0.9 }, end - at);
        return Dated(phrase, at, new Moment { Day = day, Confidence = 0.9 }, end);
    }

    // "Easter 2027", "Labor Day '27", "Thanksgiving of next year", "Christmas in two years"; "in nine months" it is of two years.
    private static Match Dated(Phrase phrase, int at, Moment day, int end)
    {
        var (year, last) = DateRules.Year(phrase, end, canBeShort: phrase.Is(end, "'", "’", "‘"));
        if (year is not null)
        {
            return phrase.Is(last, "week", "weekend")
                ? Around(phrase, at, day.Day!, last, year, last + 1)
                : new Match(day with { Period = new Period(PeriodUnit.Year, Year: year) }, last - at);
        }

        if (PeriodRules.Whole(phrase, phrase.Is(end, "of", "in") ? end + 1 : end, isIntroduced: true)
            is ({ Unit: PeriodUnit.Year, Which: Which.This or Which.Next or Which.Last, Part: PeriodPart.Whole } whole, var behind))
            return new Match(day with { Period = whole }, behind - at);

        if (ShiftRules.Read(phrase, end) is not { Piece: Moment { Shift: { IsWholeDays: true } shift } } shifted)
            return new Match(day, end - at);
        return new Match(shift.Days == 0 && shift.Months % 12 == 0 ? day with { Shift = shift } : new Piece.Doubt(DoubtKind.Vague), end + shifted.Count - at);
    }

    // "Passover", "Ramadan 2027"
    private static Match Lasting(Phrase phrase, int at, DayName first, int days, int end)
    {
        var (year, last) = DateRules.Year(phrase, end, canBeShort: phrase.Is(end, "'", "’", "‘"));
        return new Match(Feasts.Whole(first, days, year), (year is null ? end : last) - at);
    }

    // "Easter weekend 2027", "Labor Day 2027 weekend"
    private static Match Around(Phrase phrase, int at, DayName day, int unit, int? year, int end) => new(new Moment
    {
        Period = new Period(phrase.Is(unit, "week") ? PeriodUnit.Week : PeriodUnit.Weekend, Year: year) { Around = day },
    }, end - at);

    // "Jewish new year", "Super Tuesday": days that we cannot tell, and no other day of that name.
    private static int Unknown(Phrase phrase, int at) =>
        phrase.Is(at, "parsi", "persian", "hindu", "tamil", "thai", "iranian", "tibetan", "korean", "hijri", "arabic") && phrase.Is(at + 1, "new")
            && phrase.Is(at + 2, "year", "years", "year's") ? 3
        : phrase.Is(at, "super", "giga", "giving", "tsunami")
            && phrase.Is(phrase.Is(at + 1, "-", "giga") ? at + 2 : at + 1, MeaningKind.Weekday) ? phrase.Is(at + 1, "-", "giga") ? 3 : 2
        : 0;

    /// <summary>The day, by its longest name, and where that ends.</summary>
    internal static (DayName? Day, int End) Named(Phrase phrase, int at)
    {
        var (longest, found) = (at, (DayName?)null);
        foreach (var (words, regions, day) in OfCountries)
        {
            if (regions.Contains(phrase.Region ?? UsualRegion, StringComparison.Ordinal) && End(phrase, at, words) is var end && end > longest)
                (longest, found) = (end, day);
        }

        if (!Holidays.TryGetValue(phrase[at].Text, out var holidays))
            return (found, longest);
        foreach (var (words, day) in holidays)
        {
            if (End(phrase, at, words) is var end && end > longest)
                (longest, found) = (end, day);
        }

        return (found, longest);
    }

    // "Eid al-Fitr", "presidents' day": the marks do not count. Where the name ends; 0 where it is another.
    private static int End(Phrase phrase, int at, string[] words)
    {
        foreach (var word in words)
        {
            if (word != words[0] && phrase.Is(at, "-", "'", "’"))
                at++;

            // "good fri", "Easter Mon"
            if (!phrase.Is(at, word) && !(phrase.Is(at, MeaningKind.Weekday)
                && ((DayOfWeek)phrase.Value(at)).ToString().Equals(word, StringComparison.OrdinalIgnoreCase)))
                return 0;
            at++;
        }

        return at;
    }

    private static DayName.OfMonth Date(int day, int month) => new(day, month);

    private static DayName.NthOfMonth Nth(int place, DayOfWeek day, int month) => new(place, day, month);

    private static DayName.OfMoon Islamic(int month, int day) => new(MoonCalendar.Islamic, month, day);
}
