using System.Globalization;
using Aimi.Assistant.Llm;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Hosting.Doctor;
using Aimi.Memory.Embeddings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Hosting;

/// <summary>What the doctor finds out of the models' servers by asking for their lists, which costs nothing.</summary>
public sealed class DoctorModelTests : IAsyncLifetime
{
    private const string Key = "sk-S3cret";

    private readonly WebApplication _server;
    private readonly List<string> _asked = [];
    private Func<HttpContext, IResult> _answer = _ => Results.Json(new { data = new[] { new { id = "good" }, new { id = "llama:8b" } } });

    public DoctorModelTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(async context =>
        {
            var key = context.Request.Headers.Authorization is [{ } bearer] ? bearer : $"x-api-key {context.Request.Headers["x-api-key"]} {context.Request.Headers["anthropic-version"]}";
            _asked.Add($"{context.Request.Method} {context.Request.Path} {key}");
            await _answer(context).ExecuteAsync(context);
        });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Url => _server.Urls.First();

    public async ValueTask InitializeAsync() => await _server.StartAsync(Cancel);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Each_is_asked_for_its_list_with_its_key_in_its_own_way()
    {
        var findings = await Llm("openai:good,anthropic:llama", $"{Key},{Key}-2", $"{Url}/v1,{Url}");
        Assert.Equal(["Llm.Answers", "Llm.Answers"], findings.Select(finding => finding.Key));
        Assert.Equal("Embeddings.Answers", (await Embeddings("openai:good")).Key);
        Assert.Equal([$"GET /v1/models Bearer {Key}", $"GET /v1/models x-api-key {Key}-2 2023-06-01", $"GET /v1/models Bearer {Key}"], _asked);
    }

    [Theory]
    [InlineData(401, "KeyRefused", Verdict.Broken)]
    [InlineData(403, "KeyRefused", Verdict.Broken)]
    [InlineData(404, "Listens", Verdict.Fine)]
    [InlineData(200, "Listens", Verdict.Fine)] // and a page that is no list
    [InlineData(307, "Elsewhere", Verdict.Broken)]
    [InlineData(429, "Failing", Verdict.Doubtful)]
    [InlineData(503, "Failing", Verdict.Doubtful)]
    public async Task What_it_answers_is_told_in_both_languages_with_how_to_mend_it_and_without_the_key(int status, string key, object verdict)
    {
        _answer = context =>
        {
            context.Response.Headers.Location = "http://elsewhere.invalid/";
            return Results.Text($"<p>{Key}", statusCode: status);
        };
        foreach (var (finding, what) in new[] { (Assert.Single(await Llm("openai:good", Key, $"{Url}/v1")), "Llm"), (await Embeddings("openai:good"), "Embeddings") })
        {
            Assert.Equal(((Verdict)verdict, $"{what}.{key}"), (finding.Verdict, finding.Key));
            IsTold(finding);
        }
    }

    [Fact]
    public async Task A_name_that_it_does_not_list_is_doubted()
    {
        var finding = Assert.Single(await Llm("openai:other", Key, $"{Url}/v1"));
        Assert.Equal((Verdict.Doubtful, "Llm.Unlisted"), (finding.Verdict, finding.Key));
        IsTold(finding);
        finding = await Embeddings("openai:other");
        Assert.Equal((Verdict.Doubtful, "Embeddings.Unlisted"), (finding.Verdict, finding.Key));
        IsTold(finding);
    }

    [Fact]
    public async Task One_that_nobody_runs_is_broken()
    {
        var finding = Assert.Single(await Llm("openai:good", Key, "http://127.0.0.1:1/v1"));
        Assert.Equal((Verdict.Broken, "Llm.Silent"), (finding.Verdict, finding.Key));
        IsTold(finding);
        finding = await Embeddings("openai:good", "http://127.0.0.1:1/v1");
        Assert.Equal((Verdict.Broken, "Embeddings.Silent"), (finding.Verdict, finding.Key));
        IsTold(finding);
    }

    [Fact]
    public async Task Aimi_herself_asks_nobody()
    {
        Assert.Equal("Llm.Offline", Assert.Single(await Llm("offline", key: null, url: null)).Key);
        Assert.Equal("Embeddings.Offline", (await Embeddings("offline")).Key);
        Assert.Empty(_asked);
    }

    private static void IsTold(Finding finding)
    {
        var told = new List<string>();
        foreach (var culture in new[] { CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo("ru") })
        {
            CultureInfo.CurrentUICulture = culture;
            var words = DoctorCommand.Words(finding);
            Assert.Equal(finding.Verdict != Verdict.Fine, words.Contains('→', StringComparison.Ordinal));
            Assert.DoesNotContain("S3cret", words, StringComparison.Ordinal);
            told.Add(words);
        }

        Assert.NotEqual(told[0], told[1]);
    }

    private static async Task<List<Finding>> Llm(string llm, string? key, string? url)
    {
        var findings = new List<Finding>();
        await AssistantCheckup.Examine(new LlmOptions { Llm = llm, LlmKey = key, LlmUrl = url }, findings.Add, Cancel);
        return findings;
    }

    private async Task<Finding> Embeddings(string embeddings, string? url = null)
    {
        var findings = new List<Finding>();
        await AssistantCheckup.Examine(new EmbeddingOptions { Embeddings = embeddings, EmbeddingsKey = Key, EmbeddingsUrl = url ?? $"{Url}/v1" }, findings.Add, Cancel);
        return Assert.Single(findings);
    }
}
