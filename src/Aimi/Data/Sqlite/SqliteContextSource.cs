using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Aimi.Assistant.Context;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Aimi.Data.Sqlite;

/// <summary>One statement after the other, on one state of the database: there is no way to be spared, a statement is a call within the process.</summary>
internal sealed class SqliteContextSource : IContextSource
{
    public async Task<ContextRows> Read(AimiDbContext database, ContextSpan span, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            var connection = (SqliteConnection)database.Database.GetDbConnection();
            var open = (SqliteTransaction?)database.Database.CurrentTransaction?.GetDbTransaction();
            await using var own = open is null ? connection.BeginTransaction(deferred: true) : null;
            return await new ContextReading(
                    span.UserId,
                    (row, column) => SqliteInstant.FromMicroseconds(row.GetInt64(column)),
                    (row, column) => JsonSerializer.Deserialize<long[]>(row.GetString(column))!)
                .Read(EachOf(connection, open ?? own, span, cancellationToken), cancellationToken);
        }
        finally
        {
            await database.Database.CloseConnectionAsync();
        }
    }

    private static async IAsyncEnumerable<DbDataReader> EachOf(
        SqliteConnection connection, SqliteTransaction? transaction, ContextSpan span, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var sql in ContextSql.All)
        {
            await using var command = new SqliteCommand(sql, connection, transaction);
            command.Parameters.AddWithValue("$1", span.UserId);
            command.Parameters.AddWithValue("$2", SqliteInstant.ToMicroseconds(span.Now));
            command.Parameters.AddWithValue("$3", SqliteInstant.ToMicroseconds(span.From));
            command.Parameters.AddWithValue("$4", SqliteInstant.ToMicroseconds(span.To));
            command.Parameters.AddWithValue("$5", ContextReading.WallOf(span));
            command.Parameters.AddWithValue("$6", span.EarliestDay);
            await using var answer = await command.ExecuteReaderAsync(cancellationToken);
            yield return answer;
        }
    }
}
