using System.Net.Http.Json;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Aimi.Tests.Console;

/// <summary>A page of another origin, in the browser in which the console is open and has its cookie.</summary>
[Collection(nameof(ConsoleBrowser))]
public sealed class HostilePageTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private readonly SqliteDatabase _database = new();
    private AimiProcess _aimi = null!;
    private WebApplication _hostile = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _aimi = await AimiProcess.Start(_database, redis: null, asOwner: true);

        // Another port of the same host: to a browser the same site, which is the most that a foreign page can be.
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _hostile = builder.Build();
        _hostile.MapGet("/", () => Results.Content("<!doctype html><title>Prizes</title><body>", "text/html"));
        await _hostile.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _hostile.DisposeAsync();
        await _aimi.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("127.0.0.1")] // the same site
    [InlineData("localhost")] // another one
    public async Task It_reads_nothing_and_changes_nothing(string host)
    {
        using var http = new HttpClient { BaseAddress = _aimi.Address };
        (await http.PostAsJsonAsync("/chat/send", new { text = "Привет" }, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var before = await Session(http);
        Assert.Contains("\"count\":2", before, StringComparison.Ordinal);
        await using var context = await browser.Chromium.NewContextAsync();
        var console = await context.NewPageAsync();
        await console.GotoAsync(_aimi.Address.ToString());
        await Assertions.Expect(console.Locator("#text")).ToBeFocusedAsync();
        Assert.Contains(await context.CookiesAsync(), cookie => cookie.Name == "aimi_console" && cookie.HttpOnly);

        var page = await context.NewPageAsync();
        await page.GotoAsync($"http://{host}:{new Uri(_hostile.Urls.First()).Port}/");
        var aimi = _aimi.Address.ToString().TrimEnd('/');

        // Every way in which a page reaches another origin; each tells what it got.
        var tried = await page.EvaluateAsync<string[]>(
            """
            async aimi => {
              const tries = {
                json: () => fetch(aimi + '/chat/send', { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json' }, body: '{"text":"stolen"}' }).then(r => r.text()),
                simple: () => fetch(aimi + '/chat/send', { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{"text":"stolen"}' }).then(r => r.text()),
                end: () => fetch(aimi + '/chat/end', { method: 'POST', mode: 'no-cors', credentials: 'include' }).then(r => r.text()),
                read: () => fetch(aimi + '/me', { credentials: 'include' }).then(r => r.text()),
                opaque: () => fetch(aimi + '/me', { mode: 'no-cors', credentials: 'include' }).then(r => r.text()),
                beacon: async () => { navigator.sendBeacon(aimi + '/chat/end', new Blob(['{}'], { type: 'text/plain' })); return ''; },
                script: () => new Promise((done, fail) => { const s = document.createElement('script'); s.src = aimi + '/js/ids.js'; s.onload = () => done('ran'); s.onerror = fail; document.body.append(s); }),
                picture: () => new Promise((done, fail) => { const i = new Image(); i.onload = () => done('seen'); i.onerror = fail; i.src = aimi + '/favicon.svg'; }),
                socket: () => new Promise((done, fail) => { const w = new WebSocket(aimi.replace('http', 'ws') + '/ws/chat'); w.onmessage = m => done(m.data); w.onerror = fail; }),
              };
              const got = [];
              for (const [name, attempt] of Object.entries(tries)) {
                try { const said = await attempt(); if (said) got.push(name + ': ' + said); } catch { }
              }
              return got;
            }
            """,
            aimi);
        Assert.Empty(tried);

        // A frame around the console stays empty.
        await page.EvaluateAsync("aimi => { const f = document.createElement('iframe'); f.src = aimi; document.body.append(f); return new Promise(done => f.onload = done); }", aimi);
        Assert.Equal(0, await page.FrameLocator("iframe").Locator("#text").CountAsync());

        // A form goes where no script may, and takes the page along.
        var refused = await page.RunAndWaitForResponseAsync(
            () => page.EvaluateAsync("aimi => { const f = document.createElement('form'); f.method = 'post'; f.action = aimi + '/chat/end'; document.body.append(f); f.submit(); }", aimi),
            response => response.Request.Method == "POST");
        Assert.Equal(403, refused.Status);

        Assert.Equal(before, await Session(http));
    }

    private static Task<string> Session(HttpClient http) => http.GetStringAsync(new Uri("/chat/session", UriKind.Relative), TestContext.Current.CancellationToken);
}
