using System.Text.Json.Nodes;
using Aimi.Graph;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Graph;

public sealed class GraphOnSqliteTests(EmbeddedStack stack) : GraphSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class GraphOnServersTests(ServerStack stack) : GraphSuite(stack), IClassFixture<ServerStack>;

/// <summary><c>GET /graph</c>, as a client sees it. The clock is the real one: rows are as old as the test says.</summary>
public abstract class GraphSuite(TestStack stack)
{
    // Each test's own: weights fade by the minute, and the class may be hours older than the test.
    private DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Whoever_said_nothing_has_an_empty_graph()
    {
        var graph = await (await stack.Aimi.Person()).Get("/graph");
        Assert.Equal((0, 0, false), (graph["nodes"]!.AsArray().Count, graph["edges"]!.AsArray().Count, (bool)graph["truncated"]!));
    }

    [Fact]
    public async Task Weights_are_as_of_now_and_plans_do_not_fade()
    {
        var person = await stack.Aimi.Person();
        var me = person.Row();
        var goal = A.Goal(me);
        var habit = A.Habit(me, goal);
        var state = A.State(me, goal);
        (state.Weight, state.Momentum, state.LastMentionedAt) = (0.8, -0.6, Now.AddDays(-30));
        var sister = A.Node(me, NodeType.Person, "аня", "Аня");
        (sister.Relation, sister.Weight, sister.LastMentionedAt) = ("sister", 0.5, Now.AddDays(-60));
        var link = Said(me, NodeType.Goal, goal.Id, sister, 0.4, Now.AddDays(-30), 3, 8);
        await stack.Database.Save(goal, habit, state, sister, link);

        var graph = await person.Get("/graph");
        var nodes = Nodes(graph);
        Assert.Equal(("goal", "Выучить испанский", "active", 0.4, -0.3), ((string?)nodes[goal.Id]["type"], (string?)nodes[goal.Id]["label"], (string?)nodes[goal.Id]["status"], (double)nodes[goal.Id]["weight"]!, (double)nodes[goal.Id]["momentum"]!));
        Assert.Equal(("person", "Аня", "sister", 0.125), ((string?)nodes[sister.Id]["type"], (string?)nodes[sister.Id]["label"], (string?)nodes[sister.Id]["relation"], (double)nodes[sister.Id]["weight"]!));
        Assert.Null(nodes[habit.Id]["weight"]);
        Assert.Equal([goal.Id, sister.Id, habit.Id], graph["nodes"]!.AsArray().Select(node => (Guid)node!["id"]!));

        var edges = graph["edges"]!.AsArray();
        Assert.Equal([("serves", 1), ("mentioned_with", 0.2)], edges.Select(edge => ((string)edge!["relation"]!, (double)edge["weight"]!)));
        Assert.Equal((habit.Id, goal.Id), ((Guid)edges[0]!["from_id"]!, (Guid)edges[0]!["to_id"]!));
        Assert.Equal(("habit", "goal", "goal", "person"), ((string)edges[0]!["from_type"]!, (string)edges[0]!["to_type"]!, (string)edges[1]!["from_type"]!, (string)edges[1]!["to_type"]!));
        Assert.Equal([3L, 8L], edges[1]!["seqs"]!.AsArray().Select(seq => (long)seq!));
        Assert.Null(edges[0]!["seqs"]);
    }

    [Fact]
    public async Task Types_weights_and_limits_leave_out_and_edges_end_at_what_is_shown()
    {
        var person = await stack.Aimi.Person();
        var me = person.Row();
        var goal = A.Goal(me);
        var (near, far) = (A.Node(me, NodeType.Topic, "а", "а"), A.Node(me, NodeType.Place, "б", "б"));
        (near.Weight, near.LastMentionedAt, far.Weight, far.LastMentionedAt) = (0.9, Now, 0.9, Now.AddDays(-90));
        var planned = A.Event(me, goal: goal);
        await stack.Database.Save(goal, near, far, planned, Said(me, NodeType.Goal, goal.Id, near, 0.9, Now, 1), Said(me, NodeType.Goal, goal.Id, far, 0.9, Now.AddDays(-90), 2));

        Assert.Equal([near.Id, goal.Id], Ids(await person.Get("/graph?type=goal,topic")));
        Assert.Equal([near.Id, goal.Id], Ids(await person.Get("/graph?type=goal&type=topic")));
        Assert.Single((await person.Get("/graph?type=goal,topic"))["edges"]!.AsArray());
        Assert.Empty((await person.Get("/graph?type=topic,place"))["edges"]!.AsArray());
        Assert.Equal(new[] { goal.Id, near.Id, planned.Id }.Order(), Ids(await person.Get("/graph?min_weight=0.5")).Order());

        var two = await person.Get("/graph?limit=2");
        Assert.Equal([near.Id, far.Id], Ids(two));
        Assert.True((bool)two["truncated"]!);
        Assert.Empty(two["edges"]!.AsArray());
        Assert.False((bool)(await person.Get("/graph?limit=4"))["truncated"]!);
    }

    [Fact]
    public async Task From_a_center_a_walk_goes_as_far_as_it_may()
    {
        var person = await stack.Aimi.Person();
        var me = person.Row();
        var goal = A.Goal(me);
        var chain = Enumerable.Range(0, 4).Select(number => A.Node(me, NodeType.Topic, $"{number}", $"{number}")).ToList();
        var (strong, weak) = (A.Node(me, NodeType.Person, "с", "С"), A.Node(me, NodeType.Person, "т", "Т"));
        foreach (var node in chain.Append(strong).Append(weak))
            node.LastMentionedAt = Now;
        await stack.Database.Save([goal, .. chain, strong, weak,
            Said(me, NodeType.Goal, goal.Id, chain[0], 0.5, Now, 1),
            .. chain.Zip(chain.Skip(1), (from, to) => Said(me, NodeType.Topic, from.Id, to, 0.5, Now, 1)),
            Said(me, NodeType.Goal, goal.Id, strong, 0.9, Now, 1), Said(me, NodeType.Goal, goal.Id, weak, 0.2, Now, 1),
            A.Link(me, NodeType.Topic, chain[0].Id, NodeType.Goal, Guid.CreateVersion7())]);

        Assert.Equal([goal.Id, strong.Id, chain[0].Id, weak.Id], Ids(await person.Get($"/graph?center=goal:{goal.Id}")));
        Assert.Equal([goal.Id, strong.Id, chain[0].Id, weak.Id, chain[1].Id, chain[2].Id], Ids(await person.Get($"/graph?center=goal:{goal.Id}&depth=3")));
        Assert.Equal(new[] { chain[1].Id, chain[0].Id, chain[2].Id }.Order(), Ids(await person.Get($"/graph?center=topic:{chain[1].Id}&depth=1")).Order());
        Assert.Equal([goal.Id, chain[0].Id, chain[1].Id], Ids(await person.Get($"/graph?center=goal:{goal.Id}&depth=2&type=topic")));
        Assert.Equal([goal.Id, strong.Id, chain[0].Id], Ids(await person.Get($"/graph?center=goal:{goal.Id}&min_weight=0.3")));

        var cut = await person.Get($"/graph?center=goal:{goal.Id}&depth=3&limit=3");
        Assert.Equal([goal.Id, strong.Id, chain[0].Id], Ids(cut));
        Assert.Equal((true, 2), ((bool)cut["truncated"]!, cut["edges"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_goal_that_is_deleted_leaves_no_edge_that_ends_nowhere()
    {
        var person = await stack.Aimi.Person();
        var me = person.Row();
        var (goal, topic) = (A.Goal(me), A.Node(me));
        await stack.Database.Save(goal, A.State(me, goal), topic, Said(me, NodeType.Goal, goal.Id, topic, 0.5, Now, 1));
        Assert.Single((await person.Get("/graph"))["edges"]!.AsArray());

        await person.Delete($"/goals/{goal.Id}");

        var graph = await person.Get("/graph");
        Assert.Equal([topic.Id], Ids(graph));
        Assert.Empty(graph["edges"]!.AsArray());
        Assert.Equal([topic.Id], Ids(await person.Get($"/graph?center=topic:{topic.Id}&depth=3")));
        await TestPerson.Problem(await person.Http.GetAsync($"/graph?center=goal:{goal.Id}", TestContext.Current.CancellationToken), 404, "not_found");
    }

    [Fact]
    public async Task What_is_anothers_is_never_shown()
    {
        var (person, other) = (await stack.Aimi.Person(), await stack.Aimi.Person());
        var (mine, theirs) = (A.Node(person.Row()), A.Node(other.Row()));
        await stack.Database.Save(mine, theirs, A.Link(person.Row(), NodeType.Topic, mine.Id, NodeType.Topic, theirs.Id));

        Assert.Equal([mine.Id], Ids(await person.Get("/graph?limit=500")));
        Assert.Equal([mine.Id], Ids(await person.Get($"/graph?center=topic:{mine.Id}&depth=3")));
        await TestPerson.Problem(await person.Http.GetAsync($"/graph?center=topic:{theirs.Id}", TestContext.Current.CancellationToken), 404, "not_found");
    }

    [Theory]
    [InlineData("type=dragon", "type")]
    [InlineData("type=goal,", "type")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=many", null)]
    [InlineData("min_weight=1.1", "min_weight")]
    [InlineData("min_weight=NaN", "min_weight")]
    [InlineData("depth=2", "depth")]
    [InlineData("center=goal:0195aaaa-0000-7000-8000-000000000000&depth=4", "depth")]
    [InlineData("center=goal:0195aaaa-0000-7000-8000-000000000000&depth=0", "depth")]
    [InlineData("center=goal", "center")]
    [InlineData("center=goal:1", "center")]
    [InlineData("center=dragon:0195aaaa-0000-7000-8000-000000000000", "center")]
    public async Task What_is_asked_wrongly_is_refused(string query, string? field)
    {
        var person = await stack.Aimi.Person();
        var problem = await TestPerson.Problem(await person.Http.GetAsync($"/graph?{query}", TestContext.Current.CancellationToken), 400, "validation_failed");
        if (field is not null)
            Assert.NotNull(problem["errors"]![field]);
    }

    private static ContextLink Said(Aimi.Accounts.User me, NodeType type, Guid from, ContextNode to, double weight, DateTimeOffset at, params long[] seqs) => new()
    {
        UserId = me.Id,
        Id = Guid.CreateVersion7(),
        FromType = type,
        FromId = from,
        ToType = to.Type,
        ToId = to.Id,
        Relation = "mentioned_with",
        Weight = weight,
        EvidenceSeqs = seqs,
        LastSeenAt = at,
        CreatedAt = at,
        UpdatedAt = at,
    };

    private static Dictionary<Guid, JsonNode> Nodes(JsonNode graph) => graph["nodes"]!.AsArray().ToDictionary(node => (Guid)node!["id"]!, node => node!);

    private static IEnumerable<Guid> Ids(JsonNode graph) => [.. graph["nodes"]!.AsArray().Select(node => (Guid)node!["id"]!)];
}
