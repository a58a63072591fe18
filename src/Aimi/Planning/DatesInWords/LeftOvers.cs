namespace Aimi.Planning.DatesInWords;

/// <summary>Finds words of time that fit nowhere: who drops them answers another question than was asked.</summary>
internal sealed class LeftOvers(Phrase phrase, IReadOnlyList<Placed> pieces, IReadOnlyList<Said> all, DateLanguage language)
{
    public (int First, int Last)? Find()
    {
        for (var at = 0; at < phrase.Count; at++)
        {
            if (IsCovered(at) || IsIdiom(at))
                continue;

            // "not on Monday"
            if (language.Denies(phrase, at) && all.FirstOrDefault(said => said.Covers(at + 1)) is { } denied)
                return (at, denied.First > at ? denied.Last : at + 1);
            if (language.IsTimeWord(phrase, at) || (phrase[at].IsNumber && (IsHangingOn(at) || IsFurther(at) || IsPlaceOf(at))) || IsLimit(at))
                return (at > 0 && IsCovered(at - 1) ? at - 1 : at, at);
        }

        return null;
    }

    // "пятница 23", "Jan 25 '86", "September-2020-23": a number right behind a time, and no thing that it counts.
    private bool IsHangingOn(int at)
    {
        // "2020/23/Sep", "23-2020-September": a number before it
        if (phrase.Is(at + 1, "-", "/") && !phrase[at + 1].Spaced && !phrase[at + 2].Spaced && IsCovered(at + 2) && phrase[at].Digits > 0
            && (phrase[at + 2].Meaning.Kind is MeaningKind.Month || (phrase[at].Digits == 4 && phrase[at + 2].IsNumber)))
            return true;
        var isEra = phrase.Is(at + 1, "ad", "ce", "bc", "be", "bce");
        var before = (phrase.Is(at - 1, "-", "/") && !phrase[at].Spaced) || (isEra && phrase.Is(at - 1, ",")) ? at - 2 : at - 1;
        var follows = phrase[at].Value >= 1_000 || phrase[at + 1].IsNumber || phrase[at + 1].Kind is TokenKind.None or TokenKind.Mark
            || IsCovered(at + 1) || isEra;
        return before >= 0 && IsCovered(before) && follows && !language.IsMeasure(phrase, at + 1);
    }

    // "every day except in May", "по пятницам пять раз": less than what was read.
    private bool IsLimit(int at) => IsNameOfYear(at) || IsEdgeOf(at)

        // "this week or next"
        || (phrase.Is(at, MeaningKind.Which) && phrase.Is(at - 1, "or", "или") && IsCovered(at - 2))
        || ((language.Excepts(phrase, at) || (phrase[at].IsOrdinal && phrase.Is(at + 1, MeaningKind.Unit))
            || (language.IsTimes(phrase, at) && (IsCovered(at - 1) || phrase.Is(at - 1, "for", "to", "до"))))
            && all.Any(said => said.Kind is SaidKind.Repeating));

    // "tax day last year", "день города 2027": a day of that year, and not all of it.
    private bool IsNameOfYear(int at) => phrase.Is(at, "day", "день") && phrase[at - 1].Kind is TokenKind.Word && phrase[at - 1].Length > 3
        && all.Any(said => said.Covers(at + 1) && said.From is { Day: null, Clock: null } moment
            && (moment.IsYearsAway || moment.Period is { Unit: PeriodUnit.Year, Part: PeriodPart.Whole }));

    // "the last day of Q1"
    private bool IsEdgeOf(int at) => phrase.Is(at, "last", "final") && phrase.Is(at + 1, MeaningKind.Unit) && phrase.Is(at + 2, "of", "in")
        && (IsCovered(at + 2) || IsCovered(at + 3));

    // "the second Sunday", "the first, second and third Friday of each month": which of them, the reading does not know.
    private bool IsPlaceOf(int at)
    {
        if (!phrase[at].IsOrdinal || phrase.IsTight(at - 1, ":") || IsCovered(at - 1))
            return false;
        var next = at + 1;
        while (next < phrase.Count && !IsCovered(next) && (phrase[next].IsOrdinal || phrase.Is(next, MeaningKind.Unit) || phrase.Is(next, MeaningKind.Weekday)
            || phrase.Is(next, "of", "in", "to", "the", "last", "с", "конца", "последний", "последняя", "последнее", "последнюю")
            || (phrase.Is(next, ",", "and", "or", "&", "и", "или") && IsRow(next))))
            next++;
        return IsCovered(next) && (next > at + 1 || phrase[next].Meaning.Kind is MeaningKind.Weekday);
    }

    private bool IsRow(int at)
    {
        var next = phrase.Is(at + 1, "and", "or", "и", "или") ? at + 2 : at + 1;
        return phrase[next].IsOrdinal || phrase.Is(next, "last", "последняя", "последний", "последнее", "последнюю", "предпоследняя", "предпоследний");
    }

    // "every year on December 21st and 31st": a second day that the series did not take; "at 5 or 6".
    private bool IsFurther(int at) => (phrase.Is(at - 1, "or", "или") && IsCovered(at - 2) && !language.IsMeasure(phrase, at + 1))
        || (phrase[at].IsOrdinal && phrase.Is(at - 1, "and", "&", ",", "и") && phrase[at + 1].Kind is TokenKind.None or TokenKind.Mark
        && all.Any(said => (said.Kind is SaidKind.Repeating || (phrase[at].Digits > 0 && said.From?.Day is DayName.OfMonth)) && said.Covers(at - 2)));

    private bool IsCovered(int at) => all.Any(said => said.Covers(at));

    private bool IsIdiom(int at) => pieces.Any(piece => piece.Piece is Piece.Idiom && at >= piece.First && at <= piece.Last);
}
