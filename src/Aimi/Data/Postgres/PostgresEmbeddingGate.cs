using Aimi.Memory.Embeddings;
using Npgsql;

namespace Aimi.Data.Postgres;

/// <summary>An advisory lock of the database, held by a transaction that does nothing else: it works behind a pooler, and a process that dies lets go of it.</summary>
internal sealed class PostgresEmbeddingGate(NpgsqlDataSource database) : IEmbeddingGate
{
    // Any number will do that nobody else in the database locks: "aime" in ASCII, beside the migrations' "aimi".
    private const long Key = 0x61696D65;

    public async Task<IAsyncDisposable?> TryEnter(CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await connection.BeginTransactionAsync(cancellationToken);
            await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock({Key})", connection);
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
                return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }
}
