namespace Aimi.Memory.Embeddings;

/// <summary>
/// Lets one process at a time embed what waits, so that no two of them pay a vendor for the same texts: a replica, or <c>./aimi memory reindex</c> beside it.
/// </summary>
public interface IEmbeddingGate
{
    /// <summary>Enters until what is given is disposed of, or the process dies. Holds no row.</summary>
    /// <returns>Null where another is in.</returns>
    Task<IAsyncDisposable?> TryEnter(CancellationToken cancellationToken);
}
