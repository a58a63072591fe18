using System.Data.Common;
using System.Text.Json;
using Aimi.Accounts;
using Aimi.Assistant.Context;
using Aimi.Graph;
using Aimi.Memory;
using Aimi.Planning;

namespace Aimi.Data;

/// <summary>Reads what the statements of <see cref="ContextSql"/> answer, one after the other, in their order.</summary>
/// <param name="instant">Reads an instant of a column.</param>
/// <param name="seqs">Reads the numbers in a column.</param>
internal sealed class ContextReading(Guid userId, Func<DbDataReader, int, DateTimeOffset> instant, Func<DbDataReader, int, IReadOnlyList<long>> seqs)
{
    /// <summary>What a wall clock anywhere says at the earliest when the span begins.</summary>
    public static string WallOf(ContextSpan span) => WallTimeColumns.Write(span.From.UtcDateTime.AddDays(-1));

    /// <param name="answers">The rows of each statement, to be read in turn.</param>
    public async Task<ContextRows> Read(IAsyncEnumerable<DbDataReader> answers, CancellationToken cancellationToken)
    {
        await using var answer = answers.GetAsyncEnumerator(cancellationToken);
        var (dayStartHour, portrait) = (await Next(Portrait)).SingleOrDefault();
        return new ContextRows(
            dayStartHour,
            portrait ?? new UserState { UserId = userId, CreatedAt = default, UpdatedAt = default },
            await Next(Goal),
            await Next(Habit),
            (await Next(row => (HabitId: row.GetGuid(0), Day: row.GetFieldValue<DateOnly>(1)))).ToLookup(checkIn => checkIn.HabitId, checkIn => checkIn.Day),
            (await Next(Pause)).ToLookup(pause => pause.HabitId),
            await Next(Plan),
            (await Next(Difference)).ToLookup(difference => difference.EventId),
            await Next(Neighbour));

        async Task<List<T>> Next<T>(Func<DbDataReader, T> read)
        {
            await answer.MoveNextAsync();
            var rows = new List<T>();
            while (await answer.Current.ReadAsync(cancellationToken))
                rows.Add(read(answer.Current));
            return rows;
        }
    }

    private (int DayStartHour, UserState? Portrait) Portrait(DbDataReader row) => (
        Document<UserSettings>(row, 0).DayStartHour ?? 0,
        row.IsDBNull(3) ? null : new UserState
        {
            UserId = userId,
            LastSummary = Text(row, 1),
            LastSummarySessionId = Id(row, 2),
            FocusGoals = Document<IReadOnlyList<FocusGoal>>(row, 3),
            Traits = Document<IReadOnlyList<Trait>>(row, 4),
            RecentMood = Document<IReadOnlyList<MoodReading>>(row, 5),
            PendingActions = Document<IReadOnlyList<PendingAction>>(row, 6),
            CreatedAt = instant(row, 7),
            UpdatedAt = instant(row, 8),
        });

    private static ActiveGoal Goal(DbDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.GetDouble(2), Day(row, 3), row.GetInt32(4), Text(row, 5));

    private Habit Habit(DbDataReader row) => new()
    {
        UserId = userId,
        Id = row.GetGuid(0),
        GoalId = Id(row, 1),
        Name = row.GetString(2),
        Frequency = row.GetString(3),
        TimesPerWeek = row.IsDBNull(4) ? null : row.GetInt32(4),
        StartsOn = row.GetFieldValue<DateOnly>(5),
        CreatedAt = instant(row, 6),
        UpdatedAt = instant(row, 7),
    };

    private HabitPause Pause(DbDataReader row) => new()
    {
        UserId = userId,
        Id = row.GetGuid(0),
        HabitId = row.GetGuid(1),
        FromDay = row.GetFieldValue<DateOnly>(2),
        ToDay = Day(row, 3),
        CreatedAt = instant(row, 4),
        UpdatedAt = instant(row, 5),
    };

    private PlannedEvent Plan(DbDataReader row) => new()
    {
        UserId = userId,
        Id = row.GetGuid(0),
        GoalId = Id(row, 1),
        Type = EnumColumns.Read<EventType>(row.GetString(2)),
        Title = row.GetString(3),
        Status = EnumColumns.Read<EventStatus>(row.GetString(4)),
        StartAt = At(row, 5),
        EndAt = At(row, 6),
        DueAt = At(row, 7),
        WallTime = row.IsDBNull(8) ? null : WallTimeColumns.Read(row.GetString(8)),
        AllDay = row.GetBoolean(9),
        Timezone = row.GetString(10),
        Priority = row.GetInt32(11),
        RepeatRule = Text(row, 12),
        RepeatMode = EnumColumns.Read<RepeatMode>(row.GetString(13)),
        Source = EnumColumns.Read<EventSource>(row.GetString(14)),
        CreatedAt = instant(row, 15),
        UpdatedAt = instant(row, 16),
    };

    private EventOccurrence Difference(DbDataReader row) => new()
    {
        UserId = userId,
        Id = row.GetGuid(0),
        EventId = row.GetGuid(1),
        WallTime = WallTimeColumns.Read(row.GetString(2)),
        Status = EnumColumns.Read<EventStatus>(row.GetString(3)),
        StartAt = At(row, 4),
        EndAt = At(row, 5),
        DueAt = At(row, 6),
        Title = Text(row, 7),
        CreatedAt = instant(row, 8),
        UpdatedAt = instant(row, 9),
    };

    private Neighbour Neighbour(DbDataReader row) => new(
        row.GetGuid(0),
        EnumColumns.Read<NodeType>(row.GetString(1)),
        row.GetGuid(2),
        row.GetString(3),
        Text(row, 4),
        Text(row, 5),
        row.GetString(6),
        row.GetDouble(7),
        instant(row, 8),
        row.IsDBNull(9) ? [] : seqs(row, 9));

    private static T Document<T>(DbDataReader row, int column) => JsonSerializer.Deserialize<T>(row.GetString(column), DocumentColumns.Json)!;

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Guid? Id(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private static DateOnly? Day(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateOnly>(column);

    private DateTimeOffset? At(DbDataReader row, int column) => row.IsDBNull(column) ? null : instant(row, column);
}
