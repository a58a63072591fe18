namespace Aimi.Bench.Recall;

/// <summary>Okapi BM25 with the constants that SQLite's FTS5 has, in memory.</summary>
internal sealed class Bm25
{
    private const double Saturation = 1.2;
    private const double LengthShare = 0.75;

    private readonly Dictionary<string, List<(int Document, double Count)>> _postings = new(StringComparer.Ordinal);
    private readonly double[] _lengths;
    private readonly double _meanLength;

    /// <param name="documents">The stems of each, with what each counts: 1, or less for words of lesser fields.</param>
    public Bm25(IReadOnlyList<IReadOnlyList<(string Stem, double Weight)>> documents)
    {
        _lengths = [.. documents.Select(stems => stems.Sum(stem => stem.Weight))];
        _meanLength = Math.Max(1, _lengths.Average());
        for (var document = 0; document < documents.Count; document++)
        {
            foreach (var (stem, count) in documents[document].AggregateBy(term => term.Stem, 0d, (sum, term) => sum + term.Weight, StringComparer.Ordinal))
                (_postings.TryGetValue(stem, out var postings) ? postings : _postings[stem] = []).Add((document, count));
        }
    }

    /// <summary>Every document's score; 0 for those that hold no term.</summary>
    public double[] Score(IEnumerable<(string Stem, double Weight)> terms)
    {
        var scores = new double[_lengths.Length];
        foreach (var (stem, weight) in terms)
        {
            if (!_postings.TryGetValue(stem, out var postings))
                continue;

            var rarity = Math.Log(1 + ((_lengths.Length - postings.Count + 0.5) / (postings.Count + 0.5)));
            foreach (var (document, count) in postings)
            {
                var length = 1 - LengthShare + (LengthShare * _lengths[document] / _meanLength);
                scores[document] += weight * rarity * count * (Saturation + 1) / (count + (Saturation * length));
            }
        }

        return scores;
    }
}
