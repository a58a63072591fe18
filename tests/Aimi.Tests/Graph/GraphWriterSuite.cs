using Aimi.Graph;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Graph;

public sealed class GraphWriterOnPostgresTests(PostgresDatabase database) : GraphWriterSuite(database), IClassFixture<PostgresDatabase>;

public sealed class GraphWriterOnSqliteTests(SqliteDatabase database) : GraphWriterSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>What sessions make of the graph.</summary>
public abstract class GraphWriterSuite(TestDatabase database) : GraphTest(database)
{
    [Fact]
    public async Task A_goal_gains_weight_by_being_spoken_of_and_loses_it_by_silence()
    {
        var me = await Person();
        var goal = A.Goal(me);
        await Database.Save(goal);

        await Apply(me, A.Now, Goal(goal.Id, 1, "прошла первый уровень", 3, 5));
        var first = (await State(goal.Id))!;
        Assert.Equal((0.36, 0.5, 2, "прошла первый уровень"), (Math.Round(first.Weight, 9), first.Momentum, first.Mentions, first.StatusNote));
        Assert.Equal(A.Now, first.LastMentionedAt);

        // Thirty days: half of the 0.36 is left when the next mention adds its 0.2. It says nothing of how it goes.
        await Apply(me, A.Now.AddDays(30), Goal(goal.Id, 0, null, 9));
        var second = (await State(goal.Id))!;
        Assert.Equal((0.344, 0.25), (Math.Round(second.Weight, 9), Math.Round(second.Momentum, 9)));
        Assert.Equal((3, "прошла первый уровень", A.Now.AddDays(30)), (second.Mentions, second.StatusNote, second.LastMentionedAt!.Value));

        await Apply(me, A.Now.AddDays(30), Goal(goal.Id, -1, "застряла", 11));
        var third = (await State(goal.Id))!;
        Assert.Equal((-0.375, "застряла"), (Math.Round(third.Momentum, 9), third.StatusNote));
    }

    [Fact]
    public async Task A_session_that_is_older_than_what_is_known_counts_less_and_has_not_the_last_word()
    {
        var me = await Person();
        var goal = A.Goal(me);
        await Database.Save(goal);
        await Apply(me, A.Now, Goal(goal.Id, 1, "новое", 1), Name(NodeType.Place, "Казань", 1));
        await Apply(me, A.Now.AddDays(-30), Goal(goal.Id, -1, "старое", 2), Name(NodeType.Place, "Казань", 2));

        var state = (await State(goal.Id))!;
        Assert.Equal((0.28, 0.125), (Math.Round(state.Weight, 9), Math.Round(state.Momentum, 9)));
        Assert.Equal(("новое", A.Now), (state.StatusNote, state.LastMentionedAt!.Value));
        var place = Assert.Single(await Nodes(me));
        Assert.Equal((0.28, A.Now, 2), (Math.Round(place.Weight, 9), place.LastMentionedAt, place.Mentions));
    }

    [Fact]
    public async Task What_is_gone_and_what_is_anothers_is_passed_over()
    {
        var (me, other) = (await Person(), await Person());
        var theirs = A.Goal(other);
        await Database.Save(theirs);

        await Apply(me, A.Now, Goal(Guid.CreateVersion7(), 1, null, 1), Goal(theirs.Id, 1, "моё?", 1), Habit(Guid.CreateVersion7(), 1), Name(NodeType.Topic, "бег", 1));

        Assert.Null(await State(theirs.Id));
        Assert.Equal("бег", Assert.Single(await Nodes(me)).Label);
        Assert.Empty(await Links(me));
        Assert.Empty(await Nodes(other));
    }

    [Fact]
    public async Task A_name_is_one_node_with_its_nicest_label_its_relation_and_the_latest_messages()
    {
        var me = await Person();
        await Apply(me, A.Now, Name(NodeType.Person, "аня", 1), new ContextMention(NodeType.Topic, "аня", "аня", null, [2]));
        await Apply(me, A.Now.AddDays(1), new ContextMention(NodeType.Person, "аня", "Аня", "sister", [.. Enumerable.Range(10, 25).Select(seq => (long)seq)]));
        await Apply(me, A.Now.AddDays(2), new ContextMention(NodeType.Person, "аня", "аня", null, [50]), new ContextMention(NodeType.Person, "аня", "Анечка", null, [50, 51]));

        var nodes = await Nodes(me);
        Assert.Equal(2, nodes.Count);
        var person = nodes.Single(node => node.Type == NodeType.Person);
        Assert.Equal(("Аня", "sister", 3), (person.Label, person.Relation, person.Mentions));
        Assert.Equal([.. Enumerable.Range(17, 18).Select(seq => (long)seq), 50, 51], person.EvidenceSeqs);
    }

    [Fact]
    public async Task Odd_names_are_passed_over_and_long_ones_cut()
    {
        var me = await Person();
        var smile = string.Concat(Enumerable.Repeat("😀", 150));
        await Apply(
            me,
            A.Now,
            new ContextMention(NodeType.Person, " ", "x", null, [1]),
            new ContextMention(NodeType.Person, new string('k', 201), "x", null, [1]),
            new ContextMention(NodeType.Person, "k", " ", null, [1]),
            new ContextMention(NodeType.Goal, "g", "g", null, [1]),
            new ContextMention(NodeType.Topic, "смех", "a" + smile, "Not a word!", [1]));

        var node = Assert.Single(await Nodes(me));
        Assert.Equal("a" + smile[..198], node.Label);
        Assert.Null(node.Relation);
    }

    [Fact]
    public async Task What_is_in_one_message_is_linked_closer_than_what_is_in_one_session()
    {
        var me = await Person();
        var (goal, habit) = (A.Goal(me), A.Habit(me));
        await Database.Save(goal, habit);

        await Apply(me, A.Now, Name(NodeType.Topic, "бег", 2), Name(NodeType.Person, "Катя", 2, 3), Name(NodeType.Place, "Парк", 9), Habit(habit.Id, 3), Goal(goal.Id, 0, null, 1));

        var nodes = (await Nodes(me)).ToDictionary(node => node.Label, node => node.Id);
        var links = (await Links(me)).ToDictionary(link => (link.FromId, link.ToId));
        Assert.All(links.Values, link => Assert.Equal(("mentioned_with", A.Now), (link.Relation, link.LastSeenAt)));
        Assert.Equal((0.3, "3"), Worth(habit.Id, nodes["Катя"]));
        Assert.Equal((0.3, "2"), Worth(nodes["Катя"], nodes["бег"]));
        Assert.Equal((0.1, "1 3"), Worth(goal.Id, habit.Id));
        Assert.Equal((0.1, "1 9"), Worth(goal.Id, nodes["Парк"]));

        // A place and a topic, of which the session spoke apart, have nothing to do with each other.
        Assert.Equal(4 + 3 + 1, links.Count);
        Assert.DoesNotContain(links.Keys, ends => ends == (nodes["Парк"], nodes["бег"]) || ends == (nodes["бег"], nodes["Парк"]));

        (double, string) Worth(Guid from, Guid to) => (Math.Round(links[(from, to)].Weight, 9), string.Join(' ', links[(from, to)].EvidenceSeqs));
    }

    [Fact]
    public async Task A_link_is_there_once_whoever_is_named_first_and_fades_between_sessions()
    {
        var me = await Person();
        await Apply(me, A.Now, Name(NodeType.Person, "Катя", 1), Name(NodeType.Topic, "бег", 1));
        await Apply(me, A.Now.AddDays(30), Name(NodeType.Topic, "бег", 7), Name(NodeType.Person, "Катя", 7));

        var link = Assert.Single(await Links(me));
        Assert.Equal((0.405, A.Now.AddDays(30)), (Math.Round(link.Weight, 9), link.LastSeenAt));
        Assert.Equal([1L, 7L], link.EvidenceSeqs);
    }

    [Fact]
    public async Task Beyond_the_bounds_the_weakest_give_way_with_their_links()
    {
        var me = await Person();
        var nodes = Enumerable.Range(0, GraphWriter.MaxNodes).Select(number =>
        {
            var node = A.Node(me, NodeType.Topic, $"тема {number}", $"тема {number}");

            // The first is heavy, but of long ago; the second is light, but of now.
            (node.Weight, node.LastMentionedAt) = number switch { 0 => (0.9, A.Now.AddDays(-300)), 1 => (0.05, A.Now), _ => (0.5, A.Now.AddDays(-10)) };
            return node;
        }).ToList();
        var links = nodes.SelectMany((from, at) => nodes.Skip(at + 1).Select(to => (from, to))).Take(GraphWriter.MaxLinks).Select((ends, number) =>
        {
            var link = A.Link(me, NodeType.Topic, ends.from.Id, NodeType.Topic, ends.to.Id);
            (link.Weight, link.LastSeenAt) = (0.5, A.Now.AddDays(number == 700 ? -90 : -30));
            return link;
        }).ToList();
        await Database.Save([.. nodes, .. links]);

        await Apply(me, A.Now, Name(NodeType.Person, "Катя", 1), Name(NodeType.Place, "Парк", 2));
        var kept = (await Nodes(me)).Select(node => node.Id).ToHashSet();
        Assert.Equal(GraphWriter.MaxNodes, kept.Count);
        Assert.DoesNotContain(nodes[0].Id, kept);
        Assert.DoesNotContain(nodes[1].Id, kept);
        Assert.All(await Links(me), link => Assert.True(kept.Contains(link.FromId) && kept.Contains(link.ToId)));
        Assert.DoesNotContain(links[0].Id, (await Links(me)).Select(link => link.Id));

        // Full again, with one that is weak.
        await Database.Save(Enumerable.Range(0, GraphWriter.MaxLinks - (await Links(me)).Count).Select(_ => A.Link(me, NodeType.Topic, nodes[5].Id, NodeType.Event, Guid.CreateVersion7())));
        await Apply(me, A.Now, Name(NodeType.Topic, nodes[8].Key, 1), Name(NodeType.Topic, nodes[9].Key, 1), Name(NodeType.Topic, nodes[10].Key, 1));
        var left = await Links(me);
        Assert.Equal(GraphWriter.MaxLinks, left.Count);
        Assert.DoesNotContain(links[700].Id, left.Select(link => link.Id));
        Assert.Equal(3, left.Count(link => link.Relation == "mentioned_with" && link.FromType == NodeType.Topic && link.ToType == NodeType.Topic));
    }

    [Fact]
    public async Task Links_of_goals_that_are_deleted_give_way_before_all_others()
    {
        var me = await Person();
        var topic = A.Node(me);
        var dangling = Enumerable.Range(0, GraphWriter.MaxLinks).Select(_ => A.Link(me, NodeType.Goal, Guid.CreateVersion7(), NodeType.Topic, topic.Id)).ToList();
        dangling.ForEach(link => link.Weight = 1);
        await Database.Save([topic, .. dangling]);

        await Apply(me, A.Now, Name(NodeType.Person, "Катя", 1), Name(NodeType.Topic, "бег", 1));
        Assert.Equal("mentioned_with", Assert.Single(await Links(me)).Relation);
    }

    [Fact]
    public async Task A_session_that_speaks_of_very_much_is_linked_within_reason()
    {
        var me = await Person();
        await Apply(me, A.Now, Enumerable.Range(0, 100).Select(number => Name(NodeType.Topic, $"тема {number}", 1)));
        Assert.Equal((100, 30 * 29 / 2), ((await Nodes(me)).Count, (await Links(me)).Count));
    }

    [Fact]
    public async Task What_is_forgotten_goes_by_its_name_and_by_its_messages()
    {
        var me = await Person();
        var (goal, habit) = (A.Goal(me), A.Habit(me));
        var (untold, noted) = (A.State(me, goal), A.State(me, habit));
        (untold.StatusNote, noted.StatusNote) = ("иду вперёд", "бросил из-за диабета");
        await Database.Save(goal, habit, untold, noted);
        await Apply(me, A.Now, Name(NodeType.Topic, "диабет", 1, 2), Name(NodeType.Topic, "диета", 2), Name(NodeType.Topic, "бег", 2, 9), Name(NodeType.Person, "Катя", 9));
        await Apply(me, A.Now, new ContextMention(NodeType.Person, "врач", "Врач", "doctor", [2, 30]));

        var forgotten = await Forget(me, text => text.Contains("диабет", StringComparison.Ordinal), 2);

        // Of six links five hang on the message or on the topic: only that of the ninth message is left.
        Assert.Equal(new ForgottenGraph(2, 3, 1), forgotten);
        var left = await Nodes(me);
        Assert.Equal([("бег", 9L), ("Врач", 30L), ("Катя", 9L)], left.Select(node => (node.Label, Assert.Single(node.EvidenceSeqs))));
        Assert.Null(left.Single(node => node.Label == "Врач").Relation);
        Assert.Equal(9L, Assert.Single(Assert.Single(await Links(me)).EvidenceSeqs));
        await using var context = Database.Open();
        Assert.Equal("иду вперёд", (await context.GoalStates.SingleAsync(state => state.UserId == me.Id, Cancellation)).StatusNote);
        Assert.Null((await context.HabitStates.SingleAsync(state => state.UserId == me.Id, Cancellation)).StatusNote);

        Assert.Equal(new ForgottenGraph(0, 0, 0), await Forget(me, text => text.Contains("диабет", StringComparison.Ordinal), 2));
    }

    [Fact]
    public async Task Forgetting_touches_nobody_else()
    {
        var (me, other) = (await Person(), await Person());
        await Apply(me, A.Now, Name(NodeType.Topic, "бег", 1), Name(NodeType.Person, "Катя", 1));
        await Apply(other, A.Now, Name(NodeType.Topic, "бег", 1), Name(NodeType.Person, "Катя", 1));

        Assert.Equal(new ForgottenGraph(2, 1, 0), await Forget(me, _ => true, 1));
        Assert.Equal((2, 1), ((await Nodes(other)).Count, (await Links(other)).Count));
    }
}
