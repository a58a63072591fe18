using Aimi.Bench.Scenarios;
using Aimi.Hosting;
using Aimi.Tests.Assistant.Llm;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Assistant;

/// <summary>
/// Whole conversations with a model that does what stands in the file, over each vendor's protocol, <c>Scenarios/Scripted/*.md</c>: what it does well, where it
/// errs, and where it says what is not so. The offline assistant stands behind it.
/// </summary>
public sealed class ScriptedScenarioTests : IAsyncDisposable
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "Aimi.Tests", "Assistant", "Scenarios", "Scripted");

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("aimi-test-");

    public static IEnumerable<TheoryDataRow<string, string>> Names =>
        from file in Directory.EnumerateFiles(Folder, "*.md").Order(StringComparer.Ordinal)
        from wire in StubModels.Wires
        select new TheoryDataRow<string, string>(Path.GetFileNameWithoutExtension(file), wire.Data);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_conversation_with_a_model_goes_as_one_would_wish(string name, string wire)
    {
        var scenario = Scenario.Read(Path.Combine(Folder, $"{name}.md"));
        Assert.True(scenario.Turns >= 10, "A scenario has ten turns or more.");
        await using var stub = await StubLlm.Start();
        var model = new ScenarioModel(stub);
        await using var app = await Start(stub, wire);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        var played = await new ScenarioRun(http, wording: true, model.Hear).Play(scenario, Cancellation);

        ScenarioSuite.AssertHeld(played);
        Assert.Equal(0, model.Left);
    }

    [Fact]
    public void There_is_one_in_each_language() =>
        Assert.Equal(["en", "ru"], Names.Select(name => name.Data.Item1[..2]).Distinct().Order(StringComparer.Ordinal));

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<WebApplication> Start(StubLlm stub, string wire)
    {
        var overrides = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database"] = null,
            ["Redis"] = null,
            ["Data"] = _data.FullName,
            ["Port"] = "0",
            ["TestClock"] = "PT0S",
            ["Llm"] = $"{wire}:stub-model,offline",
            ["LlmKey"] = StubModels.Key,
            ["LlmUrl"] = $"{(wire == "openai" ? stub.Url : stub.AnthropicUrl)}",
        };
        var app = Program.Build(overrides, builder => builder.Logging.ClearProviders());
        await app.StartAsync(Cancellation);
        await app.Services.GetRequiredService<Readiness>().Ready.WaitAsync(Cancellation);
        return app;
    }
}
