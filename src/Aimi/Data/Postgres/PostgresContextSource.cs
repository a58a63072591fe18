using System.Data.Common;
using System.Runtime.CompilerServices;
using Aimi.Assistant.Context;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Aimi.Data.Postgres;

/// <summary>All statements go in one batch: one round trip.</summary>
internal sealed class PostgresContextSource : IContextSource
{
    public async Task<ContextRows> Read(AimiDbContext database, ContextSpan span, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var batch = PostgresActing.Batch(database, Acting.Current, [.. ContextSql.All.Select(sql => Statement(sql, span))]);
            await using var answers = await batch.ExecuteReaderAsync(cancellationToken);
            return await new ContextReading(span.UserId, (row, column) => row.GetFieldValue<DateTimeOffset>(column), (row, column) => row.GetFieldValue<long[]>(column))
                .Read(EachOf(answers, cancellationToken), cancellationToken);
        }
        finally
        {
            await database.Database.CloseConnectionAsync();
        }
    }

    private static async IAsyncEnumerable<DbDataReader> EachOf(DbDataReader answers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            yield return answers;
        }
        while (await answers.NextResultAsync(cancellationToken));
    }

    // A statement has them all, whichever it uses: PostgreSQL is told the type of each.
    private static NpgsqlBatchCommand Statement(string sql, ContextSpan span) => new(sql)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid> { TypedValue = span.UserId },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = Instant.Truncate(span.Now) },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = Instant.Truncate(span.From) },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = Instant.Truncate(span.To) },
            new NpgsqlParameter<string> { TypedValue = ContextReading.WallOf(span), NpgsqlDbType = NpgsqlDbType.Text },
            new NpgsqlParameter<DateOnly> { TypedValue = span.EarliestDay },
        },
    };
}
