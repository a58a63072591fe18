namespace Aimi.Bench.Servers;

/// <summary>An OTLP collector that takes everything and keeps nothing.</summary>
internal sealed class CollectorSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _bytes;

    private CollectorSink(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>How much was taken.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public static async Task<CollectorSink> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var sink = new CollectorSink(builder.Build());
        sink._app.Run(sink.Take);
        await sink._app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // An empty answer is an empty message: all was accepted.
    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Interlocked.Add(ref _bytes, body.Length);
        context.Response.ContentType = "application/x-protobuf";
    }
}
