namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Days: "завтра", "15 марта", "в следующую среду", "во вторую пятницу мая", "на Новый год".</summary>
internal sealed class RussianDays(DateLanguage language)
{
    public IReadOnlyList<Rule> Rules => [Relative, NightBefore, Date, DayOfSomeMonth, Weekday, NthWeekday, LastDay, Holiday, Feast];

    // "завтра", "на завтра", "завтрашний день"
    private static Match Relative(Phrase phrase, int at)
    {
        // "сейчас", to a question.
        if (at == 0 && phrase.Is(phrase.Count - 1, "сейчас") && phrase.Count == (phrase.Is(0, "прямо") ? 2 : 1))
            return new Match(new Moment { Shift = default(Amount) }, phrase.Count);
        var start = phrase.Is(at, "на", "в") ? at + 1 : at;
        if (!phrase.Is(start, MeaningKind.RelativeDay))
            return Match.None;
        var count = start - at + 1;
        var day = new Moment { Day = new DayName.FromToday(phrase.Value(start)) };

        // "завтрашний день", "завтрашнего утра"
        if (phrase[start].Length <= 8)
            return new Match(day, count);
        if (phrase.Is(start + 1, "день", "дня", "дню"))
            return new Match(day, count + 1);
        DayPart? part = phrase.Is(start + 1, "утро", "утра", "утру", "утром") ? DayPart.Morning
            : phrase.Is(start + 1, "вечер", "вечера", "вечеру", "вечером") ? DayPart.Evening
            : phrase.Is(start + 1, "ночь", "ночи", "ночью") ? DayPart.Night : null;
        return new Match(day with { Part = part }, part is null ? count : count + 1);
    }

    // "в ночь на субботу", "в ночь с пятницы на субботу": it begins the evening before.
    private static Match NightBefore(Phrase phrase, int at)
    {
        if (!phrase.Is(at, "в", "на") || !phrase.Is(at + 1, "ночь"))
            return Match.None;
        var to = phrase.Is(at + 2, "с", "со") && phrase.Is(at + 3, MeaningKind.Weekday) ? at + 4 : at + 2;
        return phrase.Is(to, "на") && phrase.Is(to + 1, MeaningKind.Weekday)
            ? new Match(new Moment
            {
                Day = new DayName.Later(new DayName.OfWeek((DayOfWeek)phrase.Value(to + 1)), Amount.Of(-1, TimeUnit.Day)),
                Part = DayPart.Night,
                Confidence = 0.7
            }, to + 2 - at)
            : Match.None;
    }

    // "15 марта", "третьего мая 2027 года", "15-го числа марта", "на 15 янв."
    private Match Date(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "на", "в") ? at + 1 : at;
        if (!phrase.IsNumber(start, 1, 99) || phrase[start].Digits > 2 || language.NamesNumber(phrase, start - 1)
            || (phrase.Is(start - 1, ":", ".") && !phrase[start].Spaced))
            return Match.None;
        var month = phrase.Is(start + 1, "числа") || phrase.IsTight(start + 1, ".") ? start + 2 : start + 1;
        if (phrase.IsTight(start + 1, "-") || phrase.IsTight(start + 1, "/"))
            month = start + 2;
        if (!phrase.Is(month, MeaningKind.Month) || phrase.IsTight(month, "-"))
            return Match.None;

        var end = month + 1;
        if (phrase.IsTight(end, ".") && phrase[month].Length <= 4 && (phrase.IsNumber(end + 1) || phrase[end + 1].Kind is TokenKind.Word or TokenKind.Mark))
            end++;
        var (year, count) = Year(phrase, end);
        return new Match(new Moment { Day = new DayName.OfMonth(phrase[start].Value, phrase.Value(month), year) }, end + count - at);
    }

    /// <summary>"2027", "2027 года", "две тысячи двадцать седьмого года".</summary>
    public static (int? Year, int Count) Year(Phrase phrase, int at)
    {
        var start = phrase.Is(at, ",") || (phrase.IsTight(at, "/") && phrase.IsTightNumber(at + 1, 1900, 2199)) ? at + 1 : at;
        if (!phrase.IsNumber(start, 1900, 2199))
            return phrase.IsNumber(start, 20, 99) && phrase.Is(start + 1, "года", "году", "год", "г")
                ? ((int?)(2000 + phrase[start].Value), start + 2 - at) : default;
        if (phrase.IsTight(start + 1, ":"))
            return default;

        var count = phrase.Is(start + 1, "года", "году", "год", "г") ? 2 : 1;
        if (phrase.Is(start + 1, "г") && phrase.IsTight(start + 2, ".") && phrase[start + 3].Kind is not TokenKind.None)
            count++;
        return (phrase[start].Value, start + count - at);
    }

    // "15-го", "15 числа", "пятнадцатого"
    private Match DayOfSomeMonth(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "на") ? at + 1 : at;
        if (!phrase.IsNumber(start, 1, 99) || language.NamesNumber(phrase, start - 1))
            return Match.None;
        var day = new Moment { Day = new DayName.OfMonth(phrase[start].Value, null) };
        if (phrase.Is(start + 1, "числа", "число", "числу", "чис"))
            return new Match(day, start + 2 - at);

        // A place in a row of something else: "второго ребёнка", "5-го класса".
        var text = phrase[start].Text;
        var isDay = phrase[start].IsOrdinal && phrase[start].Value <= 31 && (phrase[start].Digits > 0 ? phrase[start].Length > phrase[start].Digits : true)
            && phrase.Text[..phrase[start].End].EndsWith("го", StringComparison.OrdinalIgnoreCase)
                && !phrase.Is(start - 1, "половине", "четверть", "минут", "минуты", "около", "у", "от", "для", "без", "из");
        return isDay && text.Length > 0 && Follows(phrase, start + 1) ? new Match(day, start + 1 - at) : Match.None;
    }

    private static bool Follows(Phrase phrase, int at) =>
        phrase[at].Kind is TokenKind.None or TokenKind.Mark || phrase[at].IsNumber || phrase[at].Meaning.Kind is MeaningKind.RelativeDay or MeaningKind.DayPart
        || phrase.Is(at, "в", "во", "с", "к", "до", "и", "по", "у", "на", "днем", "я", "мы", "мне", "нам", "надо", "нужно", "будет")
        || (phrase[at].Text.Length > 4 && (phrase[at].Text.EndsWith("ть", StringComparison.Ordinal)
            || phrase[at].Text.EndsWith("ться", StringComparison.Ordinal)))
        || (phrase.Is(at, MeaningKind.Which) && phrase.Is(at + 1, "месяца"));

    // "в пятницу", "в следующую среду", "пт.", "в эту же субботу"
    private static Match Weekday(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "во", "на", "за") ? at + 1 : at;
        var which = Which.Any;
        if (phrase.Is(start, MeaningKind.Which))
        {
            which = (Which)phrase.Value(start);
            start++;
            if (phrase.IsTight(start, "."))
                start++;
        }
        else if (phrase.Is(start, "самый", "самую") && phrase.Is(start + 1, MeaningKind.Which))
        {
            (which, start) = ((Which)phrase.Value(start + 1), start + 2);
        }

        // "в ту пятницу": the last or the next?
        if (phrase.Is(start, "ту", "тот", "то") && phrase.Is(start + 1, MeaningKind.Weekday))
            return new Match(new Piece.Doubt(DoubtKind.Vague), start + 2 - at);
        if (phrase.Is(start, "же"))
            start++;
        if (!phrase.Is(start, MeaningKind.Weekday) || phrase[start].Text.EndsWith("ам", StringComparison.Ordinal))
            return Match.None;

        // "в среде", "среда обитания"; "ср" and "вс" are also other words' beginnings.
        if ((phrase.Is(start, "среде") && start > at) || phrase.Is(start, "средой") || phrase.Is(start + 1, "обитания"))
            return new Match(new Piece.Idiom(), start + 1 - at);
        var count = start + 1 - at;
        if (phrase.IsTight(start + 1, ".") && phrase[start].Length <= 3 && phrase[start + 2].Kind is not TokenKind.None)
            count++;
        return new Match(new Moment { Day = new DayName.OfWeek((DayOfWeek)phrase.Value(start), which) }, count);
    }

    // "во вторую пятницу мая", "последний понедельник месяца"
    private static Match NthWeekday(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "во", "на") ? at + 1 : at;
        if (Place(phrase, start) is not { } place || !phrase.Is(start + 1, MeaningKind.Weekday))
            return Match.None;

        var day = (DayOfWeek)phrase.Value(start + 1);
        var next = start + 2;
        if (phrase.Is(next, "в") && phrase.Is(next + 1, MeaningKind.Month))
            next++;
        if (phrase.Is(next, MeaningKind.Month))
        {
            var (year, count) = Year(phrase, next + 1);
            var moment = new Moment
            {
                Day = new DayName.NthOfMonth(place, day, phrase.Value(next)),
                Period = year is null ? null
                : new Period(PeriodUnit.Year, Year: year)
            };
            return new Match(moment, next + 1 + count - at);
        }

        // "каждого месяца", "следующего месяца" are read for themselves.
        if (phrase.Is(next, "каждого") || (phrase.Is(next, MeaningKind.Which) && phrase.Is(next + 1, "месяца")))
            return new Match(new Moment { Day = new DayName.NthOfMonth(place, day, null) }, next - at);
        var nth = new Moment { Day = new DayName.NthOfMonth(place, day, null) };
        if (phrase.Is(next, "месяца"))
            return new Match(nth, next + 1 - at);

        // "каждый месяц в последнюю пятницу"; otherwise of which?
        return phrase.Is(at - 1, "месяц") ? new Match(nth, next - at) : start > at ? new Match(new Piece.Doubt(DoubtKind.Vague, nth), next - at) : Match.None;
    }

    /// <summary>"второй" 2, "последнюю" −1.</summary>
    public static int? Place(Phrase phrase, int at) => phrase[at].Text switch
    {
        "последний" or "последнюю" or "последняя" or "последнее" or "последнего" => -1,
        "предпоследний" or "предпоследнюю" or "предпоследняя" or "предпоследнее" => -2,
        _ => phrase.IsNumber(at, 1, 5) && phrase[at].IsOrdinal ? phrase[at].Value : null,
    };

    // "в последний день месяца", "последний день мая"
    private static Match LastDay(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в") ? at + 1 : at;
        if (!phrase.Is(start, "последний", "последнего", "последнему") || !phrase.Is(start + 1, "день", "дня", "дню", "число"))
            return Match.None;
        if (phrase.Is(start + 2, MeaningKind.Month))
        {
            var (year, count) = Year(phrase, start + 3);
            return new Match(new Moment { Day = new DayName.OfMonth(-1, phrase.Value(start + 2), year) }, start + 3 + count - at);
        }

        var last = new Moment { Day = new DayName.OfMonth(-1, null) };
        if (phrase.Is(start + 2, "месяца"))
            return new Match(last, start + 3 - at);
        return phrase.Is(start + 2, "каждого", "этого", "следующего", "текущего", "прошлого") && phrase.Is(start + 3, "месяца")
            ? new Match(last, start + 2 - at) : Match.None;
    }

    private static Match Holiday(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "на", "в") ? at + 1 : at;
        foreach (var (words, month, day) in Holidays)
        {
            if (!IsAll(phrase, start, words))
                continue;
            var (year, count) = Year(phrase, start + words.Length);
            return phrase.Is(start - 1, "с") ? Match.None
                : new Match(new Moment { Day = new DayName.OfMonth(day, month, year), Confidence = 0.9 }, start + words.Length + count - at);
        }

        return Match.None;
    }

    // "на Пасху", "до прошлой Пасхи", "Пасха 2027": they move.
    private static Match Feast(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "на", "в") ? at + 1 : at;
        Which? which = phrase.Is(start, MeaningKind.Which) ? (Which)phrase.Value(start) : null;
        start += which is null ? 0 : 1;
        foreach (var (words, day) in MovingFeasts)
        {
            if (!IsAll(phrase, start, words))
                continue;
            var (year, count) = Year(phrase, start + words.Length);
            var begins = which is { } one ? new DayName.Yearly(day, one) : day;
            if (Feasts.DaysOf(day) is > 1 and var days)
                return new Match(Feasts.Whole(begins, days, year), start + words.Length + count - at);

            return new Match(new Moment
            {
                Day = begins,
                Period = year is null ? null : new Period(PeriodUnit.Year, Year: year),
                Confidence = 0.9,
            }, start + words.Length + count - at);
        }

        return Match.None;
    }

    private static readonly (string[] Words, DayName Day)[] MovingFeasts =
    [
        .. Named("пасха пасху пасхе пасхи", new DayName.FromEaster(0, IsOrthodox: true)),
        .. Named("троица троицу троице троицы", new DayName.FromEaster(49, IsOrthodox: true)),
        .. Named("радоница радоницу радонице радоницы", new DayName.FromEaster(9, IsOrthodox: true)),
        (["вербное", "воскресенье"], new DayName.FromEaster(-7, IsOrthodox: true)), (["вербного", "воскресенья"], new DayName.FromEaster(-7, IsOrthodox: true)),
        .. Named("рамадан рамадане рамадана рамадану рамазан рамазане", Feasts.Ramadan), .. Named("песах песаха песаху", Feasts.OfHebrew(7, 15)),
        .. Named("ханука хануку хануке хануки", Feasts.OfHebrew(3, 25)), .. Named("пурим пурима пуриму", Feasts.Purim),
        .. Named("суккот", Feasts.OfHebrew(1, 15)), .. Named("шавуот", Feasts.OfHebrew(9, 6)),
        (["рош", "-", "ха", "-", "шана"], Feasts.OfHebrew(1, 1)), (["йом", "-", "кипур"], Feasts.OfHebrew(1, 10)), (["йом", "кипур"], Feasts.OfHebrew(1, 10)),
        (["ураза", "-", "байрам"], new DayName.OfMoon(MoonCalendar.Islamic, 10, 1)),
        (["курбан", "-", "байрам"], new DayName.OfMoon(MoonCalendar.Islamic, 12, 10)),
        (["китайский", "новый", "год"], new DayName.OfMoon(MoonCalendar.Chinese, 1, 1)),
        (["китайского", "нового", "года"], new DayName.OfMoon(MoonCalendar.Chinese, 1, 1)),
    ];

    private static IEnumerable<(string[], DayName)> Named(string forms, DayName day) => forms.Split(' ').Select(form => ((string[])[form], day));

    private static readonly (string[] Words, int Month, int Day)[] Holidays =
    [
        (["старый", "новый", "год"], 1, 14), (["новый", "год"], 1, 1), (["новому", "году"], 1, 1), (["нового", "года"], 1, 1), (["нг"], 1, 1),
            (["рождество"], 1, 7),
        (["рождества"], 1, 7), (["рождеству"], 1, 7), (["день", "святого", "валентина"], 2, 14), (["день", "всех", "влюбленных"], 2, 14),
        (["день", "защитника", "отечества"], 2, 23), (["международный", "женский", "день"], 3, 8), (["женский", "день"], 3, 8), (["день", "победы"], 5, 9),
            (["дню", "победы"], 5, 9),
        (["дня", "победы"], 5, 9), (["день", "россии"], 6, 12), (["день", "знаний"], 9, 1), (["хэллоуин"], 10, 31), (["день", "народного", "единства"], 11, 4),
    ];

    private static bool IsAll(Phrase phrase, int at, string[] words)
    {
        for (var word = 0; word < words.Length; word++)
        {
            if (!phrase.Is(at + word, words[word]))
                return false;
        }

        return true;
    }
}
