namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Days of every month: "каждое 1-е число", "по 1 и 15 числам", "в конце каждого месяца", "каждую вторую пятницу".</summary>
internal static class RussianMonthly
{
    // A month has no more of a weekday, from either end.
    private const int MostPlaces = 5;

    public static IReadOnlyList<Rule> Rules => [EveryOf, PlacesOf, ByNumbers];

    /// <summary>Behind "каждый": "последний день месяца", "вторую пятницу", "1-е число", "8 марта".</summary>
    public static (Repeat? Repeat, int Count) OfPlace(Phrase phrase, int at)
    {
        var place = RussianDays.Place(phrase, at);
        if (place is { } nth && phrase.Is(at + 1, MeaningKind.Weekday))
        {
            var day = (DayOfWeek)phrase.Value(at + 1);
            if (phrase.Is(at + 2, MeaningKind.Month))
                return (new Repeat(RepeatUnit.Year) { Month = phrase.Value(at + 2), Place = nth, Weekdays = [day] }, 3);
            if (phrase.Is(at + 2, "месяца"))
                return (new Repeat(RepeatUnit.Month) { Place = nth, Weekdays = [day] }, 3);
            return nth < 0
                ? (new Repeat(RepeatUnit.Month) { Place = nth, Weekdays = [day] }, 2)
                : (new Repeat(RepeatUnit.Week, nth) { Weekdays = [day], Confidence = 0.7 }, 2);
        }

        if (place is { } number && phrase.Is(at + 1, "рабочий", "будний") && phrase.Is(at + 2, "день"))
            return (new Repeat(RepeatUnit.Month) { Place = number, Weekdays = Repeat.Workdays }, phrase.Is(at + 3, "месяца") ? 4 : 3);
        if (place is -1 && phrase.Is(at + 1, "день", "число"))
            return (new Repeat(RepeatUnit.Month) { MonthDays = [-1] }, phrase.Is(at + 2, "месяца") ? 3 : 2);
        if (!phrase.IsNumber(at, 1, 31))
            return default;

        // "каждое 5 и 20 число"
        if (phrase.Is(at + 1, "и") && phrase.IsNumber(at + 2, 1, 31) && phrase.Is(at + 3, "число", "числа"))
            return (new Repeat(RepeatUnit.Month) { MonthDays = [phrase[at].Value, phrase[at + 2].Value] }, 4);

        // "каждое 20 и 30 августа"
        if (phrase.Is(at + 1, "и") && phrase.IsNumber(at + 2, 1, 31) && phrase.Is(at + 3, MeaningKind.Month))
            return (new Repeat(RepeatUnit.Year) { Month = phrase.Value(at + 3), MonthDays = [phrase[at].Value, phrase[at + 2].Value] }, 4);

        // "каждое 1-е (число)", "каждого 15 числа", "каждый первый день месяца"
        if (phrase.Is(at + 1, "число", "числа") || (phrase.Is(at + 1, "день") && phrase.Is(at + 2, "месяца") && phrase[at].IsOrdinal))
            return (new Repeat(RepeatUnit.Month) { MonthDays = [phrase[at].Value] }, phrase.Is(at + 2, "месяца") ? 3 : 2);
        if (phrase.Is(at + 1, MeaningKind.Month))
            return (new Repeat(RepeatUnit.Year) { Month = phrase.Value(at + 1), MonthDays = [phrase[at].Value] }, 2);
        return default;
    }

    // "каждого месяца" behind a day of it.
    private static Match EveryOf(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "на") ? at + 1 : at;
        if (phrase.Is(start, "конце", "начале", "конец", "начало") && phrase.Is(start + 1, "каждого", "каждой") && phrase.Is(start + 2, "месяца"))
            return new Match(new Repeat(RepeatUnit.Month) { MonthDays = [phrase.Is(start, "конце", "конец") ? -1 : 1], Confidence = 0.7 }, start + 3 - at);
        return phrase.Is(start, "последний") && phrase.Is(start + 1, "рабочий") && phrase.Is(start + 2, "день")
            && phrase.Is(start + 3, "каждого") && phrase.Is(start + 4, "месяца")
            ? new Match(new Repeat(RepeatUnit.Month) { Place = -1, Weekdays = Repeat.Workdays }, start + 5 - at)
            : Match.None;
    }

    // "первая и третья пятница и второй вторник каждого месяца", "вторая с конца пятница каждого месяца"
    private static Match PlacesOf(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "во") ? at + 1 : at;
        var isEvery = phrase.Is(start, "каждый", "каждую", "каждая", "каждое");
        start += isEvery ? 1 : 0;
        var (places, isDays, next) = Places(phrase, start);
        if (places.Count == 0 && !isDays)
            return Match.None;
        return (phrase.Is(next, "каждого") && phrase.Is(next + 1, "месяца")) ? new Match(Of(places), next + 2 - at)
            : isEvery && phrase.Is(next, "месяца") && !isDays ? new Match(Of(places), next + 1 - at)
            : Match.None;

        Repeat Of(IReadOnlyList<(int Place, DayOfWeek Day)> all) => isDays
            ? new Repeat(RepeatUnit.Month) { MonthDays = [-phrase[start].Value] }
            : new Repeat(RepeatUnit.Month) { Places = all };
    }

    // "второй с конца день" has no weekday.
    private static (IReadOnlyList<(int Place, DayOfWeek Day)> Places, bool IsDays, int End) Places(Phrase phrase, int at)
    {
        var all = new List<(int, DayOfWeek)>();
        for (var next = at; ;)
        {
            var places = new List<int>();
            for (var more = next; places.Count < MostPlaces && PlaceAt(phrase, more) is (not 0 and var place, var behind);)
            {
                places.Add(place);
                next = behind;
                more = phrase.Is(behind, ",", "и") ? behind + 1 : behind;
            }

            if (places is [< -1] && all.Count == 0 && phrase.Is(next, "день"))
                return ([], true, next + 1);
            if (places.Count == 0 || !phrase.Is(next, MeaningKind.Weekday))
                return ([], false, at);
            all.AddRange(places.Select(place => (place, (DayOfWeek)phrase.Value(next))));
            next++;
            if (!phrase.Is(next, ",", "и") || PlaceAt(phrase, next + 1).Place == 0)
                return all is [( >= -1, _)] ? ([], false, at) : (all, false, next);
            next++;
        }
    }

    // "вторая", "последнюю", "вторая с конца"; 0: none.
    private static (int Place, int End) PlaceAt(Phrase phrase, int at) =>
        RussianDays.Place(phrase, at) is not { } place ? (0, at)
        : place > 1 && phrase.Is(at + 1, "с") && phrase.Is(at + 2, "конца") ? (-place, at + 3)
        : (place, at + 1);

    // "по 1 и 15 числам", "1-го и 15-го числа каждого месяца"
    private static Match ByNumbers(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "по") ? at + 1 : at;
        var days = new List<int>();
        var next = start;
        while (phrase.IsNumber(next, 1, 31))
        {
            days.Add(phrase[next].Value);
            next += phrase.Is(next + 1, "и", ",") && phrase.IsNumber(next + 2, 1, 31) ? 2 : 1;
        }

        if (days.Count == 0)
            return Match.None;
        if (start > at && phrase.Is(next, "числам"))
            return new Match(new Repeat(RepeatUnit.Month) { MonthDays = days }, next + 1 - at);
        var end = phrase.Is(next, "числа", "число") ? next + 1 : next;
        return phrase.Is(end, "каждого") && phrase.Is(end + 1, "месяца")
            ? new Match(new Repeat(RepeatUnit.Month) { MonthDays = days }, end + 2 - at)
            : Match.None;
    }
}
