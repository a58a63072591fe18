using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Update.Internal;

namespace Aimi.Data.Postgres;

/// <summary>
/// Reads what became of the statements of <c>SaveChanges</c>. Npgsql's own counts them from the first of the command, and there stands the call of <see cref="PostgresActing"/>.
/// </summary>
[SuppressMessage("Usage", "EF1001", Justification = "There is no public way to read the rows that each statement of a save changed.")]
internal sealed class PostgresSaveBatch(ModificationCommandBatchFactoryDependencies dependencies, int maxBatchSize)
    : NpgsqlModificationCommandBatch(dependencies, maxBatchSize)
{
    protected override void Consume(RelationalDataReader reader) =>
        throw new NotSupportedException("The program saves asynchronously.");

    protected override async Task ConsumeAsync(RelationalDataReader reader, CancellationToken cancellationToken = default)
    {
        var answer = (NpgsqlDataReader)reader.DbDataReader;
        var index = 0;
        try
        {
#pragma warning disable CS0618 // Nothing else tells the rows of one statement of a command.
            var before = answer.Statements.Count - ModificationCommands.Count;
            for (; index < ModificationCommands.Count; index++)
            {
                // Values that the database made are read; of what it only did, the rows are counted.
                var isRead = ResultSetMappings[index].HasFlag(ResultSetMapping.HasResultRow);
                if (isRead ? !await reader.ReadAsync(cancellationToken) : answer.Statements[before + index].Rows != 1)
                    await ThrowAggregateUpdateConcurrencyExceptionAsync(reader, index, 1, 0, cancellationToken);
                if (!isRead)
                    continue;

                ModificationCommands[index].PropagateResults(reader);
                await answer.NextResultAsync(cancellationToken);
            }
#pragma warning restore CS0618
        }
        catch (Exception failure) when (failure is not DbUpdateException and not OperationCanceledException)
        {
            throw new DbUpdateException("A row was refused.", failure, ModificationCommands[Math.Min(index, ModificationCommands.Count - 1)].Entries);
        }
    }

    /// <summary>Makes them in place of Npgsql's.</summary>
    public sealed class Factory(ModificationCommandBatchFactoryDependencies dependencies, IDbContextOptions options) : IModificationCommandBatchFactory
    {
        private const int DefaultMaxBatchSize = 1000;

        private readonly int _maxBatchSize = options.FindExtension<NpgsqlOptionsExtension>()?.MaxBatchSize ?? DefaultMaxBatchSize;

        public ModificationCommandBatch Create() => new PostgresSaveBatch(dependencies, _maxBatchSize);
    }
}
