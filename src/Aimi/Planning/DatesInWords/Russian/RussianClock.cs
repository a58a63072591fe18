namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Times of the clock: "в 8 вечера", "пятнадцать тридцать", "в час дня", and with <see cref="RussianHourFractions"/> "в половине восьмого".</summary>
internal sealed class RussianClock(DateLanguage language)
{
    public IReadOnlyList<Rule> Rules => [(phrase, at) => RussianHours.Ended(phrase, at, At(phrase, at))];

    // A preposition and a time, or a time that needs none.
    private Match At(Phrase phrase, int at)
    {
        var start = at;
        while (phrase.Is(start, "ровно", "примерно", "около", "часам", "приблизительно", "часиков", "часов") && !phrase.Is(start + 1, "до"))
            start++;
        var isIn = phrase.Is(start, "в", "во");
        var isOn = phrase.Is(start, "на");
        if (isIn || isOn)
            start++;
        if (start > at && phrase.Is(start, "ровно", "примерно", "районе", "часов", "часиков"))
            start++;

        // "сдать IELTS на 7"
        if (isOn && at > 0 && phrase[at - 1].Kind is TokenKind.Word && phrase[at - 1].Text[0] is >= 'a' and <= 'z')
            return Match.None;

        // "в 2-х", "раз в час", "100 км в час"
        if (start == at && !RussianLinks.Joins(phrase, at - 1))
            return Said(phrase, at) is { Count: > 0 } alone ? alone : Match.None;
        var match = Timed(phrase, start, isIn || isOn ? phrase[start - 1].Text : start > at ? "около" : phrase[at - 1].Text);

        // "около часа назад" is counted from now.
        return match.Count > 0 && !phrase.Is(start + match.Count, "назад", "тому") ? match with { Count = match.Count + start - at } : Match.None;
    }

    /// <summary>What is a time without a preposition.</summary>
    private Match Said(Phrase phrase, int at)
    {
        if (Spoken(phrase, at) is { Count: > 0 } spoken)
            return spoken;
        if (WithColon(phrase, at) is { Count: > 0 } colon)
            return colon;
        if (!IsHour(phrase, at) || language.NamesNumber(phrase, at - 1))
            return Match.None;

        // "завтра 10.30", "1 апреля 10-00"
        var hour = phrase[at];
        if (phrase[at - 1].Meaning.Kind is MeaningKind.RelativeDay or MeaningKind.Weekday or MeaningKind.Month
            && Minutes(phrase, at, "до") is { Count: 3 } minutes && phrase[at + 2].Digits == 2 && !phrase[at + 2].Spaced)
            return Ended(phrase, at, minutes.Value, 3, withMinutes: true);

        // "8 вечера", "2 часа дня"; "3 дня" are days.
        if (PartAt(phrase, at + 1) is { } part && !phrase.Is(at + 1, "дня"))
            return Clock(hour, 0, part, 2);
        if (!IsHours(phrase, at + 1))
            return Match.None;
        if (PartAt(phrase, at + 2) is { } after)
            return Clock(hour, 0, after, 3);

        // "15 часов", and nothing else: a time or a length.
        if (at == 0 && phrase.Count == 2 && hour.Value is >= 13 and <= 23 && phrase.Is(1, "часов"))
            return new Match(new Piece.Doubt(DoubtKind.TwoReadings, new Moment { Clock = Time(hour, 0, false) }), 2);

        // "17ч10"; "12 часов 12 сентября"
        if (phrase.IsTight(at + 1, "ч") && phrase.IsTightNumber(at + 2, 0, 59) && phrase[at + 2].Digits == 2)
            return Clock(hour, phrase[at + 2].Value, null, 3);
        if (hour.Value is >= 6 and <= 24 && !IsMinutes(phrase, at + 3) && (IsDay(phrase, at + 2) || IsDay(phrase, at - 1)))
            return Clock(hour, 0, null, 2);
        return phrase.IsNumber(at + 2, 0, 59) && IsMinutes(phrase, at + 3) && PartAt(phrase, at + 4) is { } late
            ? Clock(hour, phrase[at + 2].Value, late, 5)
            : Match.None;
    }

    private Match Timed(Phrase phrase, int at, string before)
    {
        if (before is "в" or "во" && InFour(phrase, at) is { Count: > 0 } four)
            return four;
        if (Said(phrase, at) is { Count: > 0 } said)
            return said;
        if (before is "в" or "во" or "к" or "ко" or "до" or "после" or "с" or "около" && phrase.Is(at, "час", "часу", "часа")
            && !phrase.Is(at + 1, "пик", "x", "х") && !IsRate(phrase, at - 2))
            return OneOClock(phrase, at, before);
        if (!IsHour(phrase, at) || language.NamesNumber(phrase, at - 1))
            return Match.None;
        if (before is "на" && !phrase[at].IsNumber)
            return Match.None;

        var hour = phrase[at];
        if (phrase.Is(at + 1, "с") && phrase.Is(at + 2, "половиной") && !phrase.Is(at + 3, MeaningKind.Unit) && before is "в" or "во" or "к")
            return Clock(hour, 30, PartAt(phrase, at + 3), PartAt(phrase, at + 3) is null ? 3 : 4);
        var isClock = before is not ("на" or "-" or "по");
        if (IsHours(phrase, at + 1))
        {
            // "на 2 часа" is how long, "на 15 часов" is when; "по 2 часа" is each time.
            if ((before is "на" && hour.Value < 13) || before is "по")
                return Match.None;
            var count = phrase.IsTight(at + 2, ".") && phrase.Is(at + 1, "ч") && phrase[at + 3].Kind is not TokenKind.None ? 3 : 2;
            var (minute, isCounted) = (phrase[at + count], IsMinutes(phrase, at + count + 1));
            return phrase.IsNumber(at + count, 0, 59) && !minute.IsOrdinal && (isCounted || minute.Digits is 0 or 2)
                && !language.IsMeasure(phrase, at + count + 1) && !phrase.Is(at + count + 1, MeaningKind.Month)
                ? Ended(phrase, at, minute.Value, isCounted ? count + 2 : count + 1, withMinutes: true)
                : Ended(phrase, at, 0, count, withMinutes: false);
        }

        if (Minutes(phrase, at, before) is { Count: > 0 } exact)
            return Ended(phrase, at, exact.Value, exact.Count, withMinutes: true);
        if (PartAt(phrase, at + 1) is { } part && (isClock || !phrase.Is(at + 1, "дня")))
            return Clock(hour, 0, part, 2);
        if (language.IsMeasure(phrase, at + 1) || phrase.Is(at + 1, MeaningKind.Unit) || phrase.Is(at + 1, MeaningKind.Month)
            || phrase.IsTight(at + 1, "-"))
            return Match.None;

        // After "до", "к" and the like a bare number is left to what stands beside it.
        return before switch
        {
            "в" or "во" or "около" => Clock(hour, 0, null, 1),
            "на" when IsEnd(phrase, at + 1) && hour.Value <= 24 => new Match(new Moment { Clock = Time(hour, 0, false), Confidence = 0.6 }, 1),
            _ => Match.None,
        };
    }

    // "в 0630", "в 2130"; "в 2027" is a year, "в 1500 метрах" a measure.
    private Match InFour(Phrase phrase, int at)
    {
        var (digits, next) = (phrase[at], at + 1);

        // "в 930", as it is dictated; "в 800 часов"
        var isHundred = digits is { Digits: 3 } && (IsHours(phrase, next) || (digits.Value % 100 != 0 && digits.Value % 5 == 0 && digits.Value / 100 >= 6));
        return digits is { IsNumber: true, Digits: 3 or 4, IsOrdinal: false } && (digits.Digits == 4 || isHundred) && digits.Value / 100 <= 23 && digits.Value % 100 <= 59
            && (digits.Value is < 1_800 or >= 2_100) && !language.IsMeasure(phrase, next) && (!phrase.Is(next, MeaningKind.Unit) || IsHours(phrase, next))
            && !(phrase[next].Kind is TokenKind.Mark && !phrase[next].Spaced && phrase.IsTightNumber(at + 2))
            ? new Match(new Moment { Clock = new ClockTime(digits.Value / 100, digits.Value % 100, IsExact: true), Confidence = 0.9 },
                IsHours(phrase, next) ? 2 : 1)
            : Match.None;
    }

    // "в час", "в час дня", "в час тридцать", "к часу"
    private Match OneOClock(Phrase phrase, int at, string before)
    {
        var one = phrase[at] with { Value = 1, Digits = 0, Kind = TokenKind.Number };
        if (PartAt(phrase, at + 1) is { } part)
            return Clock(one, 0, part, 2);
        if (phrase.IsNumber(at + 1, 5, 59) && !phrase[at + 1].IsOrdinal && !language.IsMeasure(phrase, at + 2))
        {
            var count = IsMinutes(phrase, at + 2) ? 3 : 2;
            var after = PartAt(phrase, at + count);
            return Clock(one, phrase[at + 1].Value, after, after is null ? count : count + 1);
        }

        return before is "с" ? Match.None : Clock(one, 0, null, 1);
    }

    // "раз в час", "км в час", "рублей в час"
    private static bool IsRate(Phrase phrase, int at) =>
        phrase.Is(at, "раз", "раза", "км", "километров", "рублей", "руб", "долларов", "день", "метров", "миль", "стоит") || phrase.Is(at, MeaningKind.Unit);

    // "18:30", "18.30", "18-30", "18 30", "восемь тридцать", "ноль-ноль"
    private (int Value, int Count) Minutes(Phrase phrase, int at, string before)
    {
        var minute = at + 2;
        var isTight = phrase.IsTightNumber(minute, 0, 99) && phrase[minute].Digits == 2 && phrase[at].Digits is 1 or 2;
        if (isTight && phrase.IsTight(at + 1, ":"))
            return (phrase[minute].Value, 3);

        // "до 15.03" is a date, "в 10.10" is not.
        if (isTight && phrase.IsTight(at + 1, ".") && phrase[minute].Value <= 59
            && !(phrase.IsTight(minute + 1, ".") && phrase.IsTightNumber(minute + 2))
            && (before is "в" or "во" || phrase[minute].Value is 0 or > 12 || PartAt(phrase, minute + 1) is not null))
            return (phrase[minute].Value, 3);
        if (isTight && phrase.IsTight(at + 1, "-") && phrase[minute].Value <= 59 && before is "в" or "во" or "к" or "до" or "с"
            && ((before is "в" or "во" && phrase[at].Value > 12 && phrase[minute].Value > 24) || (phrase[minute].Value % 5 == 0 && phrase[minute].Value is 0 or > 24) || (phrase[minute].Value > 24 && PartAt(phrase, minute + 1) is not null)))
            return (phrase[minute].Value, 3);

        minute = at + 1;
        if (phrase.IsNumber(minute, 0, 59) && !phrase[minute].IsOrdinal && phrase[minute].Spaced && phrase[minute].Digits is 0 or 2
            && (phrase[minute].Digits == 2) == (phrase[at].Digits > 0)
            && !language.IsMeasure(phrase, minute + 1) && !phrase.Is(minute + 1, MeaningKind.Month) && before is not "на")
        {
            if (phrase[minute] is { Value: 0, Digits: 0 })
            {
                // "ноль-ноль", "ноль пять"
                var second = phrase.Is(minute + 1, "-") ? minute + 2 : minute + 1;
                return phrase.IsNumber(second, 0, 9) && phrase[second].Digits == 0 ? (phrase[second].Value, second - at + 1) : (0, 2);
            }

            if (IsMinutes(phrase, minute + 1))
                return (phrase[minute].Value, 3);

            // "в 06 30 часов"
            if (phrase[at].Digits == 2 && phrase[minute].Digits == 2 && phrase.Is(minute + 1, "часов", "часа"))
                return (phrase[minute].Value, 3);
            return phrase.Is(minute + 1, MeaningKind.Unit) ? default : (phrase[minute].Value, 2);
        }

        return default;
    }

    private Match WithColon(Phrase phrase, int at)
    {
        if (phrase[at].Digits is not (1 or 2) || !phrase.IsTight(at + 1, ":") || phrase[at + 2].Digits != 2 || phrase[at + 2].Spaced
            || phrase.Is(at - 1, ":") || language.NamesNumber(phrase, at - 1))
            return Match.None;
        var count = phrase.IsTight(at + 3, ":") && phrase.IsTightNumber(at + 4, 0, 59) ? 5 : 3;
        count += phrase.Is(at + count, "ч") ? 1 : 0;
        return Ended(phrase, at, phrase[at + 2].Value, count, withMinutes: true);
    }

    private Match Ended(Phrase phrase, int at, int minute, int count, bool withMinutes) =>
        PartAt(phrase, at + count) is { } part
            ? Clock(phrase[at], minute, part, count + 1)
            : new Match(new Moment { Clock = Time(phrase[at], minute, withMinutes) }, count);

    // "в половине восьмого вечера", "в полдень"
    private static Match Spoken(Phrase phrase, int at)
    {
        if (phrase.Is(at, "полдень", "полудня", "полудню", "полднем"))
            return new Match(new Moment { Clock = new ClockTime(12, 0, IsExact: true) }, 1);
        if (phrase.Is(at, "полночь", "полночи", "полуночи"))
            return new Match(new Moment { Clock = new ClockTime(0, 0, IsExact: true) { IsMidnight = true }, Confidence = 0.8 }, 1);

        var (time, count) = RussianHourFractions.Read(phrase, at);
        if (time is null)
            return Match.None;
        var part = PartAt(phrase, at + count);
        return new Match(new Moment { Clock = time, Part = part }, part is null ? count : count + 1);
    }

    private Match Clock(Token hour, int minute, DayPart? part, int count) => new(new Moment { Clock = Time(hour, minute, minute > 0), Part = part }, count);

    private ClockTime Time(Token hour, int minute, bool withMinutes) => new(hour.Value, minute, language.IsExactHour(hour, withMinutes));

    private static DayPart? PartAt(Phrase phrase, int at) => phrase[at].Text switch
    {
        "утра" => DayPart.Morning,
        "дня" or "пополудни" => DayPart.Afternoon,
        "вечера" => DayPart.Evening,
        "ночи" => DayPart.Night,
        _ => null,
    };

    private static bool IsHour(Phrase phrase, int at) => phrase.IsNumber(at, 0, 99) && phrase[at].Digits <= 2 && !phrase[at].IsOrdinal
        && (phrase[at].Value <= 24 || phrase.IsTight(at + 1, ":") || IsHours(phrase, at + 1));

    private static bool IsDay(Phrase phrase, int at) =>
        phrase[at].Meaning.Kind is MeaningKind.RelativeDay or MeaningKind.Weekday or MeaningKind.Month
        || (phrase.IsNumber(at, 1, 31) && phrase.Is(at + 1, MeaningKind.Month));

    public static bool IsHours(Phrase phrase, int at) => phrase.Is(at, "час", "часа", "часов", "часам", "часами", "часу", "ч");

    public static bool IsMinutes(Phrase phrase, int at) => phrase.Is(at, "минут", "минуты", "минуту", "минута", "минутам", "мин");

    private static bool IsEnd(Phrase phrase, int at) => phrase[at].Kind is TokenKind.None or TokenKind.Mark
        || phrase.Is(at, MeaningKind.RelativeDay) || phrase.Is(at, "в", "во", "и");
}
