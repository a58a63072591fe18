namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Again and again: "по будням", "каждый второй вторник", "каждые два дня", "раз в неделю", "ежедневно", "через день".</summary>
internal static class RussianRepeats
{
    public static IReadOnlyList<Rule> Rules => [Every, EveryOf, ByDays, Schedule, ByNumbers, Daily, OnceIn, EveryOther, Workdays];

    private static readonly string[] Each = ["каждый", "каждая", "каждую", "каждое", "каждые", "каждого", "каждой", "всякий"];

    private static Match Every(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "на", "во") ? at + 1 : at;
        if (!phrase.Is(start, Each))
            return Match.None;
        if (phrase.Is(start + 1, "раз"))
            return new Match(new Piece.Idiom(), start + 2 - at);

        // More often than plans repeat.
        var next = start + 1;
        if (phrase.Is(next, "минуту", "полчаса") || (phrase.IsNumber(next) && phrase.Is(next + 1, "минут", "минуты", "мин")))
            return new Match(new Piece.Doubt(DoubtKind.Vague), next - at + (phrase.IsNumber(next) ? 2 : 1));
        var (repeat, count) = OfPlace(phrase, next) is { Count: > 0 } place ? place : Of(phrase, next);
        return repeat is null ? Match.None : new Match(repeat, next + count - at);
    }

    // "каждый последний день месяца", "каждую вторую пятницу", "каждое 1-е число", "каждое 8 марта"
    private static (Repeat? Repeat, int Count) OfPlace(Phrase phrase, int at)
    {
        var place = RussianDays.Place(phrase, at);
        if (place is { } nth && phrase.Is(at + 1, MeaningKind.Weekday))
        {
            var day = (DayOfWeek)phrase.Value(at + 1);
            if (phrase.Is(at + 2, "месяца"))
                return (new Repeat(RepeatUnit.Month) { Place = nth, Weekdays = [day] }, 3);
            return nth < 0 ? (new Repeat(RepeatUnit.Month) { Place = nth, Weekdays = [day] }, 2)
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

        // "каждое 1-е (число)", "каждого 15 числа", "каждый первый день месяца"
        if (phrase.Is(at + 1, "число", "числа") || (phrase.Is(at + 1, "день") && phrase.Is(at + 2, "месяца") && phrase[at].IsOrdinal))
            return (new Repeat(RepeatUnit.Month) { MonthDays = [phrase[at].Value] }, phrase.Is(at + 2, "месяца") ? 3 : 2);
        if (phrase.Is(at + 1, MeaningKind.Month))
            return (new Repeat(RepeatUnit.Year) { Month = phrase.Value(at + 1), MonthDays = [phrase[at].Value] }, 2);
        return default;
    }

    private static (Repeat? Repeat, int Count) Of(Phrase phrase, int at)
    {
        if (phrase.Is(at, "будний", "рабочий") && phrase.Is(at + 1, "день", "дня"))
            return (new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Workdays }, 2);
        if (phrase.Is(at, "выходные", "выходной", "уикенд"))
            return (new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Weekend }, phrase.Is(at + 1, "день") ? 2 : 1);
        if (Part(phrase[at].Text) is { } part)
            return (new Repeat(RepeatUnit.Day) { Part = part }, 1);
        if (phrase.Is(at, MeaningKind.Weekday))
        {
            var (days, count) = Weekdays(phrase, at);
            return (new Repeat(RepeatUnit.Week) { Weekdays = days }, count);
        }

        if (phrase.Is(at, "полгода"))
            return (new Repeat(RepeatUnit.Month, 6), 1);

        // "каждые полчаса" is more often than plans repeat.
        if (phrase.IsNumber(at, 1, 365) && phrase.Is(at + 1, MeaningKind.Unit) && Every(phrase, at + 1, phrase[at].Value) is { } counted)
            return (counted, 2);
        if (!phrase.Is(at, MeaningKind.Unit) || Every(phrase, at, 1) is not { } repeat)
            return default;
        return repeat.Unit is RepeatUnit.Day && phrase.Is(at + 1, ",", "кроме") && Except(phrase, at + (phrase.Is(at + 1, ",") ? 2
            : 1)) is var (left, more) && more > 0
            ? (repeat with { Unit = RepeatUnit.Week, Weekdays = left }, 1 + more + (phrase.Is(at + 1, ",") ? 1 : 0))
            : (repeat, 1);
    }

    // "кроме выходных", "кроме воскресенья"
    private static (IReadOnlyList<DayOfWeek> Left, int Count) Except(Phrase phrase, int at)
    {
        if (!phrase.Is(at, "кроме"))
            return ([], 0);
        if (phrase.Is(at + 1, "выходных"))
            return (Repeat.Workdays, 2);
        if (!phrase.Is(at + 1, MeaningKind.Weekday))
            return ([], 0);
        var (days, count) = Weekdays(phrase, at + 1);
        return ([.. Repeat.Workdays.Concat(Repeat.Weekend).Except(days)], count + 1);
    }

    private static Repeat? Every(Phrase phrase, int unit, int count) => (TimeUnit)phrase.Value(unit) switch
    {
        TimeUnit.Hour => new Repeat(RepeatUnit.Hour, count),
        TimeUnit.Day => new Repeat(RepeatUnit.Day, count),
        TimeUnit.Week => new Repeat(RepeatUnit.Week, count),
        TimeUnit.Month => new Repeat(RepeatUnit.Month, count),
        TimeUnit.Quarter => new Repeat(RepeatUnit.Month, 3 * count),
        TimeUnit.Year => new Repeat(RepeatUnit.Year, count),
        _ => null,
    };

    private static DayPart? Part(string word) => word switch
    {
        "утро" or "утра" or "утрам" => DayPart.Morning,
        "вечер" or "вечера" or "вечерам" => DayPart.Evening,
        "ночь" or "ночам" => DayPart.Night,
        _ => null,
    };

    // "каждого месяца" behind a day of it.
    private static Match EveryOf(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "на") ? at + 1 : at;
        var isEnd = phrase.Is(start, "конце", "начале");
        if (isEnd && phrase.Is(start + 1, "каждого", "каждой") && phrase.Is(start + 2, "месяца"))
            return new Match(new Repeat(RepeatUnit.Month) { MonthDays = [phrase.Is(start, "конце") ? -1 : 1], Confidence = 0.7 }, start + 3 - at);
        return phrase.Is(start, "последний") && phrase.Is(start + 1, "рабочий") && phrase.Is(start + 2, "день") && phrase.Is(start + 3, "каждого")
            && phrase.Is(start + 4, "месяца")
            ? new Match(new Repeat(RepeatUnit.Month) { Place = -1, Weekdays = Repeat.Workdays }, start + 5 - at)
            : Match.None;
    }

    // "по будням", "по понедельникам и средам", "по пн, ср и пт", "по утрам"
    private static Match ByDays(Phrase phrase, int at)
    {
        if (!phrase.Is(at, "по"))
            return Match.None;
        if (phrase.Is(at + 1, "будням", "будним", "рабочим"))
            return new Match(new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Workdays }, phrase.Is(at + 2, "дням", "утрам")
                && phrase[at + 2].Text == "дням" ? 3 : 2);
        if (phrase.Is(at + 1, "выходным"))
            return new Match(new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Weekend }, phrase.Is(at + 2, "дням") ? 3 : 2);
        if (phrase.Is(at + 1, "утрам", "вечерам", "ночам"))
            return new Match(new Repeat(RepeatUnit.Day) { Part = Part(phrase[at + 1].Text) }, 2);
        // "по первым понедельникам месяца"
        var place = phrase.Is(at + 1, "последним") ? -1 : phrase.IsNumber(at + 1, 1, 5) && phrase[at + 1].IsOrdinal ? phrase[at + 1].Value : 0;
        if (place != 0 && phrase.Is(at + 2, MeaningKind.Weekday))
            return new Match(new Repeat(RepeatUnit.Month) { Place = place, Weekdays = [(DayOfWeek)phrase.Value(at + 2)] }, phrase.Is(at + 3, "месяца") ? 4 : 3);
        if (!phrase.Is(at + 1, MeaningKind.Weekday) || !(phrase[at + 1].Text.EndsWith('м') || phrase[at + 1].Length <= 3))
            return Match.None;

        // "с понедельника по пн" ends a range.
        if (phrase[at + 1].Length <= 3 && (phrase.Is(at - 1, MeaningKind.Weekday) || phrase.Is(at - 2, "с")))
            return Match.None;
        var (days, count) = Weekdays(phrase, at + 1);
        return new Match(new Repeat(RepeatUnit.Week) { Weekdays = days }, count + 1);
    }

    // "пн-пт": short as in a timetable.
    private static Match Schedule(Phrase phrase, int at)
    {
        if (!phrase.Is(at, MeaningKind.Weekday) || phrase[at].Length > 2 || !phrase.Is(at + 1, "-") || !phrase.Is(at + 2, MeaningKind.Weekday)
            || phrase[at + 2].Length > 2)
            return Match.None;
        var (first, last) = ((phrase.Value(at) + 6) % 7, (phrase.Value(at + 2) + 6) % 7);
        return first < last
            ? new Match(new Repeat(RepeatUnit.Week)
            {
                Weekdays = [.. Enumerable.Range(first, last - first + 1).Select(day => (DayOfWeek)((day + 1) % 7))],
                Confidence = 0.8
            }, 3)
            : Match.None;
    }

    // "средам, пятницам и по субботам"
    private static (IReadOnlyList<DayOfWeek> Days, int Count) Weekdays(Phrase phrase, int at)
    {
        var days = new List<DayOfWeek> { (DayOfWeek)phrase.Value(at) };
        var next = at + 1;
        while (true)
        {
            var more = next;
            while (phrase.Is(more, ",", "и", "по", ".", "/", "а", "также", "каждый", "каждую", "каждое"))
                more++;
            if (more == next || !phrase.Is(more, MeaningKind.Weekday))
                return (days, next - at);
            days.Add((DayOfWeek)phrase.Value(more));
            next = more + 1;
        }
    }

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
        return phrase.Is(end, "каждого") && phrase.Is(end + 1, "месяца") ? new Match(new Repeat(RepeatUnit.Month) { MonthDays = days }, end + 2 - at)
            : Match.None;
    }

    private static Match Daily(Phrase phrase, int at)
    {
        var text = phrase[at].Text;
        if (!text.StartsWith("еже", StringComparison.Ordinal))
            return Match.None;
        var repeat = text[3..] switch
        {
            ['д', 'н', 'е', 'в', ..] => new Repeat(RepeatUnit.Day),
            ['н', 'е', 'д', 'е', 'л', 'ь', ..] => new Repeat(RepeatUnit.Week),
            ['м', 'е', 'с', 'я', 'ч', ..] => new Repeat(RepeatUnit.Month),
            ['к', 'в', 'а', 'р', 'т', 'а', 'л', ..] => new Repeat(RepeatUnit.Month, 3),
            ['г', 'о', 'д', 'н', ..] => new Repeat(RepeatUnit.Year),
            ['ч', 'а', 'с', 'н', ..] => new Repeat(RepeatUnit.Hour),
            _ => null,
        };
        return repeat is null ? Match.None : new Match(repeat, 1);
    }

    // "раз в неделю", "один раз в 2 дня"; "три раза в неделю" is no rule.
    private static Match OnceIn(Phrase phrase, int at)
    {
        var times = phrase.IsNumber(at, 1, 50) ? phrase[at].Value : phrase.Is(at, "дважды", "трижды", "несколько", "пару") ? 2 : phrase.Is(at, "раз") ? 1 : 0;
        var start = phrase.Is(at, "раз") || phrase.Is(at, "дважды", "трижды") ? at + 1 : phrase.Is(at + 1, "раз", "раза") ? at + 2
            : phrase.Is(at + 1, "-") && phrase.Is(at + 3, "раза", "раз") ? at + 4 : at;
        if (times == 0 || start == at || !phrase.Is(start, "в"))
            return Match.None;
        var count = phrase.IsNumber(start + 1, 1, 365) ? phrase[start + 1].Value : 1;
        var unit = phrase.IsNumber(start + 1, 1, 365) ? start + 2 : start + 1;
        if (phrase.Is(unit, "полгода"))
            return new Match(new Repeat(RepeatUnit.Month, 6), unit + 1 - at);
        if (!phrase.Is(unit, MeaningKind.Unit))
            return Match.None;
        return times == 1 && !phrase.Is(at + 1, "-") && Every(phrase, unit, count) is { } repeat ? new Match(repeat, unit + 1 - at)
            : new Match(new Piece.Idiom(), unit + 1 - at);
    }

    // "через день"
    private static Match EveryOther(Phrase phrase, int at) =>
        phrase.Is(at, "через") && phrase.Is(at + 1, "день") && !phrase.Is(at + 2, "-", "после", "два")
            ? new Match(new Repeat(RepeatUnit.Day, 2) { Confidence = 0.7 }, 2)
            : Match.None;

    // "в будни", "в рабочие дни"
    private static Match Workdays(Phrase phrase, int at)
    {
        if (phrase.Is(at, "будние", "рабочие") && phrase.Is(at + 1, "дни"))
            return new Match(new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Workdays }, 2);
        if (!phrase.Is(at, "в", "на"))
            return Match.None;
        return phrase.Is(at + 1, "будни") ? new Match(new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Workdays }, 2)
            : phrase.Is(at + 1, "будние", "рабочие") && phrase.Is(at + 2, "дни") ? new Match(new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Workdays }, 3)
            : Match.None;
    }
}
