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
        // A lexeme in quotes is taken as it is; within them only these two would end it.
        var words = MemoryTerms.Of(query.Terms).Select(term => $"'{term}'").ToArray();
        var sql = query.Vector is { Length: > PostgresMemorySql.IndexedDimensions } ? PostgresMemorySql.FindInTable : PostgresMemorySql.Find;
        await database.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)database.Database.GetDbConnection())
            {
                Parameters =
                {
                    new() { Value = query.UserId, NpgsqlDbType = NpgsqlDbType.Uuid },
                    Value(query.Types?.Select(type => EnumColumns.Word(type.ToString())).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text),
                    Value(query.At is { } at ? Instant.Truncate(at) : null, NpgsqlDbType.TimestampTz),
                    Value(query.Count, NpgsqlDbType.Integer),
                    new() { Value = query.Vector is { } vector ? new Vector(vector) : DBNull.Value, DataTypeName = "vector" },
                    Value(query.Vector is null ? null : query.Model, NpgsqlDbType.Text),
                    Value(query.Vector?.Length ?? 0, NpgsqlDbType.Integer),
                    Value(words, NpgsqlDbType.Array | NpgsqlDbType.Text),
                    Value(words.Length > 0 ? string.Join(" | ", words) : null, NpgsqlDbType.Text),
                },
            };
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
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

    private static NpgsqlParameter Value(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
