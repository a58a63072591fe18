using Aimi.Bench.Scenarios;
using Aimi.Hosting;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Assistant;

public sealed class ScenariosOnEmbedded(MovableClock<EmbeddedStack> clock) : ScenarioSuite(clock.Stack), IClassFixture<MovableClock<EmbeddedStack>>;

public sealed class ScenariosOnServers(MovableClock<ServerStack> clock) : ScenarioSuite(clock.Stack), IClassFixture<MovableClock<ServerStack>>;

/// <summary>Whole conversations with the offline assistant, over HTTP, from files that read as conversations: <c>Scenarios/*.md</c>.</summary>
public abstract class ScenarioSuite(TestStack stack)
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "Aimi.Tests", "Assistant", "Scenarios");

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(Folder, "*.md").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_conversation_goes_as_one_would_wish(string name)
    {
        var scenario = Scenario.Read(Path.Combine(Folder, $"{name}.md"));
        Assert.True(scenario.Turns >= 10, "A scenario has ten turns or more.");
        var person = await stack.Aimi.Person(scenario.Settings["locale"]);

        var played = await new ScenarioRun(person.Http, wording: true).Play(scenario, TestContext.Current.CancellationToken);

        AssertHeld(played);
    }

    internal static void AssertHeld(IEnumerable<PlayedTurn> played)
    {
        var failed = played.Where(turn => turn.Failures.Count > 0).Select(turn => $"> {turn.Says}\n{turn.Reply}\n{string.Join('\n', turn.Failures)}").ToList();
        Assert.True(failed.Count == 0, string.Join("\n\n", failed));
    }

    [Fact]
    public void There_are_enough_of_them_in_both_languages()
    {
        Assert.True(Names.Count(name => name.Data.StartsWith("ru-", StringComparison.Ordinal)) >= 4);
        Assert.True(Names.Count(name => name.Data.StartsWith("en-", StringComparison.Ordinal)) >= 4);
    }
}

/// <summary>A stack whose clock can be set forward over HTTP, as with the setting <c>TestClock</c>.</summary>
public sealed class MovableClock<TStack> : IAsyncLifetime
    where TStack : TestStack, new()
{
    public TStack Stack { get; } = new() { Time = new MovableTime(TimeSpan.Zero) };

    public ValueTask InitializeAsync() => Stack.InitializeAsync();

    public ValueTask DisposeAsync() => Stack.DisposeAsync();
}
