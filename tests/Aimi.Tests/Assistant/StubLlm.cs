using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Assistant;

/// <summary>A server on this machine that speaks OpenAI's streaming protocol, as a test tells it to.</summary>
internal sealed class StubLlm : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubLlm(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    /// <summary>What is answered; a test may change it.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => Say(context, "Hello");

    public ConcurrentQueue<(string Path, string Authorization, string Body)> Asked { get; } = [];

    public static async Task<StubLlm> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new StubLlm(app);
        app.Run(stub.Serve);
        await app.StartAsync(TestContext.Current.CancellationToken);
        stub.Url = new Uri(app.Urls.First() + "/v1");
        return stub;
    }

    /// <summary>A whole answer in pieces.</summary>
    public static async Task Say(HttpContext context, params string[] pieces)
    {
        foreach (var piece in pieces)
            await Piece(context, piece);
        await Finish(context);
    }

    public static Task Piece(HttpContext context, string text) =>
        Event(context, $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"stub","choices":[{"index":0,"delta":{"role":"assistant","content":"{{text}}"},"finish_reason":null}]}""");

    public static async Task Finish(HttpContext context)
    {
        await Event(context, """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"stub","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
        await Event(context, """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"stub","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""");
        await Event(context, "[DONE]");
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Serve(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Asked.Enqueue((context.Request.Path, context.Request.Headers.Authorization.ToString(), await reader.ReadToEndAsync()));
        await Answer(context);
    }

    private static async Task Event(HttpContext context, string data)
    {
        if (!context.Response.HasStarted)
            context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
