namespace Aimi.Planning.DatesInWords.English;

/// <summary>The English words of time.</summary>
internal static class EnglishLexicon
{
    public static readonly Lexicon Words = new(All(), Lookalikes());

    private static IEnumerable<KeyValuePair<string, Meaning>> All()
    {
        foreach (var (kind, value, words) in Entries())
        {
            foreach (var word in words.Split(' '))
                yield return new(word, new Meaning(kind, value));
        }

        foreach (var (day, names) in Weekdays())
        {
            foreach (var name in names.Split(' '))
                yield return new(name, new Meaning(MeaningKind.Weekday, (int)day));

            // "Friday's meeting"; the plural is a word of its own: every one of them.
            yield return new($"{names.Split(' ')[0]}'s", new Meaning(MeaningKind.Weekday, (int)day));
        }
    }

    private static IEnumerable<(DayOfWeek Day, string Names)> Weekdays() =>
    [
        (DayOfWeek.Monday, "monday mondays mon"),
        (DayOfWeek.Tuesday, "tuesday tuesdays tue tues"),
        (DayOfWeek.Wednesday, "wednesday wednesdays wed weds"),
        (DayOfWeek.Thursday, "thursday thursdays thu thur thurs"),
        (DayOfWeek.Friday, "friday fridays fri"),
        (DayOfWeek.Saturday, "saturday saturdays sat"),
        (DayOfWeek.Sunday, "sunday sundays sun"),
    ];

    private static IEnumerable<(MeaningKind Kind, int Value, string Words)> Entries() =>
    [
        (MeaningKind.Month, 1, "january jan"),
        (MeaningKind.Month, 2, "february feb"),
        (MeaningKind.Month, 3, "march mar"),
        (MeaningKind.Month, 4, "april apr"),
        (MeaningKind.Month, 5, "may"),
        (MeaningKind.Month, 6, "june jun"),
        (MeaningKind.Month, 7, "july jul"),
        (MeaningKind.Month, 8, "august aug"),
        (MeaningKind.Month, 9, "september sept sep"),
        (MeaningKind.Month, 10, "october oct"),
        (MeaningKind.Month, 11, "november nov"),
        (MeaningKind.Month, 12, "december dec"),

        .. Numbers(),
        (MeaningKind.Multiplier, 100, "hundred"),
        (MeaningKind.Multiplier, 1_000, "thousand"),
        (MeaningKind.OrdinalEnding, 0, "st nd rd th"),

        (MeaningKind.Unit, (int)TimeUnit.Second, "seconds secs sec"),
        (MeaningKind.Unit, (int)TimeUnit.Minute, "minute minutes min mins minute's minutes'"),
        (MeaningKind.Unit, (int)TimeUnit.Hour, "hour hours hr hrs h hour's hours'"),
        (MeaningKind.Unit, (int)TimeUnit.Day, "day days day's days'"),
        (MeaningKind.Unit, (int)TimeUnit.Week, "week weeks wk wks week's weeks'"),
        (MeaningKind.Unit, (int)TimeUnit.Month, "month months month's months' mos"),
        (MeaningKind.Unit, (int)TimeUnit.Quarter, "quarters"),
        (MeaningKind.Unit, (int)TimeUnit.Year, "year years yr yrs year's years'"),
        (MeaningKind.Unit, (int)TimeUnit.Workday, "workday workdays weekday weekdays"),

        (MeaningKind.RelativeDay, 0, "today today's todays"),
        (MeaningKind.RelativeDay, 1, "tomorrow tomorrow's tomorrows tommorow tomorow tommorrow tomorrw tomrrow tommorw tmrw tmw tmr tomoz 2morrow"),
        (MeaningKind.RelativeDay, -1, "yesterday yest yesterday's yesterdays yesteday yestarday yesterdy"),

        (MeaningKind.DayPart, (int)DayPart.Morning, "morning mornings morning's morningish"),
        (MeaningKind.DayPart, (int)DayPart.Midday, "lunchtime midday"),
        (MeaningKind.DayPart, (int)DayPart.Afternoon, "afternoon afternoons afternoon's afternoonish"),
        (MeaningKind.DayPart, (int)DayPart.Evening, "evening evenings evening's eveningish eve"),
        (MeaningKind.DayPart, (int)DayPart.Night, "night nights night's"),
        (MeaningKind.DayPart, (int)DayPart.Tonight, "tonight tonight's tonite"),

        (MeaningKind.Season, (int)PeriodUnit.Spring, "spring"),
        (MeaningKind.Season, (int)PeriodUnit.Summer, "summer"),
        (MeaningKind.Season, (int)PeriodUnit.Autumn, "autumn fall"),
        (MeaningKind.Season, (int)PeriodUnit.Winter, "winter"),

        (MeaningKind.Which, (int)Which.This, "this current"),
        (MeaningKind.Which, (int)Which.Next, "next following"),
        (MeaningKind.Which, (int)Which.Last, "last past previous"),
        (MeaningKind.Which, (int)Which.Coming, "coming upcoming nearest closest"),
    ];

    private static IEnumerable<(MeaningKind Kind, int Value, string Words)> Numbers()
    {
        const string cardinals = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
            + "eighteen nineteen";
        const string ordinals = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
            + "sixteenth seventeenth eighteenth nineteenth";
        const string tens = "twenty thirty forty fifty sixty seventy eighty ninety";
        const string tenths = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth";

        return cardinals.Split(' ').Select((word, at) => (MeaningKind.Number, at, word))
            .Concat(ordinals.Split(' ').Select((word, at) => (MeaningKind.Ordinal, at + 1, word)))
            .Concat(tens.Split(' ').Select((word, at) => (MeaningKind.Number, (at + 2) * 10, word)))
            .Concat(tenths.Split(' ').Select((word, at) => (MeaningKind.Ordinal, (at + 2) * 10, word)));
    }

    private static string[] Lookalikes() =>
        "marsh match merch macho mulch mouth month marco marcy marci marche sundry sundae sunny aprils thursby".Split(' ');
}
