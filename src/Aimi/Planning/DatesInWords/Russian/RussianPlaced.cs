namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Parts of a longer period by their place: "на второй неделе мая", "последние выходные июля", "первые три дня месяца", "остаток недели".</summary>
internal static class RussianPlaced
{
    public static IReadOnlyList<Rule> Rules => [Placed, Amounted, Rest];

    private static Match Placed(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "во", "на") ? at + 1 : at;
        if (Place(phrase, start) is not { } place)
            return Match.None;
        PeriodUnit? unit = phrase[start + 1].Text switch
        {
            "неделя" or "неделе" or "неделю" or "недели" => PeriodUnit.Week,
            "выходные" or "выходных" => PeriodUnit.Weekend,
            _ => null,
        };
        var (whole, count) = Whole(phrase, start + 2);
        return unit is not { } placed || whole is not { Unit: PeriodUnit.Month or PeriodUnit.Year } ? Match.None
            : new Match(new Moment { Period = new Period(placed) { Place = place, Within = whole } }, start + 2 + count - at);
    }

    // Where weeks begin and end in a month, has to be asked.
    private static Match Amounted(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "в", "за", "на") ? at + 1 : at;
        var isLast = phrase.Is(start, "последние", "последних");
        if (!isLast && !phrase.Is(start, "первые", "первых"))
            return Match.None;
        var (amount, words) = RussianAmounts.Read(phrase, start + 1, alone: false);
        var of = start + 1 + words;
        var (whole, count) = words == 0 ? default : Whole(phrase, of);
        if (whole is null)
            return Match.None;
        return phrase.Is(of - 1, "недели", "недель") || !amount.IsWholeDays || phrase.Is(of - 2, "рабочих")
            ? new Match(new Piece.Doubt(DoubtKind.LeftOver), of + count - at)
            : new Match(new Moment { Period = new Period(PeriodUnit.Day) { Length = isLast ? -amount : amount, Within = whole } }, of + count - at);
    }

    // "остаток недели", "до конца недели" is a deadline.
    private static Match Rest(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "на", "весь") ? at + 1 : at;
        if (!phrase.Is(start, "остаток"))
            return Match.None;
        if (phrase.Is(start + 1, "дня"))
            return new Match(new Moment { Period = new Period(PeriodUnit.Day) { IsRest = true } }, start + 2 - at);
        var (whole, count) = RussianPeriods.Genitive(phrase, start + 1);
        return whole is { Which: Which.Any or Which.This, Number: null, Unit: not PeriodUnit.Day }
            ? new Match(new Moment { Period = whole with { IsRest = true } }, start + 1 + count - at)
            : Match.None;
    }

    private static int? Place(Phrase phrase, int at) =>
        phrase.Is(at, "последней", "последние", "последних") ? -1 : phrase.Is(at, "первые", "первых") ? 1 : RussianDays.Place(phrase, at);

    // "мая", "мая 2027", "следующего месяца", "года"
    private static (Period? Whole, int Count) Whole(Phrase phrase, int at)
    {
        var (whole, count) = RussianPeriods.Genitive(phrase, at);
        return whole is { Unit: PeriodUnit.Day } ? default : (whole, count);
    }
}
