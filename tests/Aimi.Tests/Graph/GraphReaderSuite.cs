using Aimi.Graph;
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

    [Fact]
    public async Task Next_to_a_goal_stand_habits_events_people_places_and_topics_the_closest_first()
    {
        var now = Database.Time.GetUtcNow();
        var (me, other) = (await Person(), await Person());
        var (goal, elsewhere) = (A.Goal(me), A.Goal(me));
        var part = A.Goal(me, partOf: goal);
        var (habit, planned, done) = (A.Habit(me, goal), A.Event(me, goal: goal), A.Event(me, goal: goal, status: EventStatus.Completed));
        var memory = A.Memory(me);
        await Database.Save(goal, elsewhere, part, habit, planned, done, memory, A.Link(me, NodeType.Memory, memory.Id, NodeType.Goal, goal.Id));
        await Apply(me, now.AddDays(-30), Goal(goal.Id, 0, null, 1), new ContextMention(NodeType.Person, "катя", "Катя", "teacher", [1]), Name(NodeType.Place, "Школа", 5));
        await Apply(me, now, Goal(elsewhere.Id, 0, null, 9), Name(NodeType.Topic, "кино", 9));
        await Apply(other, now, Name(NodeType.Topic, "чужое", 1));

        var near = await Read(graph => graph.Neighbourhood(me.Id, [goal.Id], 10, Cancellation));

        Assert.Equal(
            [("10 слов в день", "serves", 1), ("Урок", "serves", 1), ("Катя", "mentioned_with", 0.15), ("Школа", "mentioned_with", 0.05)],
            near.OrderByDescending(one => one.Weight).ThenBy(one => one.Label, StringComparer.Ordinal).Select(one => (one.Label, one.Relation, Math.Round(one.Weight, 9))));
        Assert.Equal(near.OrderByDescending(one => one.Weight), near);
        Assert.Equal(("teacher", NodeType.Person, goal.Id), (near[2].PersonsRelation, near[2].Type, near[2].GoalId));
        Assert.Equal(planned.Id, near.Single(one => one.Type == NodeType.Event).Id);
        Assert.Equal(2, (await Read(graph => graph.Neighbourhood(me.Id, [goal.Id], 2, Cancellation))).Count);
        Assert.Empty(await Read(graph => graph.Neighbourhood(me.Id, [], 10, Cancellation)));
        Assert.Empty(await Read(graph => graph.Neighbourhood(other.Id, [goal.Id], 10, Cancellation)));
    }
}
