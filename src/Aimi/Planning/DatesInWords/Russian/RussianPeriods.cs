namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Weeks, months, seasons and years: "на следующей неделе", "в начале мая", "летом", "в 2027 году", "до конца месяца".</summary>
internal static class RussianPeriods
{
    public static IReadOnlyList<Rule> Rules => [Part, Whole, Month, Season, Year, Quarter, Half, Decade];

    // "в начале мая", "до конца следующей недели", "к концу года", "в конце дня"
    private static Match Part(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "во", "на", "под", "ближе") ? at + 1 : at;
        if (phrase.Is(start - 1, "ближе") && phrase.Is(start, "к"))
            start++;
        var (part, skipped) = Of(phrase, start);
        if (skipped == 0)
            return Match.None;

        var (period, count) = Genitive(phrase, start + skipped);
        if (period is null)
            return Match.None;

        // "в начале каждого месяца" is said of a series.
        if (period.Unit is PeriodUnit.Day && part is PeriodPart.Start)
            return new Match(new Moment { Part = DayPart.Morning }, start + skipped + count - at);
        return new Match(new Moment
        {
            Period = period with { Part = part },
            Confidence = period.Part is PeriodPart.Whole ? 1
            : 0.9
        }, start + skipped + count - at);
    }

    private static (PeriodPart, int) Of(Phrase phrase, int at) => phrase[at].Text switch
    {
        "начале" or "начало" or "началу" or "начала" => (PeriodPart.Start, 1),
        "середине" or "середину" or "середины" or "середина" => (PeriodPart.Middle, 1),
        "конце" or "конец" or "концу" or "конца" or "исходе" => (PeriodPart.End, 1),
        "самом" or "самого" or "самому" when phrase.Is(at + 1, "начале", "начала", "началу") => (PeriodPart.Start, 2),
        "самом" or "самого" or "самому" when phrase.Is(at + 1, "конце", "конца", "концу") => (PeriodPart.End, 2),
        "первых" when phrase.Is(at + 1, "числах") => (PeriodPart.Start, 2),
        "последних" when phrase.Is(at + 1, "числах") => (PeriodPart.End, 2),
        "двадцатых" when phrase.Is(at + 1, "числах") => (PeriodPart.End, 2),
        _ => default,
    };

    // What has a beginning and an end: "мая", "следующей недели", "года", "лета".
    internal static (Period?, int) Genitive(Phrase phrase, int at)
    {
        var which = Which.Any;
        var start = at;
        if (phrase.Is(at, MeaningKind.Which))
            (which, start) = ((Which)phrase.Value(at), at + 1);
        if (phrase.Is(start, MeaningKind.Month))
        {
            var (year, count) = RussianDays.Year(phrase, start + 1);
            return (new Period(PeriodUnit.Month, which, phrase.Value(start), year), start + 1 + count - at);
        }

        if (phrase.Is(start, "рабочего") && phrase.Is(start + 1, "дня"))
            return (new Period(PeriodUnit.Day), start + 2 - at);
        if (phrase.Is(start, "рабочей") && phrase.Is(start + 1, "недели"))
            return (new Period(PeriodUnit.Workweek, which), start + 2 - at);
        if (phrase.Is(start, MeaningKind.Season))
            return (new Period((PeriodUnit)phrase.Value(start), which), start + 1 - at);
        if (phrase.IsNumber(start, 1900, 2199) && phrase.Is(start + 1, "года"))
            return (new Period(PeriodUnit.Year, Year: phrase[start].Value), start + 2 - at);

        // "в конце дня завтра" is rare: only today's.
        PeriodUnit? unit = phrase[start].Text switch
        {
            "дня" => PeriodUnit.Day,
            "недели" => PeriodUnit.Week,
            "месяца" => PeriodUnit.Month,
            "квартала" => PeriodUnit.Quarter,
            "года" => PeriodUnit.Year,
            _ => null,
        };
        return unit is { } named ? (new Period(named, which), start + 1 - at) : default;
    }

    // "на следующей неделе", "в этом месяце", "в выходные", "следующего месяца", "будущий год"
    private static Match Whole(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "во", "на", "за", "весь", "всю") ? at + 1 : at;
        var hasPreposition = start > at;
        Which? which = phrase.Is(start, MeaningKind.Which) ? (Which)phrase.Value(start) : null;
        if (which is not null)
            start++;
        if (phrase.IsTight(start, ".") && phrase.Is(start - 1, "след"))
            start++;
        if (phrase.Is(start, "же"))
            start++;

        PeriodUnit? unit = phrase[start].Text switch
        {
            "неделя" or "неделе" or "неделю" or "недели" or "неделей" => PeriodUnit.Week,
            "месяц" or "месяце" or "месяца" or "месяцу" => PeriodUnit.Month,
            "год" or "году" or "года" => PeriodUnit.Year,
            "квартал" or "квартале" or "квартала" or "кварталу" => PeriodUnit.Quarter,
            "выходные" or "выходных" or "выходным" or "уикенд" or "уикэнд" => PeriodUnit.Weekend,
            _ => null,
        };
        if (unit is not { } named)
            return Match.None;
        if (which is { } said)
            return new Match(new Moment { Period = new Period(named, said) }, start + 1 - at);

        var isAfterLink = phrase.Is(at - 1, "до", "к", "после", "с");
        if (named is PeriodUnit.Weekend && (hasPreposition || isAfterLink || at == 0))
            return new Match(new Moment { Period = new Period(named) }, start + 1 - at);
        return hasPreposition && phrase.Is(at, "на") && phrase.Is(start, "неделе") ? new Match(new Moment { Period = new Period(named), Confidence = 0.7 },
            2) : Match.None;
    }

    // "в мае", "в марте 2027 года", "в следующем июне", "до мая", "октябрь 2014"
    private static Match Month(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "на", "за", "весь") ? at + 1 : at;
        var which = Which.Any;
        if (phrase.Is(start, MeaningKind.Which))
            (which, start) = ((Which)phrase.Value(start), start + 1);
        if (!phrase.Is(start, MeaningKind.Month) || phrase.IsNumber(start - 1, 1, 31))
            return Match.None;

        // "сен. 2027", "сен-2027"
        var behind = (phrase.IsTight(start + 1, ".") || phrase.IsTight(start + 1, "-")) && phrase.IsNumber(start + 2, 1900, 2199) ? start + 2 : start + 1;
        var (year, count) = RussianDays.Year(phrase, behind);
        count += behind - start - 1;
        var isSaid = start > at || year is not null || (phrase.Count == 1 && phrase[0].Length > 2)
            || (phrase.Is(at - 1, "до", "к", "с", "со", "после", "по", "-") && !IsShort(phrase, start));
        if (!isSaid || (IsShort(phrase, start) && year is null && !phrase.Is(at, "в")))
            return Match.None;
        if (which is Which.Any && year is null && phrase.Is(start + 1, MeaningKind.Which) && phrase.Is(start + 2, "года"))
            return new Match(new Moment { Period = new Period(PeriodUnit.Month, Number: phrase.Value(start)) { OfYear = (Which)phrase.Value(start + 1) } },
                start + 3 - at);
        return new Match(new Moment { Period = new Period(PeriodUnit.Month, which, phrase.Value(start), year), Confidence = 0.95 }, start + 1 + count - at);
    }

    private static bool IsShort(Phrase phrase, int at) => phrase[at].Length <= 3 && !phrase.Is(at, "май", "мая", "мае", "маю");

    // "летом", "следующей весной", "летом 2027", "к зиме"
    private static Match Season(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "на", "за", "в", "весь", "всю", "все") ? at + 1 : at;
        var which = Which.Any;
        if (phrase.Is(start, MeaningKind.Which))
            (which, start) = ((Which)phrase.Value(start), start + 1);
        if (!phrase.Is(start, MeaningKind.Season))
            return Match.None;

        var isSaid = start > at || phrase.Count == 1 || phrase.Is(start, "весной", "летом", "осенью", "зимой")
            || phrase.Is(at - 1, "к", "до", "с", "после", "по");
        if (!isSaid)
            return Match.None;
        var (year, count) = RussianDays.Year(phrase, start + 1);
        var season = new Period((PeriodUnit)phrase.Value(start), which, Year: year);
        if (year is null && which is Which.Any && phrase.Is(start + 1, MeaningKind.Which) && phrase.Is(start + 2, "года"))
            (season, count) = (season with { OfYear = (Which)phrase.Value(start + 1) }, 2);
        return new Match(new Moment { Period = season, Confidence = 0.95 }, start + 1 + count - at);
    }

    // "в 2027 году", "2027 год", "к 2027 году", "в новом году"
    private static Match Year(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "на", "за", "весь") ? at + 1 : at;
        if (phrase.Is(start, "новом") && phrase.Is(start + 1, "году"))
            return new Match(new Moment { Period = new Period(PeriodUnit.Year, Which.Next), Confidence = 0.8 }, start + 2 - at);

        // "с 2024 по 2026 год", "2024–2026 годы"
        if (IsRow(phrase, start, start + 2))
            return new Match(new Moment { Period = new Period(PeriodUnit.Year, Year: phrase[start].Value) }, start + 1 - at);
        return phrase.IsNumber(start, 1900, 2199) && !phrase.Is(start - 1, MeaningKind.Month)
            && (phrase.Is(start + 1, "году", "год", "года", "г") || (IsRow(phrase, start - 2, start) && phrase.Is(start + 1, "годы", "годах", "годов", "гг")))
            ? new Match(new Moment { Period = new Period(PeriodUnit.Year, Year: phrase[start].Value) }, start + 2 - at)
            : Match.None;
    }

    private static bool IsRow(Phrase phrase, int first, int last) =>
        phrase.IsNumber(first, 1900, 2199) && phrase.IsNumber(last, 1900, 2199) && phrase[first].Value < phrase[last].Value
        && phrase.Is(first + 1, "по", "-", "до", "и") && phrase.Is(last + 1, "год", "года", "году", "годы", "годах", "годов", "гг");

    // "в первом квартале", "во 2-м квартале 2027 года"
    private static Match Quarter(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "во") ? at + 1 : at;
        if (!phrase.IsNumber(start, 1, 4) || !phrase.Is(start + 1, "квартале", "квартал", "квартала", "кварталу") || !phrase[start].IsOrdinal)
            return Match.None;
        var (year, count) = RussianDays.Year(phrase, start + 2);
        return new Match(new Moment { Period = new Period(PeriodUnit.Quarter, Number: phrase[start].Value, Year: year) }, start + 2 + count - at);
    }

    // "в первом полугодии 2027", "во второй половине года", "в первой половине мая"
    private static Match Half(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "во") ? at + 1 : at;
        if (!phrase.IsNumber(start, 1, 2) || !phrase[start].IsOrdinal)
            return Match.None;
        var half = phrase[start].Value;
        if (phrase.Is(start + 1, "полугодие", "полугодии", "полугодия", "полугодию"))
        {
            var (year, words) = RussianDays.Year(phrase, start + 2);
            return new Match(new Moment { Period = new Period(PeriodUnit.HalfYear, Number: half, Year: year) }, start + 2 + words - at);
        }

        var (whole, count) = phrase.Is(start + 1, "половина", "половине", "половину", "половины") ? Genitive(phrase, start + 2) : default;
        return whole switch
        {
            { Unit: PeriodUnit.Year } => Said(new Period(PeriodUnit.HalfYear, Number: half, Year: whole.Year)
            {
                OfYear = whole.Year is null ? whole.Which : null,
            }),
            { Unit: PeriodUnit.Month } when half == 1 => Said(new Period(PeriodUnit.Day) { Length = new Amount(0, 15, default), Within = whole }),
            { Unit: not PeriodUnit.Day } => new Match(new Piece.Doubt(DoubtKind.LeftOver), start + 2 + count - at),
            _ => Match.None,
        };

        Match Said(Period period) => new(new Moment { Period = period }, start + 2 + count - at);
    }

    // "в 90-е годы", "в 1990-х годах", "в следующем десятилетии"
    private static Match Decade(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "за") ? at + 1 : at;
        if (phrase.Is(start, MeaningKind.Which) && phrase.Is(start + 1, "десятилетие", "десятилетии", "десятилетия"))
            return new Match(new Moment { Period = new Period(PeriodUnit.Decade, (Which)phrase.Value(start)) }, start + 2 - at);
        if (phrase[start].Digits is not (2 or 4) || phrase[start].Value % 10 != 0)
            return Match.None;
        var end = phrase[start].IsOrdinal ? start + 1 : phrase.IsTight(start + 1, "-") && phrase.Is(start + 2, "х", "ых", "ые") ? start + 3 : start;
        var first = phrase[start].Digits == 4 ? phrase[start].Value : phrase[start].Value >= 50 ? 1900 + phrase[start].Value : 0;
        return end > start && first is >= 1900 and <= 2190 && phrase.Is(end, "годы", "годах", "годов", "гг")
            ? new Match(new Moment { Period = new Period(PeriodUnit.Decade, Year: first) }, end + 1 - at)
            : Match.None;
    }
}
