namespace Aimi.Planning.DatesInWords;

/// <param name="First">Its first word.</param>
/// <param name="Last">Its last.</param>
internal readonly record struct Placed(Piece Piece, int First, int Last);

/// <summary>Runs the rules along the sentence. At each word the longest reading wins; each rule looks at a few words only, so this is linear.</summary>
internal static class PieceReader
{
    public static List<Placed> Read(Phrase phrase, IReadOnlyList<Rule> rules)
    {
        var pieces = new List<Placed>();
        for (var at = 0; at < phrase.Count;)
        {
            var best = Match.None;
            foreach (var rule in rules)
            {
                var match = rule(phrase, at);
                if (match.Count > best.Count)
                    best = match;
            }

            if (best.Piece is not null)
                pieces.Add(new Placed(best.Piece, at, at + best.Count - 1));
            at += Math.Max(1, best.Count);
        }

        return pieces;
    }
}
