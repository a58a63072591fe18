using System.Net.Http.Json;
using Aimi.Tests.Assistant;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Memory.Embeddings;
using Microsoft.Data.Sqlite;

namespace Aimi.Tests.Hosting;

/// <summary>A process whose model's server, or whose embedding vendor, fails and comes back; both speak their real protocols.</summary>
public sealed class HealthVendorTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("aimi-health-");
    private readonly int _port = FreePort.Find();
    private readonly HealthProbe _probe;
    private readonly HttpClient _http;

    public HealthVendorTests() =>
        (_probe, _http) = (HealthProbe.OfPort(_port), new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}"), Timeout = TimeSpan.FromSeconds(60) });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _probe.Dispose();
        _http.Dispose();
        SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_model_that_fails_is_told_until_its_circuit_closes_again()
    {
        await using var model = await StubLlm.Start();
        await using var aimi = Serve(new()
        {
            ["AIMI__Llm"] = "openai:stub,offline",
            ["AIMI__LlmKey"] = "sk-S3cret",
            ["AIMI__LlmUrl"] = model.Url.ToString(),
            ["AIMI__TestClock"] = "PT0S",
        });
        await _probe.Until(health => health.Word == "ok");

        model.Reply = _ => StubReply.Status(500);
        HealthProbe.Health failing;
        do
        {
            Assert.True((await Say("Hello")).IsSuccessStatusCode);
            failing = await _probe.Until(health => health.Of("llm") == "degraded");
        }
        while (failing.Data("llm", "circuit") != "open");

        Assert.Equal((200, "degraded", "offline", "stub"), (failing.Status, failing.Word, failing.Data("llm", "answering"), failing.Data("llm", "model")));
        Assert.Contains("Meanwhile offline answers", failing.Detail("llm"), StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", failing.Body.ToJsonString(), StringComparison.Ordinal);

        model.Reply = _ => StubReply.Says("Here I am");
        Assert.True((await _http.PostAsJsonAsync("/test/clock", new { advance = "PT31S" }, Stop)).IsSuccessStatusCode);
        Assert.Contains("Here I am", await (await Say("Hello?")).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        await _probe.Until(health => health.Of("llm") == "ok");
    }

    [Fact]
    public async Task A_model_that_nobody_stands_in_for_is_told_so()
    {
        await using var model = await StubLlm.Start();
        model.Reply = _ => StubReply.Status(401);
        await using var aimi = Serve(new() { ["AIMI__Llm"] = "openai:stub", ["AIMI__LlmKey"] = "sk-S3cret", ["AIMI__LlmUrl"] = model.Url.ToString() });
        await _probe.Until(health => health.Word == "ok");

        Assert.Equal(503, (int)(await Say("Hello")).StatusCode);
        var failing = await _probe.Until(health => health.Of("llm") == "degraded");
        Assert.Equal((200, "nobody"), (failing.Status, failing.Data("llm", "answering")));
        Assert.Contains("AIMI__LlmKey", failing.Detail("llm"), StringComparison.Ordinal);
        Assert.Contains("turns fail", failing.Detail("llm"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_embedding_vendor_that_refuses_fails_its_worker_and_what_waits_is_counted()
    {
        await using var vendor = await StubVendor.Start();
        var answer = vendor.Answer;
        vendor.Answer = (context, _) => StubVendor.Refuse(context, 401);
        await using var aimi = Serve(new() { ["AIMI__Embeddings"] = "openai:stub", ["AIMI__EmbeddingsKey"] = StubVendor.Key, ["AIMI__EmbeddingsUrl"] = vendor.Url.ToString() });
        await _probe.Until(health => health.Word == "ok");

        Assert.True((await _http.PostAsJsonAsync("/memory", new { content = "Allergic to nuts" }, Stop)).IsSuccessStatusCode);
        var failing = await _probe.Until(health => health.Of("memory") == "degraded" && health.Data("workers", "ailing") == "embedding");
        Assert.Equal((200, "degraded"), (failing.Status, failing.Word));
        Assert.Contains("AIMI__EmbeddingsKey", failing.Detail("memory"), StringComparison.Ordinal);
        Assert.Contains("found by their words", failing.Detail("memory"), StringComparison.Ordinal);
        Assert.DoesNotContain(StubVendor.Key, failing.Body.ToJsonString(), StringComparison.Ordinal);

        vendor.Answer = answer;
        await _probe.Until(health => health.Word == "ok");
    }

    private Task<HttpResponseMessage> Say(string text) => _http.PostAsJsonAsync("/chat/send", new { text }, Stop);

    private AimiProgram Serve(Dictionary<string, string> settings) =>
        AimiProgram.Run(new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["AIMI__Port"] = $"{_port}" }, "serve", "--data", _data.FullName);
}
