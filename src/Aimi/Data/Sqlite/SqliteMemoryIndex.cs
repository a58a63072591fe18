using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using Aimi.Memory.Recall;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace Aimi.Data.Sqlite;

/// <summary>Vectors are compared one after the other where SQLite has them in its memory; words are FTS5's, which the triggers on <c>memory_vectors</c> feed.</summary>
internal sealed class SqliteMemoryIndex : IMemoryIndex
{
    private const string Asked =
        """
        CASE WHEN $at IS NULL THEN is_active ELSE valid_from <= $at AND (valid_to IS NULL OR valid_to > $at) END
          AND ($types IS NULL OR entity_type IN (SELECT value FROM json_each($types)))
        """;

    // The plus keeps SQLite from the index of the model: everybody's vectors are of the same.
    private const string VectorsSql =
        $"""
        SELECT id, embedding FROM memory_vectors
        WHERE user_id = $user AND +embedding_model = $model AND embedding_dimensions = $dimensions AND {Asked}
        """;

    // The best first: SQLite goes to the memories only until there are enough.
    private const string WordsSql =
        $"""
        SELECT id, -rank FROM memory_search CROSS JOIN memory_vectors ON user_id = $user AND id = memory
        WHERE memory_search MATCH $words AND {Asked}
        ORDER BY rank LIMIT $count
        """;

    private const string FoundSql =
        $"""
        SELECT {MemoryCandidates.Columns}, found.value ->> 'Similarity', found.value ->> 'Lexical'
        FROM json_each($found) found CROSS JOIN memory_vectors m ON m.user_id = $user AND m.id = found.value ->> 'Id'
        """;

    public async Task<IReadOnlyList<Candidate>> Find(AimiDbContext database, MemoryQuery query, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            // One state of the database for all three; it locks nobody out.
            var connection = (SqliteConnection)database.Database.GetDbConnection();
            var open = (SqliteTransaction?)database.Database.CurrentTransaction?.GetDbTransaction();
            using var own = open is null ? connection.BeginTransaction(deferred: true) : null;
            return Read(new(connection, open ?? own, query), cancellationToken);
        }
        finally
        {
            await database.Database.CloseConnectionAsync();
        }
    }

    // SQLite has nothing that could be awaited.
    private static List<Candidate> Read(Statements statements, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Found>(StringComparer.Ordinal);
        foreach (var (id, similarity) in Nearest(statements, cancellationToken))
            found[id] = new(id, similarity, Lexical: null);
        foreach (var (id, lexical) in Fitting(statements))
            found[id] = new(id, found.TryGetValue(id, out var known) ? known.Similarity : null, lexical);

        using var command = statements.Command(FoundSql);
        command.Parameters.AddWithValue("$found", JsonSerializer.Serialize(found.Values));
        using var row = command.ExecuteReader();
        var candidates = new List<Candidate>(found.Count);
        while (row.Read())
        {
            candidates.Add(MemoryCandidates.Read(
                row,
                column => SqliteInstant.FromMicroseconds(row.GetInt64(column)),
                column => JsonSerializer.Deserialize<long[]>(row.GetString(column))!));
        }

        return candidates;
    }

    private static IEnumerable<(string Id, double Similarity)> Nearest(Statements statements, CancellationToken cancellationToken)
    {
        if (statements.Query.Vector is not { } vector)
            return [];

        using var command = statements.Command(VectorsSql);
        command.Parameters.AddWithValue("$model", statements.Query.Model);
        command.Parameters.AddWithValue("$dimensions", vector.Length);
        using var row = command.ExecuteReader();
        var nearest = new PriorityQueue<string, float>(statements.Query.Count + 1);
        while (row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var similarity = TensorPrimitives.CosineSimilarity(MemoryMarshal.Cast<byte, float>(raw.sqlite3_column_blob(row.Handle, 1)), vector.Span);

            // A vector of nothing but zeros is near to none.
            if (float.IsNaN(similarity))
                continue;
            if (nearest.Count < statements.Query.Count)
                nearest.Enqueue(row.GetString(0), similarity);
            else if (nearest.TryPeek(out _, out var farthest) && similarity > farthest)
                nearest.DequeueEnqueue(row.GetString(0), similarity);
        }

        return nearest.UnorderedItems.Select(item => (item.Element, (double)item.Priority));
    }

    private static IEnumerable<(string Id, double Lexical)> Fitting(Statements statements)
    {
        var words = MemoryTerms.Of(statements.Query.Terms);
        if (words.Count == 0)
            yield break;

        using var command = statements.Command(WordsSql);
        command.Parameters.AddWithValue(
            "$words", $"owner : \"{statements.Query.UserId}\" AND stems : ({string.Join(" OR ", words.Select(word => $"\"{word}\""))})");
        command.Parameters.AddWithValue("$count", statements.Query.Count);
        using var row = command.ExecuteReader();
        while (row.Read())
            yield return (row.GetString(0), row.GetDouble(1));
    }

    private sealed record Found(string Id, double? Similarity, double? Lexical);

    /// <summary>What is asked, of which connection.</summary>
    private sealed record Statements(SqliteConnection Connection, SqliteTransaction? Transaction, MemoryQuery Query)
    {
        public SqliteCommand Command(string sql)
        {
            var command = new SqliteCommand(sql, Connection, Transaction);
            command.Parameters.AddWithValue("$user", Query.UserId);
            if (sql.Contains("$at", StringComparison.Ordinal))
            {
                command.Parameters.AddWithValue("$at", Query.At is { } at ? SqliteInstant.ToMicroseconds(at) : DBNull.Value);
                command.Parameters.AddWithValue(
                    "$types", Query.Types is { } types ? JsonSerializer.Serialize(types.Select(type => EnumColumns.Word(type.ToString()))) : DBNull.Value);
            }

            return command;
        }
    }
}
