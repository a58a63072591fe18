using System.Collections.Frozen;
using static Aimi.Planning.DatesInWords.MeaningKind;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Words of time that say no time: "wait a minute", "24/7", "good morning", "twice a week", "5 years old", "one of these days".</summary>
internal static class IdiomRules
{
    // By their first word.
    private static readonly FrozenDictionary<string, string[][]> Idioms =
        new[]
        {
            "good morning", "good afternoon", "good evening", "good night", "good day", "have a good day", "have a nice day", "have a great day",
            "have a good night", "have a nice weekend",
            "have a good weekend", "have a great weekend", "have a great week", "have a good week", "happy hour", "rush hour", "mon ami", "mon amie",
            "mon cher", "sun cream", "from time to time",
            "every now and then", "every time", "all day and night", "day and night", "day by day", "day to day", "day - to - day", "night and day",
            "one day at a time", "of the day", "of the week",
            "of the year", "of the hour", "of the month", "one day", "some day", "these days", "those days", "the other day", "back in the day", "this time",
            "next time", "last time", "last one", "next one", "this one", "time of day",
            "day off", "days off", "week off", "at the moment", "at the same time", "may day", "last name", "last but not least", "next door", "next to",
            "next step", "next steps", "last resort",
            "at last", "at first", "at once", "second hand", "on second thought", "first of all", "half - time", "half of", "other day", "middle of nowhere",
            "last minute", "last - minute", "year old", "years old", "all day", "all night", "all week", "working day", "sunday school",
            "saturday night live", "monday blues", "nine to five", "9 to 5 job", "night shift",
            "day trip", "from now on", "year to date", "month to date", "night out", "day job", "in time", "on time", "for the night", "for the day",
            "for a day or two", "for a while", "per day", "per week", "per month", "per year", "per hour",
        }.Select(idiom => idiom.Split(' ')).GroupBy(idiom => idiom[0], StringComparer.Ordinal).ToFrozenDictionary(idioms => idioms.Key,
            idioms => idioms.ToArray(), StringComparer.Ordinal);

    public static Match Read(Phrase phrase, int at)
    {
        var count = Fixed(phrase, at);
        count = Math.Max(count, Moment(phrase, at));
        count = Math.Max(count, Often(phrase, at));
        count = Math.Max(count, Named(phrase, at));
        return count == 0 ? Match.None : new Match(new Piece.Idiom(), count);
    }

    private static int Fixed(Phrase phrase, int at)
    {
        var longest = 0;
        if (!Idioms.TryGetValue(phrase[at].Text, out var idioms))
            return longest;
        foreach (var idiom in idioms)
        {
            if (idiom.Length > longest && idiom.Index().All(word => phrase.Is(at + word.Index, word.Item)))
                longest = idiom.Length;
        }

        return longest;
    }

    // "wait a minute", "just a second", "give me a moment", "one sec", "in a minute"
    private static int Moment(Phrase phrase, int at)
    {
        var isAsked = phrase.Is(at, "wait", "just", "hold", "hang", "give", "got", "one", "half", "spare");
        if (!isAsked)
            return 0;
        for (var next = at; next < at + 4; next++)
        {
            if (phrase.Is(next, "minute", "min", "second", "sec", "moment") || (phrase[next].IsOrdinal && phrase.Is(next, "second")))
                return phrase.Is(next - 1, "a", "one", "another") || phrase.Is(at, "one") ? next + 1 - at : 0;
        }

        return 0;
    }

    // "twice a week", "3 times a day", "2x per month", "8 hours a day", "several times a year"
    private static int Often(Phrase phrase, int at)
    {
        var next = phrase.Is(at, "once", "twice", "thrice") ? at + 1
            : !phrase[at].IsNumber && !phrase.Is(at, "several", "many", "few", "couple") ? 0
            : phrase.Is(at + 1, "times", "time", "x") ? at + 2
            : phrase.Is(at + 1, "of") && phrase.Is(at + 2, "times") ? at + 3
            : 0;
        return next > 0 && phrase.Is(next, "a", "per", "each", "every", "in") && phrase.Is(next + 1, Unit) && phrase[next].Text is not "in" ? next + 2 - at : 0;
    }

    // "24/7", "$15", "#3", "+1 415 555 0132", "555-0132", "1.2.3"
    private static int Named(Phrase phrase, int at)
    {
        if (phrase.IsNumber(at, 24, 24) && phrase.IsTight(at + 1, "/") && phrase.IsTightNumber(at + 2, 7, 7))
            return phrase.IsTight(at + 3, "/") ? 5 : 3;
        if (phrase.Is(at, "$", "€", "£", "#", "№", "+") && phrase[at + 1].IsNumber)
            return Row(phrase, at + 1) + 1;
        if (!phrase[at].IsNumber || phrase[at].Digits == 0)
            return 0;

        // "5.12", "12.03": a price, a version, a time on the Continent, seldom a date; who means one says "on".
        if (phrase.IsTight(at + 1, ".") && phrase.IsTightNumber(at + 2) && phrase[at + 2].Digits == 2
            && !(phrase.IsTight(at + 3, ".") && phrase.IsTightNumber(at + 4)))
            return 3;

        // A row of digits that no date has: telephones, versions.
        var row = Row(phrase, at);
        return row >= 7 || (row >= 3 && (phrase[at].Digits == 3 || phrase[at + row - 1].Digits == 3)) ? row : 0;
    }

    private static int Row(Phrase phrase, int at)
    {
        var end = at + 1;
        while (phrase.Is(end, "-", ".", ",") && !phrase[end].Spaced && phrase.IsTightNumber(end + 1))
            end += 2;
        return end - at;
    }
}
