using System.Collections.Concurrent;
using System.Text;
using Aimi.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>A collector on this machine that speaks OTLP over HTTP: keeps the spans that it is sent, and all that it was sent, byte by byte.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _bodies = [];
    private readonly ConcurrentQueue<OtlpSpan> _spans = [];
    private volatile TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OtlpReceiver(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <summary>All spans that came until now.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. _spans];

    public static async Task<OtlpReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/traces", receiver.TakeTraces);
        app.MapPost("/v1/metrics", async context => { await receiver.Take(context); });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>The first span that is meant, once it is there.</summary>
    public async Task<OtlpSpan> Span(string what, Func<OtlpSpan, bool> meant)
    {
        try
        {
            while (true)
            {
                var more = _more.Task;
                if (_spans.FirstOrDefault(meant) is { } span)
                    return span;
                await more.WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);
            }
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"No span: {what}. There are: {string.Join(", ", _spans.Select(span => span.Name).Distinct(StringComparer.Ordinal))}", late);
        }
    }

    /// <summary>All that is below a span, however deep, as far as it came until now.</summary>
    public IReadOnlyList<OtlpSpan> Below(OtlpSpan span)
    {
        var all = Spans.Where(other => other.TraceId == span.TraceId).ToLookup(other => other.ParentId, StringComparer.Ordinal);
        return [.. Under(span.SpanId)];

        IEnumerable<OtlpSpan> Under(string id) => all[id].SelectMany(child => Under(child.SpanId).Prepend(child));
    }

    /// <summary>Whether these words are anywhere in what was sent, traces and metrics.</summary>
    public bool Holds(string words) => _bodies.Any(body => Encoding.UTF8.GetString(body).Contains(words, StringComparison.Ordinal));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeTraces(HttpContext context)
    {
        foreach (var span in OtlpSpan.ReadAll(await Take(context)))
            _spans.Enqueue(span);
        Interlocked.Exchange(ref _more, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private async Task<byte[]> Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var bytes = body.ToArray();
        _bodies.Enqueue(bytes);
        return bytes;
    }
}
