using Aimi.Planning;
using Aimi.Tests.Providers;

namespace Aimi.Tests.Graph;

public sealed class GraphReaderOnPostgresTests(PostgresDatabase database) : GraphReaderSuite(database), IClassFixture<PostgresDatabase>;

public sealed class GraphReaderOnSqliteTests(SqliteDatabase database) : GraphReaderSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>What a session begins with.</summary>
public abstract class GraphReaderSuite(TestDatabase database) : GraphTest(database)
{
    [Fact]
    public async Task The_goals_in_focus_are_active_and_by_what_they_are_worth_now()
    {
        var (me, other) = (await Person(), await Person());
        var goals = Enumerable.Range(0, 8).Select(_ => A.Goal(me)).ToList();
        goals[7].Status = GoalStatus.Paused;
        var silent = A.Goal(me);
        var theirs = A.Goal(other);
        var states = goals.Select((goal, number) =>
        {
            var state = A.State(me, goal);
            (state.Weight, state.Momentum, state.LastMentionedAt) = (1 - (number * 0.1), 0.4, A.Now.AddDays(number == 0 ? -60 : 0));
            return state;
        }).ToList();
        states[6].LastMentionedAt = A.Now.AddDays(-120);
        await Database.Save([.. goals, .. states, silent, A.State(me, silent), theirs, A.State(other, theirs)]);

        var focus = await Read(graph => graph.FocusGoals(me.Id, A.Now, Cancellation));

        Assert.Equal(new[] { 1, 2, 3, 4, 5 }.Select(number => goals[number].Id), focus.Select(goal => goal.GoalId));
        Assert.Equal((0.9, 0.4, "Выучить испанский"), (Math.Round(focus[0].Weight, 9), focus[0].Momentum, focus[0].Title));

        var later = await Read(graph => graph.FocusGoals(me.Id, A.Now.AddDays(30), Cancellation));
        Assert.Equal((0.45, 0.2), (Math.Round(later[0].Weight, 9), Math.Round(later[0].Momentum, 9)));
        Assert.Empty(await Read(graph => graph.FocusGoals(me.Id, A.Now.AddDays(365), Cancellation)));
    }
}
