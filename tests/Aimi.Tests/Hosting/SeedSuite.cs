using Aimi.Accounts;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Hosting.Demonstration;
using Aimi.Memory;
using Aimi.Messages;
using Aimi.Reminders;
using Aimi.Sessions;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Hosting;

public sealed class SeedOnPostgres() : SeedSuite(new PostgresDatabase(), SharedRedis.Address);

public sealed class SeedOnSqlite() : SeedSuite(new SqliteDatabase(), redis: null);

public abstract class SeedSuite(TestDatabase database, string? redis) : IAsyncLifetime
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Seeding_twice_adds_nothing()
    {
        Assert.Equal(0, await Seed());
        var rows = await Rows();
        Assert.All(rows, table => Assert.NotEqual(0, table));
        Assert.Equal(0, await Seed());
        Assert.Equal(rows, await Rows());
    }

    [Fact]
    public async Task A_running_server_shows_it_and_the_next_message_follows_it()
    {
        await using var aimi = await AimiProcess.Start(database, redis, asOwner: true);
        var owner = aimi.At(LocalOwner.Id);
        Assert.Empty(await owner.History());

        Assert.Equal(0, await Seed());
        var history = await owner.History();
        Assert.Equal(Enumerable.Range(1, history.Count), history.Select(message => (int)message["seq"]!));
        Assert.Equal(4, history.Select(message => (string)message["session_id"]!).Distinct(StringComparer.Ordinal).Count());

        var reply = await owner.Say("Привет");
        Assert.Equal(history.Count + 1, (int)reply["user_message"]!["seq"]!);
        Assert.Equal(history.Count + 2, (int)reply["assistant_message"]!["seq"]!);
        Assert.DoesNotContain((string)reply["session_id"]!, history.Select(message => (string)message["session_id"]!), StringComparer.Ordinal);
    }

    [Fact]
    public async Task It_is_not_mixed_with_what_the_owner_said()
    {
        await using (var aimi = await AimiProcess.Start(database, redis, asOwner: true))
            await aimi.At(LocalOwner.Id).Say("Привет");

        Assert.Equal(1, await Seed());
        await using var context = database.Open();
        Assert.Equal(2, await context.ChatMessages.CountAsync(Cancellation));
        Assert.Equal(0, await context.Goals.CountAsync(Cancellation));
    }

    [Fact]
    public async Task It_is_not_mixed_with_what_the_owner_planned()
    {
        var owner = await Owner();
        await database.Save(A.Goal(owner));
        Assert.Equal(LoadResult.Occupied, (await Load()).Result);
        await using var context = database.Open();
        Assert.Equal(0, await context.ChatMessages.CountAsync(Cancellation));
    }

    [Fact]
    public async Task All_of_it_is_loaded_or_nothing()
    {
        await Owner();
        await using (var scope = database.Scope())
        {
            // The portrait is written last; its clock fails.
            var context = scope.ServiceProvider.GetRequiredService<AimiDbContext>();
            var loader = new DemonstrationLoader(
                context, scope.ServiceProvider.GetRequiredService<ReminderPlanner>(), new UserStateRepository(context, new BrokenClock()), database.Time);
            await Assert.ThrowsAsync<InvalidOperationException>(() => loader.Load(LocalOwner.Id, Cancellation));
        }

        Assert.All(await Rows(), table => Assert.Equal(0, table));
        Assert.Equal(LoadResult.Loaded, (await Load()).Result);
    }

    [Fact]
    public async Task Every_message_that_is_pointed_to_exists()
    {
        await Owner();
        await Load();
        await using var context = database.Open();
        var messages = await context.ChatMessages.ToListAsync(Cancellation);
        var sessions = await context.SessionSummaries.ToListAsync(Cancellation);
        foreach (var session in sessions)
        {
            var own = messages.Where(message => message.SessionId == session.SessionId).ToList();
            var seqs = session.Facts!.SelectMany(fact => fact.Seqs)
                .Concat(session.Intents!.SelectMany(intent => intent.Seqs))
                .Concat(session.OpenQuestions!.SelectMany(question => question.Seqs))
                .Concat(session.Mood!.Seqs)
                .ToList();
            Assert.Equal(session.MessageCount, own.Count);
            Assert.Equal(SummaryStatus.Done, session.Status);

            // What the person said is evidence, what Aimi said is not.
            Assert.Subset(own.Where(message => message.Role == MessageRole.User).Select(message => message.Seq).ToHashSet(), seqs.ToHashSet());
        }

        Assert.Equal(["en", "ru"], sessions.Select(session => session.Language!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var all = messages.Select(message => message.Seq).ToHashSet();
        Assert.Subset(all, (await context.MemoryVectors.ToListAsync(Cancellation)).SelectMany(memory => memory.SourceSeqs).ToHashSet());
        Assert.Subset(all, (await context.ContextLinks.ToListAsync(Cancellation)).SelectMany(link => link.EvidenceSeqs).ToHashSet());
    }

    [Fact]
    public async Task It_is_told_in_the_owners_language_and_hours_and_reminds_only_of_what_is_to_come()
    {
        // West of the date line it is still yesterday there.
        var owner = await Owner(locale: "en", zone: "Pacific/Honolulu");
        await Load();
        await using var context = database.Open();
        var lesson = await context.Events.SingleAsync(planned => planned.Title == "Spanish lesson with Lucía", Cancellation);
        var local = TimeZoneInfo.ConvertTime(lesson.StartAt!.Value, TimeZoneInfo.FindSystemTimeZoneById(owner.Timezone));
        Assert.Equal(new TimeOnly(19, 0), TimeOnly.FromDateTime(local.DateTime));
        Assert.Equal(owner.Timezone, lesson.Timezone);

        var reminders = await context.Reminders.ToListAsync(Cancellation);
        Assert.NotEmpty(reminders);
        Assert.All(reminders, reminder => Assert.True(reminder.TriggerAt > database.Time.GetUtcNow()));
        Assert.All(await context.ChatMessages.ToListAsync(Cancellation), message => Assert.True(message.OccurredAt < database.Time.GetUtcNow()));
        Assert.All(await context.HabitCheckIns.ToListAsync(Cancellation), checkIn => Assert.True(checkIn.Day < new DateOnly(2026, 3, 14)));
        Assert.All(await context.EventHistory.ToListAsync(Cancellation), change => Assert.True(change.ChangedAt <= database.Time.GetUtcNow()));
    }

    private Task<int> Seed() => SeedCommand.Run(
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["Database"] = database.ConnectionString, ["Data"] = database.DataFolder, ["Redis"] = redis }, Cancellation);

    private async Task<Loaded> Load()
    {
        await using var scope = database.Scope();
        return await ActivatorUtilities.CreateInstance<DemonstrationLoader>(scope.ServiceProvider).Load(LocalOwner.Id, Cancellation);
    }

    private async Task<User> Owner(string locale = "ru", string zone = "Europe/Moscow")
    {
        var owner = new User { Id = LocalOwner.Id, DisplayName = "", Timezone = zone, Locale = locale, CreatedAt = A.Now, UpdatedAt = A.Now };
        await database.Save(owner, A.Conversation(owner));
        return owner;
    }

    private async Task<int[]> Rows()
    {
        await using var context = database.Open();
        return
        [
            await context.Goals.CountAsync(Cancellation), await context.Habits.CountAsync(Cancellation), await context.HabitCheckIns.CountAsync(Cancellation),
            await context.Events.CountAsync(Cancellation), await context.EventHistory.CountAsync(Cancellation), await context.Reminders.CountAsync(Cancellation),
            await context.ChatMessages.CountAsync(Cancellation), await context.SessionSummaries.CountAsync(Cancellation), await context.UserStates.CountAsync(Cancellation),
            await context.MemoryVectors.CountAsync(Cancellation), await context.GoalStates.CountAsync(Cancellation), await context.HabitStates.CountAsync(Cancellation),
            await context.ContextLinks.CountAsync(Cancellation),
        ];
    }

    private sealed class BrokenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new InvalidOperationException("The clock is broken.");
    }
}
