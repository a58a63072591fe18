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

    [Fact]
    public async Task The_browsable_contract_shows_the_operations_and_asks_nobody_else()
    {
        await using var context = await browser.Chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        var elsewhere = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_aimi.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                elsewhere.Add(request.Url);
        };

        await page.GotoAsync(new Uri(_aimi.Address, "/docs").ToString());

        await Assertions.Expect(page.GetByText("/chat/send").First).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Empty(elsewhere);
        await Assertions.Expect(page.GetByText("Ask AI")).ToHaveCountAsync(0);
    }

    private static async Task Say(IPage page, string text)
    {
        await page.Locator("#text").FillAsync(text);
        await page.Locator("#text").PressAsync("Enter");
    }
}
