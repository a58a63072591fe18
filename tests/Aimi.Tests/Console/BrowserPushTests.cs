using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Aimi.Accounts;
using Aimi.Reminders;
using Aimi.Reminders.Push;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Playwright;

namespace Aimi.Tests.Console;

/// <summary>
/// Reminders in the browser, with the real program, the real page and the real service worker. Only the push service between them is left out: what
/// would be sealed for it is handed to the browser by its debugging protocol.
/// </summary>
[Collection(nameof(ConsoleBrowser))]
public sealed class BrowserPushTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private const string Endpoint = "https://push.example.org/subscription";

    // A browser of this kind, which nobody is signed in to, subscribes at no push service.
    private const string Subscribing = $$"""
        const keys = { p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4', auth: 'BTBZMqHH6r4Tts7J_aSIgg' };
        const subscription = {
          toJSON: () => ({ endpoint: '{{Endpoint}}', expirationTime: null, keys }),
          unsubscribe: async () => { localStorage.removeItem('subscribed'); return true; },
        };
        PushManager.prototype.getSubscription = async () => localStorage.getItem('subscribed') ? subscription : null;
        PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
          if (!userVisibleOnly) throw new Error('It would be refused.');
          localStorage.setItem('subscribed', applicationServerKey);
          return subscription;
        };
        addEventListener('securitypolicyviolation', event => violated(`${event.violatedDirective} ${event.blockedURI}`));
        """;

    private readonly SqliteDatabase _database = new();
    private readonly PushService _service = new();
    private readonly List<string> _violations = [];
    private AimiProcess _aimi = null!;
    private IBrowserContext _context = null!;
    private IPage _page = null!;

    private ILocator Switch => _page.Locator("#notify");

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _aimi = await AimiProcess.Start(_database, redis: null, asOwner: true, services: services =>
        {
            services.RemoveAll<IPushSender>();
            services.AddSingleton<IPushSender>(_service);
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_context is not null)
            await _context.DisposeAsync();
        await _aimi.DisposeAsync();
        await _database.DisposeAsync();
        Assert.Empty(_violations);
    }

    [Theory]
    [InlineData("ru-RU", "Напоминания в этом браузере")]
    [InlineData("en-GB", "Reminders in this browser")]
    public async Task The_switch_subscribes_this_browser_and_takes_it_back(string locale, string label)
    {
        await Visit(locale);
        await Assertions.Expect(Switch).ToHaveAttributeAsync("aria-label", label);
        await Assertions.Expect(Switch).ToHaveAttributeAsync("aria-pressed", "false");
        await TurnOn();

        var device = Assert.Single((await Get("/devices"))["items"]!.AsArray())!;
        Assert.Equal(("web", locale[..2], "Europe/Moscow", true), ((string?)device["platform"], (string?)device["locale"], (string?)device["timezone"], (bool)device["active"]!));
        Assert.Equal(["assistant_message", "push"], (await Get("/me"))["channels"]!.AsArray().Select(channel => (string)channel!));
        Assert.Equal((string?)(await Get("/push/vapid-public-key"))["public_key"], await _page.EvaluateAsync<string>("localStorage.getItem('subscribed')"));

        // It is spoken to in the language that the page is switched to.
        var other = locale[..2] == "ru" ? "en" : "ru";
        await _page.RunAndWaitForResponseAsync(
            () => _page.Locator($".top [data-language={other}]").ClickAsync(), response => response.Url.EndsWith("/devices", StringComparison.Ordinal) && response.Request.Method == "POST");
        Assert.Equal(other, (string?)Assert.Single((await Get("/devices"))["items"]!.AsArray())!["locale"]);

        // Each launch registers it anew.
        var registered = _page.WaitForResponseAsync(response => response.Url.EndsWith("/devices", StringComparison.Ordinal) && response.Request.Method == "POST");
        await _page.ReloadAsync();
        Assert.Equal(200, (await registered).Status);
        await Assertions.Expect(Switch).ToHaveAttributeAsync("aria-pressed", "true");

        await Switch.ClickAsync();
        await Assertions.Expect(Switch).ToHaveAttributeAsync("aria-pressed", "false");
        await _page.WaitForFunctionAsync("fetch('/me').then(r => r.json()).then(me => !me.channels.includes('push'))");
        Assert.Empty((await Get("/devices"))["items"]!.AsArray());
        Assert.Null(await _page.EvaluateAsync<string?>("localStorage.getItem('subscribed')"));
    }

    [Fact]
    public async Task Whoever_forbids_notifications_is_told_how_to_allow_them()
    {
        await Visit("en-GB", allowed: false);
        await _page.EvaluateAsync("Notification.requestPermission = async () => 'denied'");
        await Switch.ClickAsync();
        await Assertions.Expect(_page.Locator(".toast strong")).ToContainTextAsync("does not allow notifications");
        await Assertions.Expect(Switch).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Empty((await Get("/devices"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_push_is_shown_and_answered_while_the_page_does_nothing()
    {
        await Visit("ru-RU");
        await TurnOn();
        var task = await Remind("Позвонить маме");
        var push = await _service.Next();
        await Deliver(push);

        var shown = Assert.Single(await Shown(1));
        Assert.Equal(("Позвонить маме", "Готово, Через 10 минут"), ((string?)shown!["title"], (string?)shown["actions"]));
        await Click("done");
        Assert.Equal("completed", (string?)(await Get($"/tasks/{task}"))["status"]);

        // What was answered so can not be answered otherwise: the notification comes back and says so.
        await Deliver(push);
        await Shown(1);
        await Click("snooze10");
        Assert.Equal("Не получилось. Попробуйте ещё раз.", (string?)Assert.Single(await Shown(1))!["body"]);
    }

    private async Task Visit(string locale, bool allowed = true)
    {
        _context = await browser.Chromium.NewContextAsync(new() { Locale = locale, TimezoneId = "Europe/Moscow", Permissions = allowed ? ["notifications"] : [] });
        await _context.ExposeFunctionAsync("violated", (string what) => _violations.Add(what));
        await _context.AddInitScriptAsync(Subscribing);
        _page = await _context.NewPageAsync();

        // Stricter than the page is served with now: no string becomes a script's address but by name.
        await _page.RouteAsync(_aimi.Address.ToString(), async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Headers = new Dictionary<string, string>(answer.Headers) { ["content-security-policy"] = "default-src 'self'; require-trusted-types-for 'script'" } });
        });
        await _page.GotoAsync(_aimi.Address.ToString());
        await Assertions.Expect(_page.Locator("#text")).ToBeFocusedAsync();
    }

    private async Task TurnOn()
    {
        await Switch.ClickAsync();
        await Assertions.Expect(Switch).ToHaveAttributeAsync("aria-pressed", "true");
    }

    private async Task<Guid> Remind(string title)
    {
        var at = TimeProvider.System.GetUtcNow().AddSeconds(2).ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var reminder = await _page.EvaluateAsync<JsonElement>(
            "body => fetch('/reminders', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).then(r => r.json())", new { title, at });
        return reminder.GetProperty("event_id").GetGuid();
    }

    private async Task<JsonNode> Get(string path) => JsonNode.Parse(await _page.EvaluateAsync<string>("path => fetch(path).then(r => r.text())", path))!;

    private async Task Deliver(byte[] push)
    {
        var debugging = await _context.NewCDPSessionAsync(_page);
        var registered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        debugging.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            if (told?.GetProperty("registrations") is { ValueKind: JsonValueKind.Array } all && all.GetArrayLength() > 0)
                registered.TrySetResult(all[0].GetProperty("registrationId").GetString()!);
        };
        await debugging.SendAsync("ServiceWorker.enable");
        await debugging.SendAsync("ServiceWorker.deliverPushMessage", new Dictionary<string, object>
        {
            ["origin"] = _aimi.Address.GetLeftPart(UriPartial.Authority),
            ["registrationId"] = await registered.Task.WaitAsync(Patience.Longest, TestContext.Current.CancellationToken),
            ["data"] = Encoding.UTF8.GetString(push),
        });
        await debugging.DetachAsync();
    }

    /// <summary>The notifications, once there are so many.</summary>
    private async Task<JsonArray> Shown(int count)
    {
        var shown = await _page.WaitForFunctionAsync(
            """
            count => navigator.serviceWorker.ready.then(registration => registration.getNotifications()).then(all => all.length === count
              && JSON.stringify(all.map(({ title, body, actions }) => ({ title, body, actions: actions.map(action => action.title).join(', ') }))))
            """,
            count);
        return JsonNode.Parse(await shown.JsonValueAsync<string>())!.AsArray();
    }

    /// <summary>A button of the notification, as the browser tells the worker of it; returns when the worker is done with that.</summary>
    private Task Click(string action) => InWorker($$"""
        (async () => {
          const [notification] = await self.registration.getNotifications();
          const waits = [];
          self.dispatchEvent(Object.assign(new Event('notificationclick'), { action: '{{action}}', notification, waitUntil: promise => waits.push(promise) }));
          await Promise.all(waits);
        })()
        """);

    // Playwright for .NET knows no service workers: the protocol beneath it does.
    private async Task InWorker(string script)
    {
        var debugging = await browser.Chromium.NewBrowserCDPSessionAsync();
        var done = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        debugging.Event("Target.receivedMessageFromTarget").OnEvent += (_, told) =>
        {
            // The answer, among what the worker tells of itself.
            if (told!.Value.GetProperty("message").GetString() is { } message && JsonNode.Parse(message)!["id"] is not null)
                done.TrySetResult(message);
        };
        var targets = (await debugging.SendAsync("Target.getTargets"))!.Value.GetProperty("targetInfos").EnumerateArray();
        var worker = targets.Single(target => target.GetProperty("type").GetString() == "service_worker"
            && target.GetProperty("url").GetString()!.StartsWith(_aimi.Address.ToString(), StringComparison.Ordinal));
        var session = (await debugging.SendAsync("Target.attachToTarget", new Dictionary<string, object> { ["targetId"] = worker.GetProperty("targetId").GetString()! }))!.Value;
        await debugging.SendAsync("Target.sendMessageToTarget", new Dictionary<string, object>
        {
            ["sessionId"] = session.GetProperty("sessionId").GetString()!,
            ["message"] = JsonSerializer.Serialize(new { id = 1, method = "Runtime.evaluate", @params = new { expression = script, awaitPromise = true } }),
        });
        var answer = await done.Task.WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("exceptionDetails", answer, StringComparison.Ordinal);
        await debugging.DetachAsync();
    }

    private sealed class PushService : IPushSender
    {
        private readonly Channel<byte[]> _pushed = Channel.CreateUnbounded<byte[]>();

        public DevicePlatform Platform => DevicePlatform.Web;

        public async Task<PushResult> Send(Device device, PushMessage message, CancellationToken cancellationToken)
        {
            Assert.Equal(Endpoint, device.Token);
            await _pushed.Writer.WriteAsync(message.ForBrowser(), cancellationToken);
            return DeliveryResult.Delivered();
        }

        public async Task<byte[]> Next()
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(Patience.Longest);
            return await _pushed.Reader.ReadAsync(patience.Token);
        }
    }
}
