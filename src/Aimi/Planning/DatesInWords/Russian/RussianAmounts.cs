namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>How much time: "полтора часа", "2 недели", "1ч 20м"; what is counted from now with it, and how long something takes.</summary>
internal static class RussianAmounts
{
    public static IReadOnlyList<Rule> Rules => [Through, Signed, UnitFirst, Ago, Within, Vague, Soon, Between, Length, UnitBefore, OfThing, Before];

    /// <summary>An amount and its count of words; 0 words: none.</summary>
    /// <param name="alone">A unit without a number is one of it: "через час".</param>
    public static (Amount Amount, int Count) Read(Phrase phrase, int at, bool alone)
    {
        var (first, count) = One(phrase, at, alone);
        if (count == 0)
            return default;

        // "час двадцать (минут)", "1ч 20м", "2 часа и 15 минут"
        var next = phrase.Is(at + count, ".") && !phrase[at + count].Spaced ? at + count + 1 : at + count;
        next = phrase.Is(next, "и", ",") ? next + 1 : next;
        var isHour = first.Time >= TimeSpan.FromHours(1) && first.Time.Minutes == 0;
        var (rest, more) = One(phrase, next, alone: false);
        if (more > 0 && first.Days + first.Months > 0 && rest != first)
        {
            // "год, 2 месяца, 3 дня и 12 часов"
            var (tail, length) = Read(phrase, next, alone: false);
            return (first + tail, next + length - at);
        }

        // "5 минут 20 секунд"
        if (more > 0 && rest.IsWholeDays is false && rest.Time < TimeSpan.FromMinutes(1) && first is { Months: 0, Days: 0, Time.Minutes: > 0, Time.Seconds: 0 })
            return (first + rest, next + more - at);
        if (more > 0 && rest != first && first.Time.Minutes == 0
            && (isHour ? !rest.IsWholeDays && rest.Time < TimeSpan.FromHours(1) : !rest.IsWholeDays || rest.Months == 0))
            return (first + rest, next + more - at);
        if (isHour && next == at + count && phrase.IsNumber(next, 5, 59)
            && (phrase.Is(next + 1, "м") || (phrase[next].Spaced && phrase[next + 1].Kind is not TokenKind.Word)))
            return (first + Amount.Of(phrase[next].Value, TimeUnit.Minute), count + (phrase.Is(next + 1, "м") ? 2 : 1));
        return (first, count);
    }

    private static (Amount Amount, int Count) One(Phrase phrase, int at, bool alone)
    {
        if (Whole(phrase[at].Text) is { } whole)
            return (whole, 1);
        if (phrase.Is(at, "четверть") && phrase.Is(at + 1, "часа"))
            return (Amount.Of(15, TimeUnit.Minute), 2);
        if (phrase.IsNumber(at, 3, 3) && phrase.Is(at + 1, "четверти") && phrase.Is(at + 2, "часа"))
            return (Amount.Of(45, TimeUnit.Minute), 3);
        if (phrase.Is(at, "пол") && phrase.Is(at + 1, MeaningKind.Unit))
            return (Amount.Of(0.5m, Unit(phrase, at + 1)), 2);
        if (phrase.Is(at, MeaningKind.Unit))
            return !alone ? default
                : phrase.Is(at + 1, "с") && phrase.Is(at + 2, "половиной") ? (Amount.Of(1.5m, Unit(phrase, at)), 3)
                : (Amount.Of(1, Unit(phrase, at)), 1);

        var (number, count) = Count(phrase, at);
        if (count == 0)
            return default;

        // "2 рабочих дня"
        var unit = at + count;
        if (phrase.Is(unit, "рабочих", "рабочий", "календарных", "календарный", "целых", "полных", "академических"))
            unit++;
        return phrase.Is(unit, MeaningKind.Unit) && phrase[unit].Text is not "г" ? (Amount.Of(number, Unit(phrase, unit)), unit - at + 1) : default;
    }

    private static (decimal Number, int Count) Count(Phrase phrase, int at)
    {
        if (phrase.Is(at, "полтора", "полторы", "полутора"))
            return (1.5m, 1);
        if (phrase.Is(at, "пару", "пара", "пары", "парочку"))
            return (2, 1);
        if (!phrase.IsNumber(at, 0, 1_000) || phrase[at].IsOrdinal)
            return default;

        var value = phrase[at].Value;
        if (phrase.Is(at + 1, "с") && phrase.Is(at + 2, "половиной"))
            return (value + 0.5m, 3);
        return (phrase.IsTight(at + 1, ".") || phrase.IsTight(at + 1, ",")) && phrase.IsTightNumber(at + 2, 0, 99) && phrase[at + 2].Digits is 1 or 2
            ? (value + (phrase[at + 2].Value / (phrase[at + 2].Digits == 1 ? 10m : 100m)), 3)
            : (value, 1);
    }

    private static TimeUnit Unit(Phrase phrase, int at) => (TimeUnit)phrase.Value(at);

    private static Amount? Whole(string word) => word switch
    {
        "полчаса" or "полчасика" or "получаса" => Amount.Of(30, TimeUnit.Minute),
        "полгода" or "полугода" => Amount.Of(6, TimeUnit.Month),
        "полдня" => Amount.Of(12, TimeUnit.Hour),
        "полминуты" => Amount.Of(1, TimeUnit.Minute),
        "полмесяца" => Amount.Of(15, TimeUnit.Day),
        "десятилетие" => Amount.Of(10, TimeUnit.Year),
        "столетие" => Amount.Of(100, TimeUnit.Year),
        _ => null,
    };

    // "через два часа", "спустя неделю", "через минут 10", "через 3 рабочих дня"
    private static Match Through(Phrase phrase, int at)
    {
        if (!phrase.Is(at, "через", "спустя", "чрез"))
            return Match.None;
        var start = phrase.Is(at + 1, "примерно", "около", "где", "буквально", "ровно", "каких") ? at + 2 : at + 1;
        if (phrase.Is(start, MeaningKind.Unit) && phrase.IsNumber(start + 1, 1, 999) && !phrase[start + 1].IsOrdinal
            && !phrase.Is(start + 2, MeaningKind.Unit) && phrase.Is(start, "минут", "часа", "часов", "дней", "дня", "недель", "недели"))
            return new Match(new Moment { Shift = Amount.Of(phrase[start + 1].Value, Unit(phrase, start)), Confidence = 0.9 }, start + 2 - at);

        var (amount, count) = Read(phrase, start, alone: true);

        // "через 10": minutes, most likely.
        if (count == 0)
        {
            return phrase.IsNumber(start, 1, 90) && !phrase[start].IsOrdinal && phrase[start + 1].Kind is TokenKind.None or TokenKind.Mark
                ? new Match(new Piece.Doubt(DoubtKind.Vague, new Moment { Shift = Amount.Of(phrase[start].Value, TimeUnit.Minute) }), start + 1 - at)
                : Match.None;
        }

        // "через неделю после отпуска": not from now. "через 2-3 дня" is vague; "через час-полтора", too.
        if (phrase.Is(start + count, "после"))
            return new Match(new Piece.Doubt(DoubtKind.Vague), start + count + 1 - at);
        if (phrase.IsTight(start + count, "-"))
            return new Match(new Piece.Doubt(DoubtKind.Vague), start + count + 2 - at);
        var isWorkdays = phrase.Is(start + count - 2, "рабочих", "рабочий");
        return new Match(new Moment { Shift = amount, InWorkdays = isWorkdays }, start + count - at);
    }

    // "+15мин", "-2 дня": what is typed where little is said.
    private static Match Signed(Phrase phrase, int at) =>
        at == 0 && phrase.Is(at, "+", "-") && !phrase[at + 1].Spaced && Read(phrase, at + 1, alone: false) is { Count: > 0 } read
            ? new Match(new Moment { Shift = phrase.Is(at, "-") ? -read.Amount : read.Amount }, read.Count + 1)
            : Match.None;

    // "минут через десять", "дня через три"
    private static Match UnitFirst(Phrase phrase, int at) =>
        phrase.Is(at, MeaningKind.Unit) && phrase.Is(at + 1, "через") && phrase.IsNumber(at + 2, 1, 999) && !phrase[at + 2].IsOrdinal
            && !phrase.Is(at + 3, MeaningKind.Unit)
            ? new Match(new Moment { Shift = Amount.Of(phrase[at + 2].Value, Unit(phrase, at)), Confidence = 0.9 }, 3)
            : Match.None;

    // "полчаса назад", "год тому назад", "час спустя"
    private static Match Ago(Phrase phrase, int at)
    {
        var (amount, count) = Read(phrase, at, alone: true);
        if (count == 0)
            return Match.None;
        if (phrase.Is(at + count, "назад"))
            return new Match(new Moment { Shift = -amount }, count + 1);
        return phrase.Is(at + count, "тому") && phrase.Is(at + count + 1, "назад") ? new Match(new Moment { Shift = -amount }, count + 2) : Match.None;
    }

    // "в ближайшие три дня", "следующие два часа"
    private static Match Within(Phrase phrase, int at)
    {
        if (phrase.Is(at, "в", "за", "на") && phrase.Is(at + 1, MeaningKind.Which))
            return Within(phrase, at + 1) is { Count: > 0 } match ? match with { Count = match.Count + 1 } : Match.None;
        if (phrase.Is(at, "последние", "прошлые", "прошедшие", "следующие", "следующих") && Read(phrase, at + 1, alone: false) is { Count: > 0 } beside)
        {
            var length = phrase.Is(at, "следующие", "следующих") ? beside.Amount : -beside.Amount;
            var isOfWork = phrase.Is(at + beside.Count - 1, "рабочих", "рабочие");
            return new Match(new Moment { Period = new Period(PeriodUnit.Day) { Length = length, InWorkdays = isOfWork } }, beside.Count + 1);
        }

        if (!phrase.Is(at, "ближайшие", "ближайших", "ближайшую", "ближайший"))
            return Match.None;

        var (amount, count) = Read(phrase, at + 1, alone: phrase.Is(at, "ближайший") && phrase.Is(at + 1, "час"));
        return count > 0 ? new Match(new Piece.Coming(amount), count + 1) : Match.None;
    }

    // "на днях", "в ближайшие часы", "через несколько дней"
    private static Match Vague(Phrase phrase, int at)
    {
        if (phrase.Is(at, "на") && (phrase.Is(at + 1, "днях") || (phrase.Is(at + 1, "этих") && phrase.Is(at + 2, "днях"))))
            return new Match(new Piece.Doubt(DoubtKind.Vague), phrase.Is(at + 1, "днях") ? 2 : 3);
        return (phrase.Is(at, "в") && phrase.Is(at + 1, "ближайшие") && phrase.Is(at + 2, "часы"))
            || (phrase.Is(at, "через", "спустя") && phrase.Is(at + 1, "несколько") && phrase.Is(at + 2, MeaningKind.Unit))
            ? new Match(new Piece.Doubt(DoubtKind.Vague), 3)
            : Match.None;
    }

    // "в ближайшие дни": three, as good as any.
    private static Match Soon(Phrase phrase, int at) =>
        phrase.Is(at, "в", "на") && phrase.Is(at + 1, "ближайшие") && phrase.Is(at + 2, "дни", "недели", "месяцы")
            ? new Match(new Moment { Period = new Period(PeriodUnit.Day) { Length = Amount.Of(3, Unit(phrase, at + 2)) }, Confidence = 0.5 }, 3)
            : Match.None;

    // "через 2-3 дня", "2-3 недели назад"; "2-3 часа" alone is neither a time nor a length.
    private static Match Between(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "на", "через") ? at + 1 : at;
        if (!(phrase.IsNumber(start, 1, 99) && (phrase.Is(start + 1, "-") || (start > at && phrase.Is(start + 1, "или"))) && phrase.IsNumber(start + 2, 1, 99)
            && phrase.Is(start + 3, MeaningKind.Unit) && !phrase.Is(start + 3, "г") && !phrase.Is(start - 1, "в", "к", "до", "с")))
            return Match.None;
        var (least, most, unit) = (phrase[start].Value, phrase[start + 2].Value, Unit(phrase, start + 3));
        var sign = phrase.Is(at, "через") ? 1 : phrase.Is(start + 4, "назад") ? -1 : 0;
        if (sign == 0 || least >= most || phrase.Is(start + 4, "после"))
            return sign == 0 && unit is TimeUnit.Year ? Match.None : new Match(new Piece.Doubt(DoubtKind.Vague), start + 4 - at);
        return new Match(Moment.Between(least, most, unit, sign), start + (sign < 0 ? 5 : 4) - at);
    }

    // "на два часа", "полтора часа", "длительностью 40 минут". Years alone are an age.
    private static Match Length(Phrase phrase, int at)
    {
        var isSaid = phrase.Is(at, "на", "по", "длительностью", "продолжительностью", "длиной") && !phrase.Is(at - 1, "не");
        var start = isSaid ? at + 1 : at;
        var (amount, count) = Read(phrase, start, alone: isSaid || IsLittle(phrase, start));
        if (count == 0 || amount == default || (!isSaid && amount.Months >= 12 && !IsDuring(phrase, at))
            || phrase.Is(at - 1, "за", "каждые", "каждый", "каждую", "в", "последние",
            "мне", "ему", "ей", "нам", "им", "вам", "сыну", "дочке", "дочери", "ребенку"))
            return Match.None;

        // "на час позже", "на неделю раньше": from what is planned, not from now.
        if (isSaid && phrase.Is(start + count, "позже", "раньше", "позднее", "вперед", "назад", "ранее"))
            return new Match(new Piece.Idiom(), start + count + 1 - at);

        // "на неделе", "на дню", "на году"; "на годы"
        return isSaid && phrase.Is(start, "неделе", "дню", "дне", "году", "годы", "дни", "часы", "часах", "месяце") ? Match.None
            : new Match(new Piece.Length(amount, isSaid), start + count - at);
    }

    // "минут на сорок", "часа на два"
    private static Match UnitBefore(Phrase phrase, int at) =>
        phrase.Is(at, "минут", "минуток", "часа", "часов", "дня", "дней", "недели", "недель") && phrase.Is(at, MeaningKind.Unit) && (!phrase[at - 1].IsNumber || phrase.IsTight(at - 2, ":"))
            && phrase.Is(at + 1, "на") && phrase.IsNumber(at + 2, 2, 999) && !phrase[at + 2].IsOrdinal && !phrase.Is(at + 3, MeaningKind.Unit)
            ? new Match(new Piece.Length(Amount.Of(phrase[at + 2].Value, Unit(phrase, at)), IsSaid: true), 3)
            : Match.None;

    // "получасовой созвон", "30-минутная встреча", "двухчасовой фильм"
    private static Match OfThing(Phrase phrase, int at)
    {
        if (phrase.IsNumber(at, 1, 999) && phrase.IsTight(at + 1, "-") && !phrase[at + 2].Spaced && Adjective(phrase[at + 2].Text) is { } unit)
            return new Match(new Piece.Length(Amount.Of(phrase[at].Value, unit), IsSaid: false, IsOfThing: true), 3);
        if (phrase[at].Kind is not TokenKind.Word || phrase.Is(at + 1, "пояс", "пояса", "поясе", "поясов"))
            return Match.None;
        foreach (var (stem, amount) in Adjectives)
        {
            if (phrase[at].Text.StartsWith(stem, StringComparison.Ordinal) && IsEnding(phrase[at].Text.AsSpan(stem.Length)))
                return new Match(new Piece.Length(amount, IsSaid: false, IsOfThing: true), 1);
        }

        return Match.None;
    }

    private static readonly (string Stem, Amount Amount)[] Adjectives =
    [
        ("получасов", Amount.Of(30, TimeUnit.Minute)), ("полуторачасов", Amount.Of(90, TimeUnit.Minute)), ("часов", Amount.Of(1, TimeUnit.Hour)),
        ("двухчасов", Amount.Of(2, TimeUnit.Hour)), ("трехчасов", Amount.Of(3, TimeUnit.Hour)), ("четырехчасов", Amount.Of(4, TimeUnit.Hour)),
        ("пятиминутн", Amount.Of(5, TimeUnit.Minute)), ("десятиминутн", Amount.Of(10, TimeUnit.Minute)),
        ("пятнадцатиминутн", Amount.Of(15, TimeUnit.Minute)), ("двадцатиминутн", Amount.Of(20, TimeUnit.Minute)),
        ("тридцатиминутн", Amount.Of(30, TimeUnit.Minute)), ("сорокаминутн", Amount.Of(40, TimeUnit.Minute)),
        ("двухдневн", Amount.Of(2, TimeUnit.Day)), ("трехдневн", Amount.Of(3, TimeUnit.Day)),
    ];

    private static TimeUnit? Adjective(string word) =>
        word.StartsWith("минутн", StringComparison.Ordinal) && IsEnding(word.AsSpan(6)) ? TimeUnit.Minute
        : word.StartsWith("часов", StringComparison.Ordinal) && IsEnding(word.AsSpan(5)) ? TimeUnit.Hour
        : word.StartsWith("дневн", StringComparison.Ordinal) && IsEnding(word.AsSpan(5)) ? TimeUnit.Day
        : null;

    private static bool IsEnding(ReadOnlySpan<char> ending) => ending is "ый" or "ой" or "ая" or "ую" or "ое" or "ого" or "ому" or "ом" or "ым";

    // "часик", "час двадцать минут", "в течение часа"
    private static bool IsLittle(Phrase phrase, int at) =>
        phrase.Is(at, "часик", "часок", "минутку", "минуточку", "недельку", "денек") || IsDuring(phrase, at)
        || (phrase.Is(at, "час") && phrase.IsNumber(at + 1, 1, 59) && phrase.Is(at + 2, "минут", "минуты", "мин"));

    private static bool IsDuring(Phrase phrase, int at) => phrase.Is(at - 1, "течение", "течении", "протяжении");

    // "за 15 минут до встречи", "за неделю": before something else.
    private static Match Before(Phrase phrase, int at)
    {
        if (!phrase.Is(at, "за"))
            return Match.None;
        var (_, count) = Read(phrase, at + 1, alone: true);
        return count > 0 ? new Match(new Piece.Idiom(), count + 1) : Match.None;
    }
}
