using Aimi.Memory.Recall;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Pgvector;

namespace Aimi.Data.Postgres;

/// <summary>pgvector and PostgreSQL's full text, in one statement (<see cref="PostgresMemorySql"/>).</summary>
internal sealed class PostgresMemoryIndex : IMemoryIndex
{
    public async Task<IReadOnlyList<Candidate>> Find(AimiDbContext database, MemoryQuery query, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var batch = PostgresActing.Batch(database, Acting.Current, new NpgsqlBatchCommand(PostgresMemorySql.WithoutMachineCode), Statement(query));
            await using var row = await batch.ExecuteReaderAsync(cancellationToken);
            var candidates = new List<Candidate>();
            while (await row.ReadAsync(cancellationToken))
                candidates.Add(MemoryCandidates.Read(row, row.GetFieldValue<DateTimeOffset>, row.GetFieldValue<long[]>));

            return candidates;
        }
        finally
        {
            await database.Database.CloseConnectionAsync();
        }
    }

    private static NpgsqlBatchCommand Statement(MemoryQuery query)
    {
        // A lexeme in quotes is taken as it is, and of letters and digits none ends them.
        var words = MemoryTerms.Of(query.Terms).Select(term => $"'{term}'").ToArray();
        return new(query.Vector is { Length: > PostgresMemorySql.IndexedDimensions } ? PostgresMemorySql.FindInTable : PostgresMemorySql.Find)
        {
            Parameters =
            {
                Value(query.UserId, NpgsqlDbType.Uuid),
                Value(query.Types?.Select(type => EnumColumns.Word(type.ToString())).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text),
                Value(query.At is { } at ? Instant.Truncate(at) : null, NpgsqlDbType.TimestampTz),
                Value(query.Count, NpgsqlDbType.Integer),
                new() { Value = query.Vector is { } vector ? new Vector(vector) : DBNull.Value, DataTypeName = "vector" },
                Value(query.Vector is null ? null : query.Model, NpgsqlDbType.Text),
                Value(query.Vector?.Length, NpgsqlDbType.Integer),
                Value(words, NpgsqlDbType.Array | NpgsqlDbType.Text),
                Value(words.Length > 0 ? string.Join(" | ", words) : null, NpgsqlDbType.Text),
            },
        };
    }

    private static NpgsqlParameter Value(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
