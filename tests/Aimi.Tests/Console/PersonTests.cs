using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aimi.Hosting;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.Playwright;

namespace Aimi.Tests.Console;

/// <summary>What Aimi says of her own accord is in the language and zone of <c>/me</c>: how the console comes to tell them, before the real program.</summary>
[Collection(nameof(ConsoleBrowser))]
public sealed class PersonTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private const string UnknownZone = """
        const { resolvedOptions } = Intl.DateTimeFormat.prototype;
        Intl.DateTimeFormat.prototype.resolvedOptions = function () { return { ...resolvedOptions.call(this), timeZone: 'Mars/Olympus' }; };
        """;

    private readonly SqliteDatabase _database = new();
    private readonly ConcurrentQueue<string> _changes = [];
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly List<IBrowserContext> _contexts = [];
    private AimiProcess _aimi = null!;
    private HttpClient _http = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _aimi = await AimiProcess.Start(_database, redis: null, asOwner: true);
        _http = new HttpClient { BaseAddress = _aimi.Address };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts)
            await context.DisposeAsync();
        _http.Dispose();
        await _aimi.DisposeAsync();
        await _database.DisposeAsync();
        Assert.Empty(_errors);
    }

    [Theory]
    [InlineData("ru-RU", "Asia/Yekaterinburg", "English", "en", "Русский")]
    [InlineData("en-GB", "Europe/London", "Русский", "ru", "English")]
    public async Task What_nobody_told_is_as_the_browser_has_it_and_then_as_it_is_chosen(string locale, string zone, string other, string chosen, string own)
    {
        Assert.Equal(["timezone", "locale"], (await Me())["guessed"]!.AsArray().Select(name => (string)name!));
        var page = await Visit(locale, zone);
        await Becomes(page, locale, zone);
        Assert.Null((await Me())["guessed"]);
        Assert.Equal(2, _changes.Count);

        await Choose(page, other);
        await Becomes(page, chosen, zone);
        await Choose(page, own);
        await Becomes(page, locale, zone);
        Assert.All(_changes.Skip(2), change => Assert.DoesNotContain("timezone", change, StringComparison.Ordinal));

        // Once: another browser, elsewhere, changes nothing any more.
        var told = _changes.Count;
        await Visit("en-US", "America/New_York");
        Assert.Equal((locale, zone, told), (Locale(await Me()), Zone(await Me()), _changes.Count));
    }

    [Fact]
    public async Task What_was_set_stays_and_the_rest_is_told()
    {
        using var set = await _http.PatchAsJsonAsync("/me", new { timezone = "Asia/Tokyo" }, Cancel);
        Assert.Equal(["locale"], (await Me())["guessed"]!.AsArray().Select(name => (string)name!));
        await Becomes(await Visit("ru-RU", "Europe/Moscow"), "ru-RU", "Asia/Tokyo");
        Assert.Equal(["""{"locale":"ru-RU"}"""], _changes);
    }

    [Fact]
    public async Task A_zone_that_the_server_does_not_know_keeps_nobody_from_their_language()
    {
        var zone = Zone(await Me());
        await Becomes(await Visit("ru-RU", "Europe/Moscow", UnknownZone), "ru-RU", zone);
        Assert.Equal(["timezone"], (await Me())["guessed"]!.AsArray().Select(name => (string)name!));
    }

    [Fact]
    public async Task The_demonstration_keeps_the_language_and_the_zone_that_it_is_told_in()
    {
        var before = await Me();
        Assert.Equal(0, await SeedCommand.Run(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Database"] = _database.ConnectionString, ["Data"] = _database.DataFolder }, Cancel));
        await Visit("ru-RU", "Asia/Yekaterinburg");
        Assert.Equal((Locale(before), Zone(before)), (Locale(await Me()), Zone(await Me())));
        Assert.Empty(_changes);
    }

    /// <summary>Returns when the page has asked who is there, and is done with what follows.</summary>
    private async Task<IPage> Visit(string locale, string zone, string? script = null)
    {
        var context = await browser.Chromium.NewContextAsync(new() { Locale = locale, TimezoneId = zone });
        _contexts.Add(context);
        if (script is not null)
            await context.AddInitScriptAsync(script);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => _errors.Enqueue(error);
        page.Request += (_, request) =>
        {
            if (request.Method == "PATCH")
                _changes.Enqueue(request.PostData!);
        };
        await page.RunAndWaitForResponseAsync(() => page.GotoAsync(_aimi.Address.ToString()), response => response.Url.EndsWith("/me", StringComparison.Ordinal));
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        return page;
    }

    private static Task Choose(IPage page, string language) => page.GetByRole(AriaRole.Button, new() { Name = language, Exact = true }).ClickAsync();

    private static async Task Becomes(IPage page, string locale, string zone) => await page.WaitForFunctionAsync(
        "([locale, zone]) => fetch('/me').then(r => r.json()).then(me => me.locale === locale && me.timezone === zone)", new[] { locale, zone });

    private async Task<JsonNode> Me() => (await _http.GetFromJsonAsync<JsonNode>("/me", Cancel))!;

    private static string Locale(JsonNode me) => (string)me["locale"]!;

    private static string Zone(JsonNode me) => (string)me["timezone"]!;
}
