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
            if (language.IsTimeWord(phrase, at) || (phrase[at].IsNumber && IsHangingOn(at)))
                return (at > 0 && IsCovered(at - 1) ? at - 1 : at, at);
        }

        return null;
    }

    // "пятница 23", "Jan 25 '86", "September-2020-23": a number right behind a time, and no thing that it counts.
    private bool IsHangingOn(int at)
    {
        var before = phrase.Is(at - 1, "-", "/") && !phrase[at].Spaced ? at - 2 : at - 1;
        var follows = phrase[at].Value >= 1_000 || phrase[at + 1].IsNumber || phrase[at + 1].Kind is TokenKind.None or TokenKind.Mark || IsCovered(at + 1);
        return before >= 0 && IsCovered(before) && follows && !language.IsMeasure(phrase, at + 1);
    }

    private bool IsCovered(int at) => all.Any(said => said.Covers(at));

    private bool IsIdiom(int at) => pieces.Any(piece => piece.Piece is Piece.Idiom && at >= piece.First && at <= piece.Last);
}
