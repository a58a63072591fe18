using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Reminders.Channels;

/// <summary>A receiver of webhooks on this machine that answers, or fails to, as a test tells it.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebhookReceiver(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public ConcurrentQueue<(IHeaderDictionary Headers, string Body)> Got { get; } = [];

    /// <summary>Somebody called.</summary>
    public Task Called => _called.Task;

    /// <summary>The caller hung up before the answer was over.</summary>
    public Task Left => _left.Task;

    public static async Task<WebhookReceiver> Start(Func<HttpContext, Task>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        if (answer is not null)
            receiver.Answer = answer;
        app.Run(receiver.Serve);
        await app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Url = app.Urls.First() + "/hook";
        return receiver;
    }

    public static Func<HttpContext, Task> Status(int status, params (string Name, string Value)[] headers) => context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        return Task.CompletedTask;
    };

    public static Task Silence(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted);

    /// <summary>So much of a body, and then no more of it, though it is not over.</summary>
    public static Func<HttpContext, Task> SlowBody(int status) => async context =>
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync("so far", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Silence(context);
    };

    public static Func<HttpContext, Task> EndlessBody(int status) => async context =>
    {
        context.Response.StatusCode = status;
        var more = new byte[16 * 1024];
        while (true)
            await context.Response.Body.WriteAsync(more, context.RequestAborted);
    };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Serve(HttpContext context)
    {
        context.RequestAborted.Register(() => _left.TrySetResult());
        using var reader = new StreamReader(context.Request.Body);
        Got.Enqueue((new HeaderDictionary(context.Request.Headers.ToDictionary()), await reader.ReadToEndAsync(context.RequestAborted)));
        _called.TrySetResult();
        try
        {
            await Answer(context);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            _left.TrySetResult();
        }
    }
}
