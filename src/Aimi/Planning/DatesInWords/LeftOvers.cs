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
            if (language.IsTimeWord(phrase, at) || (phrase[at].IsNumber && (IsHangingOn(at) || IsFurther(at))))
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
        var before = phrase.Is(at - 1, "-", "/") && !phrase[at].Spaced ? at - 2 : at - 1;
        var follows = phrase[at].Value >= 1_000 || phrase[at + 1].IsNumber || phrase[at + 1].Kind is TokenKind.None or TokenKind.Mark || IsCovered(at + 1)
            || phrase.Is(at + 1, "ad", "ce", "bc", "be", "bce");
        return before >= 0 && IsCovered(before) && follows && !language.IsMeasure(phrase, at + 1);
    }

    // "every year on December 21st and 31st": a second day that the series did not take; "at 5 or 6".
    private bool IsFurther(int at) => (phrase.Is(at - 1, "or", "или") && IsCovered(at - 2) && !language.IsMeasure(phrase, at + 1))
        || (phrase[at].IsOrdinal && phrase.Is(at - 1, "and", "&", ",", "и") && phrase[at + 1].Kind is TokenKind.None or TokenKind.Mark
        && all.Any(said => said.Kind is SaidKind.Repeating && said.Covers(at - 2)));

    private bool IsCovered(int at) => all.Any(said => said.Covers(at));

    private bool IsIdiom(int at) => pieces.Any(piece => piece.Piece is Piece.Idiom && at >= piece.First && at <= piece.Last);
}
