namespace Aimi.Bench.Recall;

/// <summary>Recall by turn: the fraction of a question's evidence that is among the first k turns found, as a mean over questions.</summary>
internal sealed class RecallFigures(IReadOnlyList<int> ks)
{
    private readonly Dictionary<(string Way, string Category), (int Questions, double[] Sums)> _sums = [];

    /// <summary>The category of every question.</summary>
    public const string All = "all";

    public async Task Add(RecallSet set, IEnumerable<RecallWay> ways)
    {
        foreach (var way in ways)
        {
            foreach (var question in set.Questions)
            {
                var found = await way.Recall(question.Text, ks.Max());
                var recalls = ks.Select(k => (double)found.Take(k).Count(question.Evidence.Contains!) / question.Evidence.Count).ToArray();
                Count(way.Name, All, recalls);
                if (question.Category is { } category)
                    Count(way.Name, category, recalls);
            }
        }
    }

    /// <summary>A row a way and category: the questions, and recall at each k.</summary>
    public IEnumerable<(string Way, string Category, int Questions, IReadOnlyList<double> Recall)> Rows() =>
        _sums.OrderBy(row => row.Key.Category == All ? 0 : 1).ThenBy(row => row.Key.Category, StringComparer.Ordinal)
            .Select(row => (row.Key.Way, row.Key.Category, row.Value.Questions, (IReadOnlyList<double>)[.. row.Value.Sums.Select(sum => sum / row.Value.Questions)]));

    private void Count(string way, string category, double[] recalls)
    {
        var (questions, sums) = _sums.GetValueOrDefault((way, category), (0, new double[recalls.Length]));
        _sums[(way, category)] = (questions + 1, [.. sums.Zip(recalls, (sum, recall) => sum + recall)]);
    }
}
