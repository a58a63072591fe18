using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.Playwright;

namespace Aimi.Tests.Console;

/// <summary>The console as its owner finds it: served by the real program, talking to it.</summary>
[Collection(nameof(ConsoleBrowser))]
public sealed class RealServerTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private readonly SqliteDatabase _database = new();
    private AimiProcess _aimi = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _aimi = await AimiProcess.Start(_database, redis: null, asOwner: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _aimi.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("ru-RU", "Привет!", "О чём сегодня поговорим?", "пока", "До встречи!")]
    [InlineData("en-GB", "Hello!", "What is on your mind today?", "bye", "Goodbye!")]
    public async Task A_person_talks_says_goodbye_and_finds_it_all_after_a_reload(
        string locale, string hello, string greeting, string bye, string goodbye)
    {
        await using var context = await browser.Chromium.NewContextAsync(new() { Locale = locale });
        var violations = new List<string>();
        await context.ExposeFunctionAsync("violated", (string what) => violations.Add(what));
        await context.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => violated(e.violatedDirective))");
        var page = await context.NewPageAsync();
        await page.GotoAsync(_aimi.Address.ToString());

        await Say(page, hello);
        await Assertions.Expect(page.Locator("#log .text").Nth(1)).ToContainTextAsync(greeting);
        await Say(page, bye);
        await Assertions.Expect(page.Locator("#log .text").Nth(3)).ToContainTextAsync(goodbye);

        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#log .text")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("#log .text").First).ToHaveTextAsync(hello);
        Assert.Empty(violations);
    }

    [Theory]
    [InlineData("ru-RU", "Созвон с командой завтра в 15 на полчаса", "завтра в 15 на полчаса", "Событие: Созвон с командой", "Отменить")]
    [InlineData("en-GB", "dentist tomorrow at 15:00 for half an hour", "tomorrow at 15:00 for half an hour", "Event: Dentist", "Undo")]
    public async Task A_sentence_is_added_as_it_was_shown_and_taken_back(string locale, string sentence, string words, string added, string undo)
    {
        await using var context = await browser.Chromium.NewContextAsync(new() { Locale = locale });
        var page = await context.NewPageAsync();
        await page.GotoAsync(_aimi.Address.ToString());
        await Assertions.Expect(page.Locator("#text")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("#quick-text").FillAsync(sentence);
        await Assertions.Expect(page.Locator("mark")).ToHaveTextAsync(words);
        await page.Locator("#quick-text").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#quick-done li")).ToContainTextAsync(added);
        using var http = new HttpClient { BaseAddress = _aimi.Address };
        var planned = Assert.Single((await Events(http)).AsArray())!;
        Assert.Equal(TimeSpan.FromMinutes(30), (DateTimeOffset)planned["end_at"]! - (DateTimeOffset)planned["start_at"]!);

        await page.GetByRole(AriaRole.Button, new() { Name = undo }).ClickAsync();
        await Assertions.Expect(page.Locator(".undone")).ToBeVisibleAsync();
        Assert.Empty((await Events(http)).AsArray());
    }

    private static async Task<JsonNode> Events(HttpClient http) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri("/events", UriKind.Relative), TestContext.Current.CancellationToken))!["items"]!;

    [Fact]
    public async Task The_browsable_contract_shows_the_operations_and_asks_nobody_else()
    {
        await using var context = await browser.Chromium.NewContextAsync();
        var (elsewhere, violations) = (new List<string>(), new List<string>());
        await context.ExposeFunctionAsync("violated", (string what) => violations.Add(what));
        await context.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => violated(`${e.violatedDirective} ${e.blockedURI}`))");
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => violations.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_aimi.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                elsewhere.Add(request.Url);
        };

        await page.GotoAsync(new Uri(_aimi.Address, "/docs").ToString());

        await Assertions.Expect(page.GetByText("/chat/send").First).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Empty(elsewhere);
        Assert.Empty(violations);
        await Assertions.Expect(page.GetByText("Ask AI")).ToHaveCountAsync(0);
    }

    private static async Task Say(IPage page, string text)
    {
        await page.Locator("#text").FillAsync(text);
        await page.Locator("#text").PressAsync("Enter");
    }
}
