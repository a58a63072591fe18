namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Again and again: "каждый вторник", "каждые два дня", "раз в неделю", "ежедневно", "через день".</summary>
internal static class RussianRepeats
{
    public static IReadOnlyList<Rule> Rules => [Every, Daily, OnceIn, EveryOther, Times];

    private static readonly string[] Each = ["каждый", "каждая", "каждую", "каждое", "каждые", "каждого", "каждой", "всякий"];

    private static Match Every(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "на", "во") ? at + 1 : at;
        if (!phrase.Is(start, Each))
            return Match.None;
        if (phrase.Is(start + 1, "раз"))
            return new Match(new Piece.Idiom(), start + 2 - at);

        var next = start + 1;
        if (phrase.Is(next, "полчаса"))
            return new Match(new Repeat(RepeatUnit.Minute, 30), next + 1 - at);
        var (repeat, count) = RussianMonthly.OfPlace(phrase, next) is { Count: > 0 } place ? place : Of(phrase, next);
        if (repeat is null)
            return Match.None;

        // "в первый день каждого квартала": what stands before it is not understood.
        var end = next + count;
        if (phrase.Is(start, "каждого", "каждой") && repeat is { Unit: not RepeatUnit.Day, Weekdays: [], MonthDays: [] }
            && (phrase.Is(start - 1, "начале", "конце", "середине", "неделе", "неделю", "половине")
                || (phrase.Is(start - 1, "день", "дни") && repeat is not { Unit: RepeatUnit.Month, Interval: 1 })))
            return new Match(new Piece.Doubt(DoubtKind.LeftOver), end - at);

        // "каждый месяц в конце"
        return repeat is { Unit: RepeatUnit.Month, MonthDays: [], Weekdays: [] } && phrase.Is(end, "в") && phrase.Is(end + 1, "начале", "конце")
            ? new Match(repeat with { MonthDays = [phrase.Is(end + 1, "начале") ? 1 : -1], Confidence = 0.7 }, end + 2 - at)
            : new Match(repeat, end - at);
    }

    private static (Repeat? Repeat, int Count) Of(Phrase phrase, int at)
    {
        if (phrase.Is(at, "будний", "рабочий") && phrase.Is(at + 1, "день", "дня"))
        {
            var (others, words) = Except(phrase, phrase.Is(at + 2, ",") ? at + 3 : at + 2);
            return (new Repeat(RepeatUnit.Week) { Weekdays = words == 0 ? Repeat.Workdays : [.. Repeat.Workdays.Intersect(others)] },
                words == 0 ? 2 : words + (phrase.Is(at + 2, ",") ? 3 : 2));
        }

        if (phrase.Is(at, "выходные", "выходной", "уикенд"))
            return (new Repeat(RepeatUnit.Week) { Weekdays = Repeat.Weekend }, phrase.Is(at + 1, "день") ? 2 : 1);
        if (RussianRepeatedDays.Part(phrase[at].Text) is { } part)
            return (new Repeat(RepeatUnit.Day) { Part = part }, 1);
        if (phrase.Is(at, MeaningKind.Weekday))
        {
            var (days, count) = RussianRepeatedDays.Weekdays(phrase, at);
            return (new Repeat(RepeatUnit.Week) { Weekdays = days }, count);
        }

        if (phrase.Is(at, "полгода"))
            return (new Repeat(RepeatUnit.Month, 6), 1);

        // "каждые 3 пятницы", "каждые 2 выходных"
        if (phrase.IsNumber(at, 2, 52) && !phrase[at].IsOrdinal && (phrase.Is(at + 1, MeaningKind.Weekday) || phrase.Is(at + 1, "выходных", "выходные")))
            return (new Repeat(RepeatUnit.Week, phrase[at].Value)
            {
                Weekdays = phrase.Is(at + 1, MeaningKind.Weekday) ? [(DayOfWeek)phrase.Value(at + 1)] : Repeat.Weekend,
            }, 2);
        if (phrase.IsNumber(at, 1, 365) && phrase.Is(at + 1, MeaningKind.Unit) && Every(phrase, at + 1, phrase[at].Value) is { } counted)
            return (counted, 2);
        if (!phrase.Is(at, MeaningKind.Unit) || Every(phrase, at, 1) is not { } repeat)
            return default;

        var except = phrase.Is(at + 1, ",") ? at + 2 : at + 1;
        return repeat.Unit is RepeatUnit.Day && Except(phrase, except) is (var left, > 0 and var more)
            ? (repeat with { Unit = RepeatUnit.Week, Weekdays = left }, except + more - at)
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
        var (days, count) = RussianRepeatedDays.Weekdays(phrase, at + 1);
        return ([.. Repeat.Workdays.Concat(Repeat.Weekend).Except(days)], count + 1);
    }

    private static Repeat? Every(Phrase phrase, int unit, int count) => (TimeUnit)phrase.Value(unit) switch
    {
        TimeUnit.Minute => new Repeat(RepeatUnit.Minute, count),
        TimeUnit.Hour => new Repeat(RepeatUnit.Hour, count),
        TimeUnit.Day => new Repeat(RepeatUnit.Day, count),
        TimeUnit.Week => new Repeat(RepeatUnit.Week, count),
        TimeUnit.Month => new Repeat(RepeatUnit.Month, count),
        TimeUnit.Quarter => new Repeat(RepeatUnit.Month, 3 * count),
        TimeUnit.Year => new Repeat(RepeatUnit.Year, count),
        _ => null,
    };

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
        var times = phrase.IsNumber(at, 1, 50) ? phrase[at].Value
            : phrase.Is(at, "дважды", "трижды", "несколько", "пару") ? 2
            : phrase.Is(at, "раз") ? 1
            : 0;
        var start = phrase.Is(at, "раз", "дважды", "трижды") ? at + 1
            : phrase.Is(at + 1, "раз", "раза") ? at + 2
            : phrase.Is(at + 1, "-") && phrase.Is(at + 3, "раза", "раз") ? at + 4
            : at;
        if (times == 0 || start == at || !phrase.Is(start, "в"))
            return Match.None;

        var (count, unit) = phrase.IsNumber(start + 1, 1, 365) ? (phrase[start + 1].Value, start + 2) : (1, start + 1);
        if (phrase.Is(unit, "полгода"))
            return new Match(new Repeat(RepeatUnit.Month, 6), unit + 1 - at);
        if (!phrase.Is(unit, MeaningKind.Unit))
            return Match.None;
        if (count == 1 && (TimeUnit)phrase.Value(unit) is TimeUnit.Week && OnDays(phrase, unit + 1) is (var days, > 0 and var words))
            return new Match(new Repeat(RepeatUnit.Week) { Weekdays = days }, unit + 1 + words - at);
        return times == 1 && !phrase.Is(at + 1, "-") && Every(phrase, unit, count) is { } repeat
            ? new Match(repeat, unit + 1 - at)
            : new Match(new Piece.Idiom(), unit + 1 - at);
    }

    // Behind "три раза в неделю": ": пн, ср и пт", "во вторник и четверг", "пн ср пт"
    private static (IReadOnlyList<DayOfWeek> Days, int Count) OnDays(Phrase phrase, int at)
    {
        var next = at;
        while (phrase.Is(next, ":", ",", "-", "(", "по", "в", "во"))
            next++;
        var days = new List<DayOfWeek>();
        var end = next;
        while (phrase.Is(next, MeaningKind.Weekday))
        {
            days.Add((DayOfWeek)phrase.Value(next));
            end = next + 1;
            for (next = end; phrase.Is(next, ",", "и", "/", "-", ".", "в", "во", "по");)
                next++;
        }

        return days.Count < 2 ? default : (days, end - at);
    }

    // "10 раз", "дважды"; "три раза в день" is another.
    private static Match Times(Phrase phrase, int at)
    {
        var end = phrase.IsNumber(at, 2, 999) && !phrase[at].IsOrdinal && phrase.Is(at + 1, "раз", "раза") ? at + 2
            : phrase.Is(at, "дважды", "трижды") ? at + 1 : at;
        return end > at && (phrase[end].Kind is TokenKind.None or TokenKind.Mark || phrase.Is(end, "в", "с", "начиная"))
            && !phrase.Is(end + 1, MeaningKind.Unit)
            ? new Match(new Piece.Times(end == at + 2 ? phrase[at].Value : phrase.Is(at, "дважды") ? 2 : 3, IsSure: false), end - at)
            : Match.None;
    }

    // "через день"; "через неделю по пятницам"
    private static Match EveryOther(Phrase phrase, int at) =>
        phrase.Is(at, "через") && phrase.Is(at + 1, "неделю") && phrase.Is(at + 2, "по") && phrase.Is(at + 3, MeaningKind.Weekday)
            && phrase[at + 3].Text.EndsWith('м')
            ? RussianRepeatedDays.Weekdays(phrase, at + 3) is var (days, count) ? new Match(new Repeat(RepeatUnit.Week, 2) { Weekdays = days, Confidence = 0.8 }, count + 3) : Match.None
            : phrase.Is(at, "через") && phrase.Is(at + 1, "день") && !phrase.Is(at + 2, "-", "после", "два")
            ? new Match(new Repeat(RepeatUnit.Day, 2) { Confidence = 0.7 }, 2)
            : Match.None;
}
