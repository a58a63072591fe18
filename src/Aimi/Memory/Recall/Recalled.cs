namespace Aimi.Memory.Recall;

/// <summary>A memory in the order in which it answers a question.</summary>
/// <param name="Score">0 to 1, the whole: what is ordered by. Scores of two recalls do not compare.</param>
/// <param name="VectorScore">By its rank among the nearest in meaning: 1 for the first, 0 if it is not among them.</param>
/// <param name="LexicalScore">By its rank among those with the question's words: 1 for the first, 0 if it is not among them.</param>
/// <param name="RecencyScore">1 for what is true since now, a half after <see cref="RankFusion.HalfLife"/>, never 0.</param>
/// <param name="ImportanceScore">The memory's own, 0 to 1.</param>
public sealed record Recalled(Candidate Memory, double Score, double VectorScore, double LexicalScore, double RecencyScore, double ImportanceScore);
