using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Aimi.Data.Sqlite;

/// <summary>
/// Spans of EF Core's statements, as Npgsql makes them of its own: made when a statement has ended, as a part of what goes on; without the values. The few that are written by
/// hand are told by the span around them.
/// </summary>
internal sealed class SqliteSpans : DbCommandInterceptor
{
    public static readonly ActivitySource Source = new("Aimi.Sqlite");

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result) => Tell(command, eventData, result);

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default) => new(Tell(command, eventData, result));

    public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result) => Tell(command, eventData, result);

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        new(Tell(command, eventData, result));

    public override object? ScalarExecuted(DbCommand command, CommandExecutedEventData eventData, object? result) => Tell(command, eventData, result);

    public override ValueTask<object?> ScalarExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default) => new(Tell(command, eventData, result));

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Tell(command, eventData, eventData.Exception);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Tell(command, eventData, eventData.Exception);
        return Task.CompletedTask;
    }

    private static TResult Tell<TResult>(DbCommand command, CommandEndEventData ended, TResult result)
    {
        if (!Source.HasListeners() || Activity.Current is not { Recorded: true })
            return result;

        using var span = Source.StartActivity(
            ActivityKind.Client, parentContext: default, tags: null, links: null, ended.StartTime, SqlSummary.Of(command.CommandText));
        span?.SetTag("db.system.name", "sqlite").SetTag("db.query.text", command.CommandText).SetEndTime((ended.StartTime + ended.Duration).UtcDateTime);
        if (result is Exception failure)
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", failure.GetType().Name);
        return result;
    }
}
