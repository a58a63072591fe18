namespace Aimi.Bench.Recall;

/// <summary>A way to recall, built for one conversation.</summary>
/// <param name="Recall">Of a question and a limit, the external ids of the turns found, the best first.</param>
internal sealed record RecallWay(string Name, Func<string, int, Task<IReadOnlyList<string?>>> Recall);
