using Aimi.Graph;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Providers;

public sealed class ConstraintsOnPostgres(PostgresDatabase database) : ConstraintSuite(database), IClassFixture<PostgresDatabase>;

public sealed class ConstraintsOnSqlite(SqliteDatabase database) : ConstraintSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>What the schema promises, whoever writes.</summary>
public abstract class ConstraintSuite(TestDatabase database)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_row_points_at_another_persons()
    {
        var (me, other) = (A.User(), A.User());
        var goal = A.Goal(other);
        var habit = A.Habit(other);
        var planned = A.Event(other);
        var reminder = A.Reminder(other, planned);
        var memory = A.Memory(other);
        await database.Save(me, other, goal, habit, planned, reminder, memory);

        await database.Refuses(Violation.ForeignKey, A.Event(me, goal: goal));
        await database.Refuses(Violation.ForeignKey, A.Habit(me, goal));
        await database.Refuses(Violation.ForeignKey, A.Goal(me, partOf: goal));
        await database.Refuses(Violation.ForeignKey, A.CheckIn(me, habit, new DateOnly(2026, 3, 15)));
        await database.Refuses(Violation.ForeignKey, A.Change(me, planned));
        await database.Refuses(Violation.ForeignKey, A.Reminder(me, planned));
        await database.Refuses(Violation.ForeignKey, A.Reminder(me, habit: habit));
        await database.Refuses(Violation.ForeignKey, A.Log(me, reminder));
        await database.Refuses(Violation.ForeignKey, A.State(me, goal));
        await database.Refuses(Violation.ForeignKey, A.State(me, habit));
        var mine = A.Memory(me);
        mine.SupersededBy = memory.Id;
        await database.Refuses(Violation.ForeignKey, mine);
    }

    [Fact]
    public async Task No_row_belongs_to_nobody()
    {
        var nobody = A.User();
        object[] rows = [A.Goal(nobody), A.Habit(nobody), A.Event(nobody), A.Conversation(nobody), A.Message(nobody, 1), A.Summary(nobody), A.State(nobody),
            A.Memory(nobody), A.Tombstone(nobody), A.Device(nobody), A.Notification(nobody)];
        foreach (var row in rows)
            await database.Refuses(Violation.ForeignKey, row);
    }

    [Fact]
    public async Task A_seq_a_client_message_id_and_the_place_of_a_reply_are_given_once()
    {
        var (me, other) = (A.User(), A.User());
        var (clientMessageId, question) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await database.Save(me, other, A.Conversation(me), A.Conversation(other));
        await database.Save(A.Message(me, 1, clientMessageId), A.Message(me, 2, replyTo: question), A.Message(me, 3), A.Message(me, 4));

        await database.Refuses(Violation.Unique, A.Message(me, 2));
        await database.Refuses(Violation.Unique, A.Message(me, 5, clientMessageId));
        await database.Refuses(Violation.Unique, A.Message(me, 5, replyTo: question));
        await database.Refuses(Violation.Check, A.Message(me, 0));
        await database.Save(A.Message(other, 1, clientMessageId), A.Message(other, 2, replyTo: question));
    }

    [Fact]
    public async Task A_session_has_one_summary()
    {
        var me = A.User();
        var summary = A.Summary(me);
        await database.Save(me, summary);
        await database.Refuses(Violation.Unique, A.Summary(me, summary.SessionId));
        await database.Refuses(Violation.Check, $"UPDATE session_summary SET id = '{Guid.CreateVersion7().ToString().ToUpperInvariant()}'");
    }

    [Fact]
    public async Task Planning_a_reminder_twice_is_refused_but_not_through_another_channel()
    {
        var me = A.User();
        var (planned, habit) = (A.Event(me), A.Habit(me));
        await database.Save(me, planned, habit, A.Reminder(me, planned), A.Reminder(me, habit: habit));

        await database.Refuses(Violation.Unique, A.Reminder(me, planned));
        await database.Refuses(Violation.Unique, A.Reminder(me, habit: habit));
        await database.Refuses(Violation.Check, A.Reminder(me));
        await database.Refuses(Violation.Check, A.Reminder(me, planned, habit));
    }

    [Fact]
    public async Task A_day_a_device_and_an_edge_are_there_once()
    {
        var me = A.User();
        var (habit, goal) = (A.Habit(me), A.Goal(me));
        var day = new DateOnly(2026, 3, 15);
        var link = A.Link(me, NodeType.Habit, habit.Id, NodeType.Goal, goal.Id);
        await database.Save(me, habit, goal, A.CheckIn(me, habit, day), A.CheckIn(me, habit, day.AddDays(1)), A.Device(me), link);

        await database.Refuses(Violation.Unique, A.CheckIn(me, habit, day));
        await database.Refuses(Violation.Unique, A.Device(me));
        await database.Refuses(Violation.Unique, A.Link(me, NodeType.Habit, habit.Id, NodeType.Goal, goal.Id));
        await database.Refuses(Violation.Check, A.Link(me, NodeType.Goal, goal.Id, NodeType.Goal, goal.Id));
        await database.Save(A.Link(me, NodeType.Goal, goal.Id, NodeType.Habit, habit.Id));
    }

    [Fact]
    public async Task Every_enum_column_refuses_a_word_that_is_not_its_own()
    {
        await database.Save([.. A.LifeOf(A.User()), A.Challenge()]);
        await using var context = database.Open();
        var columns = (from entity in context.Model.GetEntityTypes()
                       where entity.GetTableName() is not null
                       from property in entity.GetProperties()
                       where (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).IsEnum
                       select (Table: entity.GetTableName()!, Column: property.GetColumnName())).ToList();
        Assert.Contains(("events", "status"), columns);
        foreach (var (table, column) in columns)
        {
            await database.Refuses(Violation.Check, $"UPDATE {table} SET \"{column}\" = 'nonsense'");
            await database.Refuses(Violation.Check, $"UPDATE {table} SET \"{column}\" = upper(CASE WHEN \"{column}\" IS NULL THEN 'x' ELSE \"{column}\" END)");
        }
    }

    [Theory]
    [InlineData("goals", "priority = 0")]
    [InlineData("goals", "priority = 6")]
    [InlineData("goals", "progress = 1.01")]
    [InlineData("goals", "progress = -0.01")]
    [InlineData("goals", "parent_goal_id = id")]
    [InlineData("habits", "intensity = 6")]
    [InlineData("events", "priority = 0")]
    [InlineData("events", "start_at = NULL, end_at = created_at")]
    [InlineData("reminder_queue", "attempts = -1")]
    [InlineData("reminder_queue", "status = 'sending'")]
    [InlineData("reminder_queue", "locked_until = created_at")]
    [InlineData("reminder_logs", "attempt = 0")]
    [InlineData("session_summary", "attempts = -1")]
    [InlineData("session_summary", "message_count = -1")]
    [InlineData("session_summary", "locked_until = created_at")]
    [InlineData("conversations", "read_seq = 1")]
    [InlineData("conversations", "last_seq = -1")]
    [InlineData("conversations", "open_session_id = user_id")]
    [InlineData("memory_vectors", "importance = 1.5")]
    [InlineData("memory_vectors", "embedding_model = NULL")]
    [InlineData("memory_vectors", "embedding_dimensions = 4")]
    [InlineData("memory_vectors", "embedding = NULL")]
    [InlineData("memory_vectors", "superseded_by = id")]
    [InlineData("memory_tombstones", "content_hash = 'abc'")]
    [InlineData("goal_state", "weight = 1.5")]
    [InlineData("goal_state", "momentum = -1.5")]
    [InlineData("habit_state", "mentions = -1")]
    [InlineData("context_links", "weight = -0.5")]
    [InlineData("notifications", "entity_type = 'event'")]
    public async Task A_value_without_sense_is_refused(string table, string change)
    {
        var me = A.User();
        await database.Save(A.LifeOf(me));
        await using var context = database.Open();
        var key = context.Model.GetEntityTypes().First(entity => string.Equals(entity.GetTableName(), table, StringComparison.Ordinal)).FindPrimaryKey()!.Properties[0];
        Assert.Equal("user_id", key.GetColumnName());
        var only = table is "memory_vectors" && change is not "superseded_by = id" ? " AND embedding IS NOT NULL" : "";
        await database.Refuses(Violation.Check, $"UPDATE {table} SET {change} WHERE user_id = '{me.Id.ToString().ToUpperInvariant()}'{only}");
    }

    [Fact]
    public async Task An_event_does_not_end_before_it_begins()
    {
        var me = A.User();
        await database.Save(me, A.Event(me, length: TimeSpan.Zero), A.Event(me, length: TimeSpan.FromHours(1)));
        await database.Refuses(Violation.Check, A.Event(me, length: TimeSpan.FromMicroseconds(-1)));
    }

    [Fact]
    public async Task A_goal_goes_only_after_what_serves_it_is_unlinked_and_takes_its_state_along()
    {
        var me = A.User();
        var (goal, untouched) = (A.Goal(me), A.Goal(me));
        await database.Save(me, goal, untouched, A.Event(me, goal: goal), A.Event(me, goal: untouched), A.State(me, goal));
        await using var context = database.Open();
        var row = context.Goals.Where(row => row.UserId == me.Id && row.Id == goal.Id);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => row.ExecuteDeleteAsync(Cancellation));

        await context.Events.Where(planned => planned.UserId == me.Id && planned.GoalId == goal.Id)
            .ExecuteUpdateAsync(planned => planned.SetProperty(row => row.GoalId, (Guid?)null), Cancellation);
        await row.ExecuteDeleteAsync(Cancellation);

        Assert.Equal(2, await context.Events.CountAsync(planned => planned.UserId == me.Id, Cancellation));
        Assert.Equal(1, await context.Events.CountAsync(planned => planned.UserId == me.Id && planned.GoalId == untouched.Id, Cancellation));
        Assert.Empty(await context.GoalStates.Where(state => state.UserId == me.Id).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_fact_fills_its_slot_and_what_is_known_is_known_once()
    {
        var me = A.User();
        var (home, former) = (A.Memory(me, subject: "home"), A.Memory(me, subject: "home"));
        (former.IsActive, former.ValidTo) = (false, former.ValidFrom);
        await database.Save(me, home, former, A.Memory(me, subject: "work"));

        await database.Refuses(Violation.Unique, A.Memory(me, subject: "home"));
    }

    [Fact]
    public async Task A_person_goes_with_everything_and_nobody_else_loses_a_row()
    {
        var (me, other) = (A.User(), A.User());
        await database.Save(A.LifeOf(me));
        await database.Save(A.LifeOf(other));
        await using var context = database.Open();
        var mine = await Count(context, me);
        var others = await Count(context, other);
        Assert.All(mine, table => Assert.True(table.Value > 0, $"the test leaves {table.Key} empty"));

        await context.Users.Where(user => user.Id == me.Id).ExecuteDeleteAsync(Cancellation);

        Assert.All(await Count(context, me), table => Assert.True(table.Value == 0, $"{table.Key} keeps rows"));
        Assert.Equal(others, await Count(context, other));
    }

    [Fact]
    public async Task Of_two_writers_who_saw_the_same_version_the_second_is_refused()
    {
        var me = A.User();
        var goal = A.Goal(me);
        await database.Save(me, goal);
        await using var first = database.Open();
        await using var second = database.Open();
        var (one, two) = (await first.Goals.SingleAsync(row => row.Id == goal.Id, Cancellation), await second.Goals.SingleAsync(row => row.Id == goal.Id, Cancellation));
        (one.Title, two.Status) = ("Выучить португальский", GoalStatus.Paused);
        database.Time.Advance(TimeSpan.FromMinutes(1));

        await first.SaveChangesAsync(Cancellation);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync(Cancellation));

        await using var fresh = database.Open();
        var stored = await fresh.Goals.SingleAsync(row => row.Id == goal.Id, Cancellation);
        Assert.Equal((2, "Выучить португальский", GoalStatus.Active), (stored.Version, stored.Title, stored.Status));
        Assert.True(stored.UpdatedAt > stored.CreatedAt);
    }

    private static async Task<Dictionary<string, long>> Count(DbContext context, Aimi.Accounts.User user)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in context.Model.GetEntityTypes().Where(entity => entity.ClrType == typeof(Aimi.Accounts.User) || entity.FindProperty("UserId") is not null)
                     .Select(entity => entity.GetTableName()).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var column = table is "users" ? "id" : "user_id";
            var sql = $"SELECT count(*) AS \"Value\" FROM {table} WHERE {column} = {{0}}";
            counts[table] = (await context.Database.SqlQueryRaw<long>(sql, user.Id).ToListAsync(Cancellation)).Single();
        }

        return counts;
    }
}
