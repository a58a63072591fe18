using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Accounts.SignIn.Providers;

/// <summary>A provider's server on this machine: what is common to Apple's and the others'.</summary>
internal abstract class ProviderServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private TestIssuer? _issuer;
    private int _keyRequests;

    protected ProviderServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Use(async (context, next) =>
        {
            Asked.Enqueue(context.Request.Path);
            if (IsAway)
                context.Response.StatusCode = 503;
            else
                await next(context);
        });
    }

    public string Address { get; private set; } = "";

    public TestIssuer Tokens => _issuer!;

    /// <summary>It answers nothing but that it can not.</summary>
    public bool IsAway { get; set; }

    /// <summary>The paths that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public int KeyRequests => _keyRequests;

    public async Task Start(TimeProvider time)
    {
        Map(_app);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Address = _app.Urls.First();
        _issuer = new TestIssuer(IssuerAt(Address), time);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _issuer?.Dispose();
    }

    protected abstract string IssuerAt(string address);

    protected abstract void Map(WebApplication app);

    protected IResult Keys()
    {
        Interlocked.Increment(ref _keyRequests);
        return Json(Tokens.Jwks);
    }

    protected static IResult Json(JsonNode json, int status = 200) => Results.Text(json.ToJsonString(), "application/json", statusCode: status);

    protected static IResult Error(string error) => Json(new JsonObject { ["error"] = error }, 400);
}
