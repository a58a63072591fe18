using Aimi.Accounts;
using Aimi.Data;
using Aimi.Graph;
using Aimi.Memory;
using Aimi.Messages;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Providers;

public sealed class ColumnsOnPostgres(PostgresDatabase database) : ColumnSuite(database), IClassFixture<PostgresDatabase>;

public sealed class ColumnsOnSqlite(SqliteDatabase database) : ColumnSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>What is stored comes back, and orders and compares in the database as it does in the program.</summary>
public abstract class ColumnSuite(TestDatabase database)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instant_with_an_offset_is_stored_as_the_same_instant_in_utc()
    {
        var me = A.User();
        var moscow = new DateTimeOffset(2026, 3, 15, 21, 30, 0, TimeSpan.FromHours(3));
        var planned = A.Event(me, at: moscow);
        await database.Save(me, planned);
        await using var context = database.Open();

        var stored = await context.Events.SingleAsync(row => row.UserId == me.Id, Cancellation);
        Assert.Equal(moscow.UtcDateTime, stored.StartAt!.Value.UtcDateTime);
        Assert.Equal(TimeSpan.Zero, stored.StartAt.Value.Offset);

        var tokyo = moscow.ToOffset(TimeSpan.FromHours(9));
        Assert.Equal(1, await context.Events.CountAsync(row => row.UserId == me.Id && row.StartAt == tokyo, Cancellation));
        Assert.Equal(0, await context.Events.CountAsync(row => row.UserId == me.Id && row.StartAt < tokyo, Cancellation));
    }

    [Fact]
    public async Task Instants_order_and_compare_by_microseconds_whatever_their_offset()
    {
        var me = A.User();
        var start = new DateTimeOffset(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);
        DateTimeOffset[] inOrder =
        [
            new(1969, 12, 31, 23, 59, 59, TimeSpan.Zero),
            start,
            start.AddMicroseconds(1).ToOffset(TimeSpan.FromHours(14)),
            start.AddMicroseconds(2).ToOffset(TimeSpan.FromHours(-11)),
            start.AddMilliseconds(1),
            start.AddMilliseconds(10).ToOffset(TimeSpan.FromHours(5.5)),
            new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero),
        ];
        await database.Save(me);
        foreach (var at in inOrder.Reverse())
            await database.Save(A.Event(me, at));

        await using var context = database.Open();
        var mine = context.Events.Where(row => row.UserId == me.Id);
        Assert.Equal(inOrder, await mine.OrderBy(row => row.StartAt).Select(row => row.StartAt!.Value).ToListAsync(Cancellation));
        Assert.Equal(inOrder[1..4], await mine.Where(row => row.StartAt >= start && row.StartAt < start.AddMilliseconds(1))
            .OrderBy(row => row.StartAt).Select(row => row.StartAt!.Value).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData(2026)]
    [InlineData(1960)]
    public async Task What_is_finer_than_a_microsecond_is_cut_off_not_rounded(int year)
    {
        var me = A.User();
        var at = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(19);
        await database.Save(me, A.Event(me, at));
        await using var context = database.Open();

        var stored = await context.Events.SingleAsync(row => row.UserId == me.Id, Cancellation);
        Assert.Equal(at.AddTicks(-9), stored.StartAt);
        Assert.Equal(1, await context.Events.CountAsync(row => row.UserId == me.Id && row.StartAt == at, Cancellation));
    }

    [Fact]
    public async Task Documents_keep_every_character_and_every_member()
    {
        var me = A.User("Ёжик 🦔 \"кавычки\" \\ <b>&amp;</b> \u200f\u2028 Ж\u0301");
        me.Settings = new UserSettings
        {
            QuietHours = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 30)),
            ReminderOffsets = ["PT24H", "PT2H"],
            Channels = ["чат 👋", "e-mail"],
        };
        me.Profile = new UserProfile { About = me.DisplayName, Birthday = new DateOnly(1990, 2, 28) };
        var summary = A.Summary(me);
        summary.Facts = [new("работа", "Работает в «Ромашке» 🌼", 0.9, [1, 2])];
        summary.Mood = new("calm", 0.25, [2]);
        await database.Save(me, summary);
        await using var context = database.Open();

        var stored = await context.Users.SingleAsync(row => row.Id == me.Id, Cancellation);
        Assert.Equal(me.DisplayName, stored.DisplayName);
        Assert.Equivalent(me.Settings, stored.Settings, strict: true);
        Assert.Equal(me.Profile, stored.Profile);

        var storedSummary = await context.SessionSummaries.SingleAsync(row => row.UserId == me.Id, Cancellation);
        Assert.Equivalent(summary.Facts, storedSummary.Facts, strict: true);
        Assert.Equivalent(summary.Mood, storedSummary.Mood, strict: true);
        Assert.Null(storedSummary.Intents);
    }

    [Fact]
    public async Task A_document_that_was_replaced_by_an_equal_one_is_no_change()
    {
        var me = A.User();
        me.Settings = new UserSettings { Channels = ["chat"] };
        await database.Save(me);
        await using var context = database.Open();
        var stored = await context.Users.SingleAsync(row => row.Id == me.Id, Cancellation);

        stored.Settings = new UserSettings { Channels = ["chat"] };
        Assert.False(context.ChangeTracker.HasChanges());
        stored.Settings = new UserSettings { Channels = ["chat", "push"] };
        Assert.True(context.ChangeTracker.HasChanges());
    }

    [Fact]
    public async Task A_message_keeps_what_its_reply_did()
    {
        var me = A.User();
        var action = new ReplyAction("event_created", "event", Guid.CreateVersion7(), "Завтра в 10: мама ☎️");
        await database.Save(me, A.Conversation(me));
        await database.Save(new ChatMessage
        {
            UserId = me.Id,
            Id = Guid.CreateVersion7(),
            SessionId = Guid.CreateVersion7(),
            Seq = 1,
            Role = MessageRole.Assistant,
            Text = "Готово",
            OccurredAt = A.Now,
            Metadata = new MessageMetadata { Actions = [action] },
        });
        await using var context = database.Open();

        var stored = await context.ChatMessages.SingleAsync(row => row.UserId == me.Id, Cancellation);
        Assert.Equal([action], stored.Metadata.Actions!);
    }

    [Fact]
    public async Task Embeddings_of_several_models_stand_side_by_side()
    {
        var me = A.User();
        var (small, large, none) = (A.Memory(me, [0.1f, -2, float.Epsilon]), A.Memory(me, [.. Enumerable.Range(0, 1536).Select(i => i / 7f)]), A.Memory(me));
        await database.Save(me, small, large, none);
        await using var context = database.Open();

        foreach (var memory in new[] { small, large, none })
        {
            var stored = await context.MemoryVectors.SingleAsync(row => row.UserId == me.Id && row.Id == memory.Id, Cancellation);
            Assert.Equal(memory.Embedding?.ToArray(), stored.Embedding?.ToArray());
            Assert.Equal(memory.EmbeddingDimensions, stored.EmbeddingDimensions);
        }

        Assert.Equal(1, await context.MemoryVectors.CountAsync(row => row.UserId == me.Id && row.Embedding == null, Cancellation));
    }

    [Fact]
    public async Task Lists_of_numbers_and_words_come_back_in_order()
    {
        var me = A.User();
        var planned = A.Event(me);
        planned.ReminderOffsets = ["PT24H", "PT0S"];
        await database.Save(me, planned, A.Event(me));
        await using var context = database.Open();

        Assert.Equal(["PT24H", "PT0S"], (await context.Events.SingleAsync(row => row.UserId == me.Id && row.Id == planned.Id, Cancellation)).ReminderOffsets!);
        Assert.Equal(1, await context.Events.CountAsync(row => row.UserId == me.Id && row.ReminderOffsets == null, Cancellation));
    }

    [Fact]
    public async Task The_graph_shows_what_was_planned_together_and_what_was_said_together()
    {
        var (me, other) = (A.User(), A.User());
        var goal = A.Goal(me);
        var (part, habit, planned) = (A.Goal(me, partOf: goal), A.Habit(me, goal), A.Event(me, goal: goal));
        var (memory, forgotten) = (A.Memory(me), A.Memory(me));
        forgotten.IsActive = false;
        var link = A.Link(me, NodeType.Memory, memory.Id, NodeType.Habit, habit.Id);
        await database.Save(me, goal, part, habit, planned, memory, forgotten, A.State(me, goal), link);
        await database.Save(A.LifeOf(other));
        await using var context = database.Open();

        var nodes = await context.GraphNodes.Where(node => node.UserId == me.Id).ToListAsync(Cancellation);
        Assert.Equal(
            new[] { (NodeType.Goal, goal.Id), (NodeType.Goal, part.Id), (NodeType.Habit, habit.Id), (NodeType.Event, planned.Id), (NodeType.Memory, memory.Id) }.Order(),
            nodes.Select(node => (node.Type, node.Id)).Order());
        Assert.Equal(0.7, nodes.Single(node => node.Id == goal.Id).Weight);
        Assert.Equal("active", nodes.Single(node => node.Id == habit.Id).Status);
        Assert.Null(nodes.Single(node => node.Id == part.Id).Weight);

        var edges = await context.GraphEdges.Where(edge => edge.UserId == me.Id).ToListAsync(Cancellation);
        Assert.Equal(
            new[]
            {
                (part.Id, "part_of", goal.Id, 1.0), (habit.Id, "serves", goal.Id, 1.0), (planned.Id, "serves", goal.Id, 1.0), (memory.Id, "supports", habit.Id, 0.4),
            }.Order(),
            edges.Select(edge => (edge.FromId, edge.Relation, edge.ToId, edge.Weight)).Order());
    }

    [Fact]
    public async Task Rows_that_are_there_already_are_left_out_and_the_others_added()
    {
        var me = A.User();
        var habit = A.Habit(me);
        var day = new DateOnly(2026, 3, 1);
        await database.Save(me, habit, A.CheckIn(me, habit, day));
        await using var context = database.Open();

        // More than one statement takes.
        var month = Enumerable.Range(0, 1500).Select(i => A.CheckIn(me, habit, day.AddDays(i))).ToList();
        Assert.Equal(1499, await context.AddMissing(month, Cancellation));
        Assert.Equal(0, await context.AddMissing(month, Cancellation));
        Assert.Equal(0, await context.AddMissing(Array.Empty<MemoryVector>(), Cancellation));
        Assert.Equal(1500, await context.HabitCheckIns.CountAsync(row => row.UserId == me.Id, Cancellation));

        // Every kind of column goes through it as through SaveChanges.
        var memory = A.Memory(me, [1, 2, 3]);
        Assert.Equal(1, await context.AddMissing([memory], Cancellation));
        var stored = await context.MemoryVectors.SingleAsync(row => row.UserId == me.Id, Cancellation);
        Assert.Equal(memory.Embedding!.Value.ToArray(), stored.Embedding!.Value.ToArray());
        Assert.Equal((memory.EntityType, memory.ValidFrom), (stored.EntityType, stored.ValidFrom));
    }
}
