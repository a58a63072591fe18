using Aimi.Accounts;
using Aimi.Data;
using Aimi.Planning;
using Aimi.Reminders;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Aimi.Reminders.ReminderStatus;

namespace Aimi.Tests.Reminders;

/// <summary>A person whose plans are changed as the services do it, and the reminders that came of it.</summary>
public abstract class ReminderPlannerTest(TestDatabase database) : IAsyncLifetime
{
    private protected User Me { get; } = A.User();

    private protected TestDatabase Database => database;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected DateTimeOffset Now => Database.Time.GetUtcNow();

    // The clock of a class is shared by its tests and does not go back: each begins on a Sunday at noon in Moscow.
    public ValueTask InitializeAsync()
    {
        var week = TimeSpan.FromDays(7);
        Database.Time.Advance(week - TimeSpan.FromTicks((Now - A.Now).Ticks % week.Ticks));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected static TimeSpan Hours(int hours) => TimeSpan.FromHours(hours);

    private protected static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

    private protected static IEnumerable<TimeSpan> Offsets(IEnumerable<Reminder> rows) => rows.Select(row => row.Offset);

    private protected EventOccurrence Difference(PlannedEvent series, int day, Action<EventOccurrence> change)
    {
        var difference = new EventOccurrence
        {
            UserId = Me.Id,
            Id = Guid.CreateVersion7(),
            EventId = series.Id,
            WallTime = LocalTime.ToWall(series.DueAt!.Value, series.Timezone).AddDays(day),
            CreatedAt = Now,
            UpdatedAt = Now,
        };
        change(difference);
        return difference;
    }

    private protected async Task Planned(params PlannedEvent[] events)
    {
        await Database.Save([Me, .. events]);
        foreach (var planned in events)
            await Tell(planned);
    }

    private protected Task<bool> Tell(PlannedEvent planned) => InTransaction((_, planner) => planner.Changed(new PlanChange(Me.Id) { Events = [planned] }, Cancellation));

    private protected Task<bool> Tell(Habit habit) => InTransaction((_, planner) => planner.Changed(new PlanChange(Me.Id) { Habits = [habit] }, Cancellation));

    // As a service does it: changed, saved and told in one transaction.
    private protected Task<bool> Change(PlannedEvent planned, Action<PlannedEvent> change) => InTransaction(async (context, planner) =>
    {
        var row = await context.Events.SingleAsync(row => row.Id == planned.Id, Cancellation);
        change(row);
        await context.SaveChangesAsync(Cancellation);
        change(planned);
        await planner.Changed(new PlanChange(Me.Id) { Events = [row] }, Cancellation);
    });

    private protected Task<bool> Settings(UserSettings settings, string? timezone = null) => InTransaction(async (context, planner) =>
    {
        var user = await context.Users.SingleAsync(row => row.Id == Me.Id, Cancellation);
        var change = new PersonChange(user, user.Timezone, user.Settings);
        (user.Settings, user.Timezone) = (settings, timezone ?? user.Timezone);
        Me.Settings = settings;
        Assert.Empty(await new ReminderSettingsWatcher(planner).Changed(change, Cancellation));
        await context.SaveChangesAsync(Cancellation);
    });

    private protected Task<bool> InTransaction(Func<AimiDbContext, ReminderPlanner, Task> work) => In(services =>
    {
        var context = services.GetRequiredService<AimiDbContext>();
        return context.InTransaction(
            async () =>
            {
                await work(context, services.GetRequiredService<ReminderPlanner>());
                return true;
            },
            Cancellation);
    });

    private protected Task<bool> Horizon() => In(services => services.GetRequiredService<ReminderHorizonWorker>().RunOnce(Cancellation));

    private protected async Task<T> In<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Database.Scope();
        return await work(scope.ServiceProvider);
    }

    private protected async Task Set(PlannedEvent planned, ReminderStatus status, TimeSpan? offset = null)
    {
        await using var context = Database.Open();
        foreach (var row in await context.Reminders.Where(row => row.EventId == planned.Id && row.Kind == ReminderKind.Event).ToListAsync(Cancellation))
        {
            if (offset is not null && row.Offset != offset)
                continue;

            (row.Status, row.LeaseToken, row.LockedUntil) = status is Sending ? (status, Guid.CreateVersion7(), Now.AddMinutes(1)) : (status, (Guid?)null, (DateTimeOffset?)null);
        }

        await context.SaveChangesAsync(Cancellation);
    }

    private protected Task<List<Reminder>> Rows(PlannedEvent planned, ReminderKind kind = ReminderKind.Event) => Rows(row => row.EventId == planned.Id && row.Kind == kind);

    private protected Task<List<Reminder>> Rows(Habit habit) => Rows(row => row.HabitId == habit.Id);

    private protected Task<List<Reminder>> Days() => Rows(row => row.UserId == Me.Id && (row.Kind == ReminderKind.Agenda || row.Kind == ReminderKind.CheckIn));

    private protected async Task<List<Reminder>> Rows(System.Linq.Expressions.Expression<Func<Reminder, bool>> of)
    {
        await using var context = Database.Open();
        return await context.Reminders.AsNoTracking().Where(of)
            .OrderBy(row => row.OccurrenceAt).ThenByDescending(row => row.Offset).ThenBy(row => row.Channel).ToListAsync(Cancellation);
    }
}
