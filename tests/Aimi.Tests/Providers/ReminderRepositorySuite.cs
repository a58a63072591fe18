using Aimi.Accounts;
using Aimi.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Providers;

public sealed class ReminderRepositoryOnPostgres(PostgresDatabase database) : ReminderRepositorySuite(database), IClassFixture<PostgresDatabase>;

public sealed class ReminderRepositoryOnSqlite(SqliteDatabase database) : ReminderRepositorySuite(database), IClassFixture<SqliteDatabase>;

public abstract class ReminderRepositorySuite(TestDatabase database) : IAsyncLifetime
{
    private readonly User _me = A.User();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => database.Time.GetUtcNow();

    // The queue is everybody's: a test begins with an empty one.
    public async ValueTask InitializeAsync()
    {
        await using var context = database.Open();
        await context.Reminders.ExecuteDeleteAsync(Cancellation);
        await database.Save(_me);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Snoozed_it_rings_again_then_as_a_delivery_of_its_own()
    {
        var id = await Due(Now);
        var first = await Find(id);
        Assert.True(await Run(reminders => reminders.Snooze(_me.Id, id, Now.AddMinutes(10), Cancellation)));

        var second = await Find(id);
        Assert.Equal((ReminderStatus.Scheduled, Now.AddMinutes(10), first.OccurrenceAt), (second.Status, second.TriggerAt, second.OccurrenceAt));
        Assert.NotEqual(first.DedupeKey, second.DedupeKey, StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_was_dismissed_is_not_snoozed()
    {
        var id = await Due(Now);
        await Run(reminders => reminders.Dismiss(_me.Id, id, Cancellation));

        Assert.False(await Run(reminders => reminders.Snooze(_me.Id, id, Now, Cancellation)));
        Assert.True(await Run(reminders => reminders.Dismiss(_me.Id, id, Cancellation)));
        Assert.Equal(ReminderStatus.Dismissed, (await Find(id)).Status);
    }

    [Fact]
    public async Task Nobody_reaches_another_persons_reminder()
    {
        var other = A.User();
        await database.Save(other);
        var id = await Due(Now);

        Assert.Null(await Run(reminders => reminders.Find(other.Id, id, Cancellation)));
        Assert.False(await Run(reminders => reminders.Dismiss(other.Id, id, Cancellation)));
        Assert.False(await Run(reminders => reminders.Snooze(other.Id, id, Now, Cancellation)));
        Assert.Null(await Run(reminders => reminders.Log(other.Id, id, Cancellation)));
        Assert.Equal(ReminderStatus.Scheduled, (await Find(id)).Status);
    }

    private async Task<Guid> Due(DateTimeOffset at)
    {
        var planned = A.Event(_me, at.AddHours(1));
        var reminder = A.Reminder(_me, planned);
        reminder.TriggerAt = at;
        await database.Save(planned, reminder);
        return reminder.Id;
    }

    private async Task<Reminder> Find(Guid id) => (await Run(reminders => reminders.Find(_me.Id, id, Cancellation)))!;

    private async Task<T> Run<T>(Func<ReminderRepository, Task<T>> work)
    {
        await using var scope = database.Scope();
        return await work(scope.ServiceProvider.GetRequiredService<ReminderRepository>());
    }
}
