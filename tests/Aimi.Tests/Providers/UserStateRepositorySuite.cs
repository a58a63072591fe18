using Aimi.Accounts;
using Aimi.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Providers;

public sealed class UserStateRepositoryOnPostgres(PostgresDatabase database) : UserStateRepositorySuite(database), IClassFixture<PostgresDatabase>;

public sealed class UserStateRepositoryOnSqlite(SqliteDatabase database) : UserStateRepositorySuite(database), IClassFixture<SqliteDatabase>;

public abstract class UserStateRepositorySuite(TestDatabase database)
{
    private readonly User _me = A.User();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_whom_nothing_was_written_the_portrait_is_empty_and_no_row_is_made()
    {
        await database.Save(_me);
        var state = await Run(states => states.Read(_me.Id, Cancellation));

        Assert.Null(state.LastSummary);
        Assert.Empty(state.FocusGoals);
        Assert.Empty(await Run(states => states.PendingActions(_me.Id, Cancellation)));
        await using var context = database.Open();
        Assert.DoesNotContain(context.UserStates, row => row.UserId == _me.Id);
    }

    [Fact]
    public async Task Each_member_is_written_without_touching_the_others()
    {
        var other = A.User();
        await database.Save(_me, other);
        var focus = new FocusGoal(Guid.CreateVersion7(), 0.8);
        var trait = new Trait("ранняя пташка", "Встаёт в 6 🌅", 0.7);
        var mood = new MoodReading("calm", 0.3, Guid.CreateVersion7(), A.Now);
        var action = new PendingAction("confirm_event", "Подтвердить урок?", "event", Guid.CreateVersion7(), A.Now);

        await Write(states => states.SaveSummary(_me.Id, "Говорили об испанском 🇪🇸", Cancellation));
        await Write(states => states.SetFocusGoals(_me.Id, [focus], Cancellation));
        await Write(states => states.SetTraits(_me.Id, [trait], Cancellation));
        await Write(states => states.SetRecentMood(_me.Id, [mood], Cancellation));
        await Write(states => states.SetPendingActions(_me.Id, [action], Cancellation));
        await Write(states => states.SaveSummary(other.Id, "Другое", Cancellation));

        var state = await Run(states => states.Read(_me.Id, Cancellation));
        Assert.Equal("Говорили об испанском 🇪🇸", state.LastSummary);
        Assert.Equal([focus], state.FocusGoals);
        Assert.Equal([trait], state.Traits);
        Assert.Equal([mood], state.RecentMood);
        Assert.Equal([action], state.PendingActions);
        Assert.Equal([action], await Run(states => states.PendingActions(_me.Id, Cancellation)));

        await Write(states => states.SetPendingActions(_me.Id, [], Cancellation));
        Assert.Empty(await Run(states => states.PendingActions(_me.Id, Cancellation)));
        Assert.Equal("Другое", (await Run(states => states.Read(other.Id, Cancellation))).LastSummary);
    }

    [Fact]
    public async Task Writers_who_are_the_first_at_the_same_time_both_succeed()
    {
        await database.Save(_me);
        await Task.WhenAll(
            Write(states => states.SaveSummary(_me.Id, "итог", Cancellation)),
            Write(states => states.SetFocusGoals(_me.Id, [new FocusGoal(_me.Id, 1)], Cancellation)),
            Write(states => states.SetTraits(_me.Id, [new Trait("a", "b", 1)], Cancellation)));

        var state = await Run(states => states.Read(_me.Id, Cancellation));
        Assert.Equal(("итог", 1, 1), (state.LastSummary, state.FocusGoals.Count, state.Traits.Count));
    }

    [Fact]
    public async Task The_time_of_the_last_change_is_kept()
    {
        await database.Save(_me);
        await Write(states => states.SaveSummary(_me.Id, "1", Cancellation));
        var first = await Run(states => states.Read(_me.Id, Cancellation));
        database.Time.Advance(TimeSpan.FromHours(1));
        await Write(states => states.SaveSummary(_me.Id, "2", Cancellation));

        var second = await Run(states => states.Read(_me.Id, Cancellation));
        Assert.Equal(TimeSpan.FromHours(1), second.UpdatedAt - first.UpdatedAt);
        Assert.Equal(first.CreatedAt, second.CreatedAt);
    }

    private async Task<T> Run<T>(Func<UserStateRepository, Task<T>> work)
    {
        await using var scope = database.Scope();
        return await work(scope.ServiceProvider.GetRequiredService<UserStateRepository>());
    }

    private Task<bool> Write(Func<UserStateRepository, Task> work) => Run(async states =>
    {
        await work(states);
        return true;
    });
}
