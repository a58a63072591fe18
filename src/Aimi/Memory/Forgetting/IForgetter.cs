namespace Aimi.Memory.Forgetting;

/// <summary>Forgets with the memory: whoever keeps something that was drawn from it. Owned here so that memory need not know who does.</summary>
public interface IForgetter
{
    /// <summary>In the open transaction, which holds the person.</summary>
    Task<ForgottenTraces> Forget(Guid userId, ForgottenText what, ForgottenSources sources, CancellationToken cancellationToken);

    /// <summary>It is committed: copies that are no rows go, too.</summary>
    /// <returns>How many there were.</returns>
    Task<int> ClearCopies(Guid userId, CancellationToken cancellationToken);
}

/// <summary>Where it was said.</summary>
/// <param name="Seqs">The messages that it was cut from.</param>
/// <param name="Emptied">Those of them of which nothing is left.</param>
/// <param name="Summaries">The sessions whose whole summary goes.</param>
public sealed record ForgottenSources(IReadOnlyCollection<long> Seqs, IReadOnlyCollection<long> Emptied, IReadOnlyCollection<Guid> Summaries)
{
    /// <summary>Whether a name that these messages speak of is of what is forgotten: it tells it by itself, or is a word of it and is spoken of nowhere else.</summary>
    public bool Name(ForgottenText what, string name, IReadOnlyCollection<long> spokenIn) =>
        what.Tells(name) || (what.Names(name) && spokenIn.All(Seqs.Contains));
}

/// <summary>What was taken away beside memories and messages.</summary>
public sealed record ForgottenTraces(int Summaries, int GraphNodes, int GraphEdges)
{
    public static ForgottenTraces operator +(ForgottenTraces left, ForgottenTraces right) =>
        new(left.Summaries + right.Summaries, left.GraphNodes + right.GraphNodes, left.GraphEdges + right.GraphEdges);
}
