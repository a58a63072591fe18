using System.Data.Common;
using Aimi.Accounts;
using Aimi.Data;
using Aimi.Planning;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Planning;

public sealed class HabitChangesOnPostgres(PostgresDatabase database) : HabitChangeSuite(database), IClassFixture<PostgresDatabase>;

public sealed class HabitChangesOnSqlite(SqliteDatabase database) : HabitChangeSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>Who follows changes of habits, and what reading them costs.</summary>
public abstract class HabitChangeSuite(TestDatabase database)
{
    private static readonly HabitDraft Daily = new() { Name = "10 слов", Frequency = "FREQ=DAILY" };

    private static readonly PlanMetrics Metrics = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_change_is_told_in_its_transaction_with_the_goals_that_it_touches()
    {
        var user = A.User();
        var (one, other) = (A.Goal(user), A.Goal(user));
        await database.Save(user, one, other);
        await using var scope = database.Scope();
        var context = scope.ServiceProvider.GetRequiredService<AimiDbContext>();
        var told = new List<PlanChange>();
        var watcher = new Watcher(change =>
        {
            Assert.NotNull(context.Database.CurrentTransaction);
            told.Add(change);
        });
        var habits = new Habits(context, new PlanWatchers([watcher]), Metrics, database.Time);

        var id = (await habits.Add(user.Id, Daily with { GoalId = one.Id }, Cancel)).Value!.Id;
        await habits.Change(user.Id, id, draft => draft with { GoalId = other.Id }, ifVersion: null, Cancel);
        await habits.Change(user.Id, id, draft => draft, ifVersion: null, Cancel);
        await habits.CheckIn(user.Id, id, day: null, note: null, ifVersion: null, Cancel);
        await habits.CheckIn(user.Id, id, day: null, note: null, ifVersion: null, Cancel);
        await habits.Pause(user.Id, id, from: null, to: null, note: null, ifVersion: null, Cancel);
        await habits.Resume(user.Id, id, ifVersion: null, Cancel);
        await habits.Undo(user.Id, id, new DateOnly(2026, 3, 15), ifVersion: null, Cancel);
        await habits.Delete(user.Id, id, ifVersion: null, Cancel);

        string Names(PlanChange change) => string.Concat(change.Goals.Select(goal => goal == one.Id ? "1" : "2").Order(StringComparer.Ordinal));
        Assert.Equal(["1", "12", "2", "2", "2", "2", "2"], told.Select(Names));
        Assert.All(told.SkipLast(1), change => Assert.Equal(id, Assert.Single(change.Habits).Id));
        Assert.Empty(told[^1].Habits);
    }

    [Fact]
    public async Task A_watcher_that_fails_leaves_everything_as_it_was()
    {
        var user = A.User();
        var habit = A.Habit(user);
        await database.Save(user, habit);
        await using (var scope = database.Scope())
        {
            var habits = new Habits(
                scope.ServiceProvider.GetRequiredService<AimiDbContext>(),
                new PlanWatchers([new Watcher(_ => throw new InvalidOperationException("No"))]),
                Metrics,
                database.Time);
            await Assert.ThrowsAsync<InvalidOperationException>(() => habits.CheckIn(user.Id, habit.Id, day: null, note: null, ifVersion: null, Cancel));
        }

        await using var context = database.Open();
        Assert.Empty(await context.HabitCheckIns.Where(checkIn => checkIn.UserId == user.Id).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_habit_that_grew_older_than_streaks_look_back_can_still_be_changed()
    {
        var user = A.User();
        var habit = A.Habit(user);
        habit.StartsOn = new DateOnly(2010, 1, 1);
        await database.Save(user, habit);
        await using var scope = database.Scope();

        var changed = await scope.ServiceProvider.GetRequiredService<Habits>()
            .Change(user.Id, habit.Id, draft => draft with { Name = "20 слов" }, ifVersion: 1, Cancel);

        Assert.Equal(("20 слов", new DateOnly(2010, 1, 1), 2), (changed.Value!.Name, changed.Value.StartsOn, changed.Value.Version));
        var report = await scope.ServiceProvider.GetRequiredService<HabitReports>().Of(changed.Value, Cancel);
        Assert.Equal((0, 0.0), (report.Streaks.Best, report.Streaks.CompletionRate));
    }

    [Fact]
    public async Task A_page_costs_its_own_query_and_three_for_all_streaks()
    {
        var user = A.User();
        var habits = Enumerable.Range(0, 40).Select(_ => A.Habit(user)).ToList();
        await database.Save([user, .. habits]);
        await database.Save(habits.SelectMany(habit => new object[] { A.CheckIn(user, habit, new DateOnly(2026, 3, 14)), A.CheckIn(user, habit, new DateOnly(2026, 3, 15)) }));
        await using var plain = database.Open();
        var queries = new Queries();
        await using var context = queries.Observe(plain);

        var reports = await new HabitReports(context, database.Time).List(user.Id, goalId: null, active: null, after: null, 50, Cancel);

        Assert.Equal(40, reports.Count);
        Assert.All(reports, report => Assert.Equal(2, report.Streaks.Current));
        Assert.Equal(4, queries.Count);
    }

    [Fact]
    public async Task A_day_that_a_journey_left_out_is_excused()
    {
        var user = A.User();
        user.Timezone = "Pacific/Pago_Pago";
        var habit = A.Habit(user);
        await database.Save(user, habit);
        await using var scope = database.Scope();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 3, 15, 10, 30, 0, TimeSpan.Zero));
        var context = scope.ServiceProvider.GetRequiredService<AimiDbContext>();
        var travelled = await context.Users.SingleAsync(row => row.Id == user.Id, Cancel);
        travelled.Timezone = "Pacific/Kiritimati";

        await new SkippedDays(context, new Habits(context, new PlanWatchers([]), Metrics, time), time)
            .Changed(new PersonChange(travelled, "Pacific/Pago_Pago", new UserSettings()), Cancel);

        var excused = Assert.Single(await context.HabitPauses.Where(pause => pause.UserId == user.Id).ToListAsync(Cancel));
        Assert.Equal((new DateOnly(2026, 3, 15), new DateOnly(2026, 3, 15)), (excused.FromDay, excused.ToDay));
    }

    private sealed class Watcher(Action<PlanChange> told) : IPlanWatcher
    {
        public Task Changed(PlanChange change, CancellationToken cancellationToken)
        {
            told(change);
            return Task.CompletedTask;
        }
    }

    /// <summary>Counts what a context asks.</summary>
    private sealed class Queries : DbCommandInterceptor
    {
        public int Count { get; private set; }

        /// <summary>Another context on the same database, with this in it.</summary>
        public AimiDbContext Observe(AimiDbContext context)
        {
            var builder = (DbContextOptionsBuilder)Activator.CreateInstance(
                typeof(DbContextOptionsBuilder<>).MakeGenericType(context.GetType()), context.GetService<IDbContextOptions>())!;
            return (AimiDbContext)Activator.CreateInstance(context.GetType(), builder.AddInterceptors(this).Options)!;
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Count++;
            return ValueTask.FromResult(result);
        }
    }
}
