namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Times of the clock: "в 8 вечера", "в половине восьмого", "без четверти шесть", "пятнадцать тридцать", "в час дня".</summary>
internal sealed class RussianClock(DateLanguage language)
{
    public IReadOnlyList<Rule> Rules => [(phrase, at) => RussianHours.Told(phrase, at, At(phrase, at)), Bare, Part];

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

        // "в 2-х", "раз в час", "100 км в час"
        if (start == at && !IsLinked(phrase, at - 1))
            return Said(phrase, at) is { Count: > 0 } alone ? alone : Match.None;
        var match = Timed(phrase, start, isIn || isOn ? phrase[start - 1].Text : start > at ? "около" : phrase[at - 1].Text);
        return match.Count > 0 ? match with { Count = match.Count + start - at } : Match.None;
    }

    private static bool IsLinked(Phrase phrase, int at) => phrase.Is(at, "с", "со", "до", "к", "ко", "после", "от", "по", "-", "между")
        || phrase.Is(at, "позднее", "позже", "раньше");

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

        // "17ч10"; "12 часов 12 сентября"
        if (phrase.IsTight(at + 1, "ч") && phrase.IsTightNumber(at + 2, 0, 59) && phrase[at + 2].Digits == 2)
            return Clock(hour, phrase[at + 2].Value, null, 3);
        if (hour.Value is >= 6 and <= 24 && !IsMinutes(phrase, at + 3) && (IsDay(phrase, at + 2) || IsDay(phrase, at - 1)))
            return Clock(hour, 0, null, 2);
        return phrase.IsNumber(at + 2, 0, 59) && IsMinutes(phrase, at + 3) && PartAt(phrase, at + 4) is { } late
            ? Clock(hour, phrase[at + 2].Value, late, 5) : Match.None;
    }

    private Match Timed(Phrase phrase, int at, string before)
    {
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
            if (phrase.IsNumber(at + count, 0, 59) && !phrase[at + count].IsOrdinal && (IsMinutes(phrase, at + count + 1)
                || phrase[at + count].Digits == 2 || phrase[at + count].Digits == 0) && !language.IsMeasure(phrase, at + count + 1)
                && !phrase.Is(at + count + 1, MeaningKind.Month))
            {
                var minutes = count + 1 + (IsMinutes(phrase, at + count + 1) ? 1 : 0);
                return Ended(phrase, at, phrase[at + count].Value, minutes, withMinutes: true);
            }

            return Ended(phrase, at, 0, count, withMinutes: false);
        }

        if (Minutes(phrase, at, before) is { Count: > 0 } exact)
            return Ended(phrase, at, exact.Value, exact.Count, withMinutes: true);
        if (PartAt(phrase, at + 1) is { } part && (isClock || !phrase.Is(at + 1, "дня")))
            return Clock(hour, 0, part, 2);
        if (language.IsMeasure(phrase, at + 1) || phrase.Is(at + 1, MeaningKind.Unit) || phrase.Is(at + 1, MeaningKind.Month) || phrase[at].IsOrdinal
            || phrase.IsTight(at + 1, "-"))
            return Match.None;

        // After "до", "к" and the like a bare number is left to what stands beside it.
        return before switch
        {
            "в" or "во" => Clock(hour, 0, null, 1),
            "около" => Clock(hour, 0, null, 1),
            "на" when IsEnd(phrase, at + 1) && hour.Value <= 24 => new Match(new Moment { Clock = Time(hour, 0, false), Confidence = 0.6 }, 1),
            _ => Match.None,
        };
    }

    // "в час", "в час дня", "в час тридцать", "к часу"
    private Match OneOClock(Phrase phrase, int at, string before)
    {
        var one = phrase[at] with { Value = 1, Digits = 0, Kind = TokenKind.Number };
        if (PartAt(phrase, at + 1) is { } part)
            return Clock(one, 0, part, 2);
        if (phrase.IsNumber(at + 1, 5, 59) && !phrase[at + 1].IsOrdinal && !language.IsMeasure(phrase, at + 2))
            return Clock(one, phrase[at + 1].Value, PartAt(phrase, at + 2 + (IsMinutes(phrase, at + 2) ? 1 : 0)), 2 + (IsMinutes(phrase, at + 2) ? 1
                : 0) + (PartAt(phrase, at + 2 + (IsMinutes(phrase, at + 2) ? 1 : 0)) is null ? 0 : 1));
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
        if (isTight && phrase.IsTight(at + 1, ".") && phrase[minute].Value <= 59 && !(phrase.IsTight(minute + 1, ".") && phrase.IsTightNumber(minute + 2))
            && (before is "в" or "во" || phrase[minute].Value is 0 or > 12))
            return (phrase[minute].Value, 3);
        if (isTight && phrase.IsTight(at + 1, "-") && phrase[minute].Value <= 59 && before is "в" or "во" or "к" or "до" or "с"
            && phrase[minute].Value % 5 == 0 && phrase[minute].Value is 0 or > 24)
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

            return phrase.Is(minute + 1, MeaningKind.Unit) && !IsMinutes(phrase, minute + 1) ? default
                : (phrase[minute].Value, IsMinutes(phrase, minute + 1) ? 3 : 2);
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
        PartAt(phrase, at + count) is { } part ? Clock(phrase[at], minute, part, count + 1)
            : new Match(new Moment { Clock = Time(phrase[at], minute, withMinutes) }, count);

    // "в половине восьмого", "полпятого", "без четверти шесть", "четверть шестого", "десять минут третьего", "в полдень"
    private Match Spoken(Phrase phrase, int at)
    {
        if (phrase.Is(at, "полдень", "полудня", "полудню", "полднем"))
            return new Match(new Moment { Clock = new ClockTime(12, 0, IsExact: true) }, 1);
        if (phrase.Is(at, "полночь", "полночи", "полуночи"))
            return new Match(new Moment { Clock = new ClockTime(0, 0, IsExact: true), Confidence = 0.8 }, 1);
        if (phrase.Is(at, "половине", "половину", "половина", "половины", "пол") && IsNextHour(phrase, phrase.Is(at + 1, "-") ? at + 2 : at + 1))
            return Past(phrase, 30, at, phrase.Is(at + 1, "-") ? at + 2 : at + 1);
        if (phrase[at].Text.StartsWith("пол", StringComparison.Ordinal) && language.Lexicon.Of(phrase[at].Text[3..]) is
            {
                Kind: MeaningKind.Ordinal,
                Value: <= 12
            } half
            && phrase[at].Text.EndsWith("го", StringComparison.Ordinal))
            return Clock(new Token("", 0, 0, TokenKind.Number, true) { Value = Before(half.Value) }, 30, PartAt(phrase, at + 1), PartAt(phrase,
                at + 1) is null ? 1 : 2);
        if (phrase.Is(at, "четверть", "четверти") && IsNextHour(phrase, at + 1))
            return Past(phrase, 15, at, at + 1);
        if (phrase.IsNumber(at, 1, 59) && !phrase[at].IsOrdinal && IsMinutes(phrase, at + 1) && IsNextHour(phrase, at + 2))
            return Past(phrase, phrase[at].Value, at, at + 2);
        return phrase.Is(at, "без") ? To(phrase, at) : Match.None;
    }

    private Match Past(Phrase phrase, int minute, int first, int hour)
    {
        var part = PartAt(phrase, hour + 1);
        return Clock(phrase[hour] with { Value = Before(phrase[hour].Value), Digits = 0 }, minute, part, hour - first + (part is null ? 1 : 2));
    }

    // "без пяти (минут) восемь", "без четверти час"
    private Match To(Phrase phrase, int at)
    {
        var minute = phrase.Is(at + 1, "четверти") ? 15 : phrase.IsNumber(at + 1, 1, 30) ? phrase[at + 1].Value : 0;
        var hour = IsMinutes(phrase, at + 2) ? at + 3 : at + 2;

        // "без двадцати пять" is one number to who folds them.
        if (minute is > 20 and < 30 && phrase[at + 1].Digits == 0 && !(phrase.IsNumber(hour, 1, 24) || phrase.Is(hour, "час")) && !IsMinutes(phrase, at + 2))
        {
            var rest = PartAt(phrase, at + (IsHours(phrase, at + 2) ? 3 : 2));
            return Clock(phrase[at + 1] with { Value = Before(minute - 20) }, 40, rest, (IsHours(phrase, at + 2) ? 3 : 2) + (rest is null ? 0 : 1));
        }

        if (minute == 0 || !(phrase.IsNumber(hour, 1, 24) || phrase.Is(hour, "час")))
            return Match.None;

        var named = phrase.Is(hour, "час") ? 1 : phrase[hour].Value;
        var after = hour + (IsHours(phrase, hour + 1) ? 2 : 1);
        var part = PartAt(phrase, after);
        return Clock(phrase[hour] with { Value = named > 12 ? named - 1 : Before(named), Digits = 0, Kind = TokenKind.Number }, 60 - minute, part,
            after - at + (part is null ? 0 : 1));
    }

    private static int Before(int hour) => hour == 1 ? 12 : hour - 1;

    private static bool IsNextHour(Phrase phrase, int at) => phrase.IsNumber(at, 1, 12) && phrase[at].IsOrdinal;

    // "с 10 до 12", "10–15 марта", "15 и 16 мая"
    private Match Bare(Phrase phrase, int at)
    {
        if (!phrase.IsNumber(at, 0, 31) || phrase[at].Digits > 2 || language.IsMeasure(phrase, at + 1) || language.NamesNumber(phrase, at - 1)
            || (phrase.IsTight(at + 1, ":") && phrase.IsTightNumber(at + 2)) || (phrase.IsTight(at + 1, ".") && phrase.IsTightNumber(at + 2))
            || (phrase.Is(at - 1, ":", ".", "/", "+") && !phrase[at].Spaced) || IsRow(phrase, at))
            return Match.None;

        // "14. – 15.10."
        var count = phrase.IsTight(at + 1, ".") && phrase.Is(at + 2, "-") ? 2 : 1;
        count += phrase.Is(at + count, "числа", "число") ? 1 : 0;
        return IsLinked(phrase, at - 1) || (phrase.Is(at - 1, "и") && phrase.Is(at - 3, "между")) || phrase.Is(at + count, "-", "до", "по", "и", ",")
            ? new Match(new Piece.Bare(phrase[at].Value, phrase[at].IsOrdinal || phrase.Is(at + count - 1, "числа", "число")), count)
            : Match.None;
    }

    // 8-800-555-35-35
    private static bool IsRow(Phrase phrase, int at) =>
        (phrase.IsTight(at + 1, "-") && phrase.IsTightNumber(at + 2) && (phrase[at + 2].Digits > 2 || phrase.IsTight(at + 3, "-")))
        || (phrase.IsTight(at - 1, "-") && !phrase[at].Spaced && (phrase[at - 2].Digits > 2 || phrase.IsTight(at - 3, "-")
            || phrase[at - 2].Kind is TokenKind.Word));

    private static Match Part(Phrase phrase, int at)
    {
        // "этим утром", "прошлой ночью"
        if (phrase.Is(at, MeaningKind.Which) && phrase.Is(at + 1, "утром", "вечером", "ночью")
            && (Which)phrase.Value(at) is Which.This or Which.Last or Which.Next)
        {
            var days = (Which)phrase.Value(at) switch { Which.This => 0, Which.Last => -1, _ => 1 };
            return new Match(new Moment { Day = new DayName.FromToday(days), Part = RussianDayParts.Read(phrase, at + 1).Part }, 2);
        }

        var (part, count, confidence) = RussianDayParts.Read(phrase, at);
        return count == 0 ? Match.None : new Match(new Moment { Part = part, Confidence = confidence }, count);
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
        phrase[at].Meaning.Kind is MeaningKind.RelativeDay or MeaningKind.Weekday or MeaningKind.Month || (phrase.IsNumber(at, 1, 31)
            && phrase.Is(at + 1, MeaningKind.Month));

    private static bool IsHours(Phrase phrase, int at) => phrase.Is(at, "час", "часа", "часов", "часам", "часами", "часу", "ч");

    private static bool IsMinutes(Phrase phrase, int at) => phrase.Is(at, "минут", "минуты", "минуту", "минута", "минутам", "мин");

    private static bool IsEnd(Phrase phrase, int at) => phrase[at].Kind is TokenKind.None or TokenKind.Mark || phrase.Is(at, MeaningKind.RelativeDay)
        || phrase.Is(at, "в", "во", "и");
}
