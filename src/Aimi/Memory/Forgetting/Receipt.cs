namespace Aimi.Memory.Forgetting;

/// <summary>What was forgotten, in numbers: it repeats nothing of it.</summary>
/// <param name="ForgottenAt">What was said until then is not learned again.</param>
/// <param name="Removed">What was taken away.</param>
/// <param name="Verified">Everything was searched again afterwards, and it was not found.</param>
public sealed record Receipt(DateTimeOffset ForgottenAt, RemovedParts Removed, bool Verified);

/// <param name="Memories">Rows of memory, former ones too.</param>
/// <param name="Vectors">Those of them that had a vector.</param>
/// <param name="Messages">Messages that it was cut from.</param>
/// <param name="Summaries">Sessions from whose summary it was taken.</param>
/// <param name="Portrait">Parts of the portrait.</param>
/// <param name="GraphNodes">Nodes of the graph.</param>
/// <param name="GraphEdges">Edges of the graph.</param>
/// <param name="Copies">Copies of the open conversation that were cleared.</param>
public sealed record RemovedParts(int Memories, int Vectors, int Messages, int Summaries, int Portrait, int GraphNodes, int GraphEdges, int Copies);
