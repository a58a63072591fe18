namespace Aimi.Sessions.Summaries;

/// <summary>How the person felt in the session: all that shows it, the late as much as the early.</summary>
internal static class MoodReader
{
    private const int MostSeqs = 10;

    public static SessionMood? Read(Talk talk)
    {
        var shown = talk.Said.SelectMany(In).ToList();
        if (shown.Count == 0)
            return null;

        var valence = Math.Round(Math.Clamp(shown.Average(mood => mood.Valence), -1, 1), 2);

        // The label is of the side that prevails.
        var label = shown.Where(mood => Math.Sign(mood.Valence) == Math.Sign(valence) || valence == 0).GroupBy(mood => mood.Label, StringComparer.Ordinal)
            .MaxBy(moods => moods.Sum(mood => Math.Abs(mood.Valence)))?.Key ?? shown[^1].Label;
        return new SessionMood(Math.Abs(valence) < 0.05 ? "mixed" : label, valence, [.. shown.Select(mood => mood.Seq).Distinct().TakeLast(MostSeqs)]);
    }

    private static IEnumerable<(string Label, double Valence, long Seq)> In(Said said)
    {
        for (var at = 0; at < said.Sentences.Count; at++)
        {
            foreach (var (label, valence) in Feelings.In(said.Sentences[at], at > 0 ? said.Sentences[at - 1] : null))
                yield return (label, valence, said.Seq);
        }

        foreach (var (label, valence) in MoodWords.SignsIn(said.Text))
            yield return (label, valence, said.Seq);
    }
}
