using Aimi.Memory.Embeddings;

namespace Aimi.Data.Sqlite;

/// <summary>A locked file beside the database: the operating system lets go of it when the process dies.</summary>
internal sealed class SqliteEmbeddingGate(SqliteConnections connections) : IEmbeddingGate
{
    public Task<IAsyncDisposable?> TryEnter(CancellationToken cancellationToken) =>
        Task.FromResult<IAsyncDisposable?>(DataFolder.TryLock(connections.File + ".embedding.lock"));
}
