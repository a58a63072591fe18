using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;

namespace Aimi.Tests.Console;

/// <summary>
/// A page of the console before a scripted server. Whatever a test is about, it also fails on a violation of the content security policy,
/// an uncaught script error or a request to anywhere but the server.
/// </summary>
[Collection(nameof(ConsoleBrowser))]
public abstract class ConsoleTest(ConsoleBrowser browser) : IAsyncLifetime
{
    /// <summary>The day on which all of it happens: in Moscow, the page's time zone, 21:30 on a Sunday.</summary>
    protected static readonly DateTimeOffset Now = new(2026, 3, 15, 18, 30, 0, TimeSpan.Zero);

    private readonly ConcurrentBag<string> _complaints = [];
    private readonly List<IBrowserContext> _contexts = [];

    protected ConsoleServer Server { get; private set; } = null!;

    protected IPage Page { get; private set; } = null!;

    protected ILocator Text => Page.Locator("#text");

    protected ILocator Log => Page.Locator("#log");

    protected ILocator Rows => Page.Locator("#log .row");

    protected ILocator State => Page.Locator("#state-text");

    public async ValueTask InitializeAsync() => Server = await ConsoleServer.Start(new FakeTimeProvider(Now));

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts) await context.DisposeAsync();
        await Server.DisposeAsync();
        Assert.Empty(_complaints);
        GC.SuppressFinalize(this);
    }

    protected async Task<IPage> Visit(string locale = "en-GB", int width = 1100, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await browser.Chromium.NewContextAsync(new()
        {
            Locale = locale,
            TimezoneId = "Europe/Moscow",
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = height },
        });
        _contexts.Add(context);
        await context.ExposeFunctionAsync("violated", (string what) => _complaints.Add(what));
        await context.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => violated(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`))");
        Page = await context.NewPageAsync();
        await Page.Clock.SetFixedTimeAsync(Now.UtcDateTime);
        Page.PageError += (_, error) => _complaints.Add(error);
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Server.Address, StringComparison.Ordinal)) _complaints.Add("asked " + request.Url);
        };
        Page.WebSocket += (_, socket) =>
        {
            if (!string.Equals(new Uri(socket.Url).Authority, new Uri(Server.Address).Authority, StringComparison.Ordinal)) _complaints.Add("asked " + socket.Url);
        };
        await Page.GotoAsync(Server.Address);
        return Page;
    }

    /// <summary>Types and sends; gives the frame that reached the server.</summary>
    protected async Task<JsonObject> Send(string text)
    {
        await Text.FillAsync(text);
        await Text.PressAsync("Enter");
        return await Server.Next("send");
    }

    /// <summary>The log holds exactly these messages, in this order.</summary>
    protected Task Shows(params string[] texts) => Expect(Page.Locator("#log .text")).ToHaveTextAsync(texts);

    protected static string? ClientId(JsonObject frame) => (string?)frame["client_message_id"];

    protected static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    protected ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
