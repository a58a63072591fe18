using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aimi.Memory.Embeddings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Memory.Embeddings;

/// <summary>A server on this machine that makes embeddings over the protocol that OpenAI and Voyage speak, as a test tells it to.</summary>
internal sealed class StubVendor : IAsyncDisposable
{
    public const string Key = "sk-secret";

    private readonly WebApplication _app;

    private StubVendor(WebApplication app)
    {
        _app = app;
        Answer = (context, asked) => Give(context, asked.Texts.Select(Vector));
    }

    public Uri Url { get; private set; } = null!;

    /// <summary>What is answered; a test may change it.</summary>
    public Func<HttpContext, Question, Task> Answer { get; set; }

    public ConcurrentQueue<Question> Asked { get; } = [];

    /// <summary>Every text that was sent, as often as it was sent.</summary>
    public IEnumerable<string> Texts => Asked.SelectMany(question => question.Texts);

    public static async Task<StubVendor> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new StubVendor(app);
        app.Run(stub.Serve);
        await app.StartAsync(TestContext.Current.CancellationToken);
        stub.Url = new Uri(app.Urls.First() + "/v1");
        return stub;
    }

    public EmbeddingOptions Options(string embeddings = "openai:stub", int? dimensions = null) =>
        new() { Embeddings = embeddings, EmbeddingsKey = Key, EmbeddingsUrl = Url.ToString(), EmbeddingsDimensions = dimensions, EmbeddingsTimeout = TimeSpan.FromSeconds(30) };

    public EmbeddingService Service(TimeProvider? time = null, string embeddings = "openai:stub", int? dimensions = null)
    {
        var options = Options(embeddings, dimensions);
        return new(VendorEmbedder.Create(options, options.Vendor!, time ?? TimeProvider.System, new Random(1)));
    }

    /// <summary>A text's vector: not of unit length, and another for each length of the text.</summary>
    public static float[] Vector(string text) => [3, 4, text.Length];

    /// <summary>The same, as Aimi keeps it.</summary>
    public static float[] Unit(string text)
    {
        var vector = Vector(text);
        var length = Math.Sqrt(vector.Sum(value => (double)value * value));
        return [.. vector.Select(value => (float)(value / length))];
    }

    public static Task Give(HttpContext context, IEnumerable<float[]> vectors) =>
        Give(context, vectors.Select((vector, index) => (index, vector)));

    public static Task Give(HttpContext context, IEnumerable<(int Index, float[] Vector)> vectors) =>
        Write(context, JsonSerializer.Serialize(new
        {
            @object = "list",
            data = vectors.Select(item => new { @object = "embedding", index = item.Index, embedding = item.Vector }),
            model = "stub",
            usage = new { prompt_tokens = 1, total_tokens = 1 },
        }));

    public static Task Write(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }

    /// <summary>Refuses, with words that repeat what nobody else may see.</summary>
    public static Task Refuse(HttpContext context, int status, string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return Write(context, """{"error":{"message":"Bad key sk-secret for: my secret wish"}}""");
    }

    /// <summary>Answers one after the other; the last one from then on.</summary>
    public void AnswerInTurn(params Func<HttpContext, Question, Task>[] answers)
    {
        var turn = -1;
        Answer = (context, asked) => answers[Math.Min(Interlocked.Increment(ref turn), answers.Length - 1)](context, asked);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Serve(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        var question = new Question(
            context.Request.Path, context.Request.Headers.Authorization.ToString(), body, [.. body["input"]!.AsArray().Select(text => (string)text!)]);
        Asked.Enqueue(question);
        await Answer(context, question);
    }

    internal sealed record Question(string Path, string Authorization, JsonNode Body, IReadOnlyList<string> Texts);
}
