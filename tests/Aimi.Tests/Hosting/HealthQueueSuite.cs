using Aimi.Reminders;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Hosting;

public sealed class HealthQueuesOnPostgres(PostgresDatabase database) : HealthQueueSuite(database), IClassFixture<PostgresDatabase>;

public sealed class HealthQueuesOnSqlite(SqliteDatabase database) : HealthQueueSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>What <c>/health</c> says of rows that nobody takes: this process has no workers. Time stands, and is moved.</summary>
public abstract class HealthQueueSuite(TestDatabase database)
{
    private readonly FakeTimeProvider _time = new(A.Now);

    [Fact]
    public async Task What_waits_too_long_degrades_and_what_waits_its_time_does_not()
    {
        var user = A.User();
        var habit = A.Habit(user);
        await using var aimi = await AimiProcess.Start(database, redis: null, _time, services: WithoutWorkers);
        using var probe = new HealthProbe(aimi.Address);

        await database.Save(user, habit, Due(-1), Due(1), A.Summary(user, ended: A.Now.AddMinutes(-5)));
        var health = await probe.Ask();
        Assert.Equal(("ok", "1", "1"), (health.Of("queues"), health.Data("queues", "reminders_due"), health.Data("queues", "summaries_pending")));
        Assert.Equal(("2026-03-15T08:59:00Z", "2026-03-15T08:55:00Z"), (health.Data("queues", "oldest_due"), health.Data("queues", "oldest_pending")));

        // A worker took it and was not heard of again: it is due as long as the others.
        var abandoned = Due(-30);
        (abandoned.Status, abandoned.LockedUntil, abandoned.LeaseToken) = (ReminderStatus.Sending, A.Now.AddMinutes(-1), Guid.CreateVersion7());
        await database.Save(abandoned, A.Summary(user, ended: A.Now.AddMinutes(-21)));
        health = await probe.Until(health => health.Of("queues") == "degraded", meanwhile: () => _time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal((200, "degraded"), (health.Status, health.Word));
        Assert.Contains("the oldest was due 2026-03-15T08:30:00Z", health.Detail("queues"), StringComparison.Ordinal);
        Assert.Contains("since 2026-03-15T08:39:00Z", health.Detail("queues"), StringComparison.Ordinal);

        Reminder Due(int inMinutes) => A.Due(habit, A.Now.AddMinutes(inMinutes), "assistant_message", "Зарядка");
    }

    private static void WithoutWorkers(IServiceCollection services)
    {
        foreach (var loop in services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(WorkerLoop<>)).ToList())
            services.Remove(loop);
    }
}
