using System.Collections.Concurrent;
using System.Threading.Channels;
using Aimi.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Assistant;

/// <summary>
/// A model's server on this machine that speaks OpenAI's and Anthropic's streaming protocols, as a test tells it to: <see cref="To"/> by the person's last words,
/// <see cref="Next"/> one after the other, <see cref="Reply"/> by a function of the request, <see cref="Answer"/> byte by byte.
/// </summary>
internal sealed class StubLlm : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<StubReply> _next = [];
    private readonly ConcurrentDictionary<string, StubReply[]> _scripts = new(StringComparer.Ordinal);
    private readonly Channel<StubRequest> _arrivals = Channel.CreateUnbounded<StubRequest>();

    private StubLlm(WebApplication app) => _app = app;

    /// <summary>For <c>openai:</c> models, with its <c>/v1</c>.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>For <c>anthropic:</c> models.</summary>
    public Uri AnthropicUrl => new(Url, "/");

    /// <summary>What is answered to whatever nothing else was scripted for.</summary>
    public Func<StubRequest, StubReply> Reply { get; set; } = _ => StubReply.Says("Hello");

    /// <summary>Answers in place of all scripts; null for them.</summary>
    public Func<HttpContext, Task>? Answer { get; set; }

    /// <summary>Every request, in the order of arrival.</summary>
    public ConcurrentQueue<StubRequest> Asked { get; } = [];

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

    /// <summary>The next requests are answered so, one after the other, whoever asks.</summary>
    public StubLlm Next(params StubReply[] replies)
    {
        foreach (var reply in replies)
            _next.Enqueue(reply);
        return this;
    }

    /// <summary>
    /// Where the person's last message contains these words: the first reply answers the message, the second what its tools gave, and so on. It may be
    /// asked any number of times, by any number of people at once.
    /// </summary>
    public StubLlm To(string words, params StubReply[] replies)
    {
        _scripts[words] = replies;
        return this;
    }

    /// <summary>The next request that arrives and that nobody waited for yet.</summary>
    public Task<StubRequest> Arrival() => _arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience.Longest);

    /// <summary>A whole answer of OpenAI's protocol in pieces, for <see cref="Answer"/>.</summary>
    public static async Task Say(HttpContext context, params string[] pieces)
    {
        foreach (var piece in pieces)
            await Piece(context, piece);
        await Finish(context);
    }

    public static Task Piece(HttpContext context, string text) => new OpenAiWire(context, "stub").Text(text);

    public static Task Finish(HttpContext context) => new OpenAiWire(context, "stub").Finish(StubEnd.Stop, new(1, 1));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Serve(HttpContext context)
    {
        var request = await StubRequest.Read(context);
        Asked.Enqueue(request);
        _arrivals.Writer.TryWrite(request);
        try
        {
            if (Answer is { } answer)
                await answer(context);
            else
                await Choose(request).Play(context, request);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away, which some tests are about.
        }
        finally
        {
            request.Over(context.RequestAborted.IsCancellationRequested);
        }
    }

    private StubReply Choose(StubRequest request)
    {
        var script = _scripts.FirstOrDefault(script => request.LastWords.Contains(script.Key, StringComparison.Ordinal)).Value;
        if (script is not null)
            return request.Round < script.Length ? script[request.Round] : StubReply.Says("…");
        return _next.TryDequeue(out var next) ? next : Reply(request);
    }
}
