using Aimi.Accounts.SignIn;
using Aimi.Tests.Accounts.SignIn;
using Aimi.Tests.Infrastructure;
using Microsoft.Playwright;

namespace Aimi.Tests.Console;

/// <summary>The console where people have accounts.</summary>
[Collection(nameof(ConsoleBrowser))]
public sealed class ConsoleSignInTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private readonly EmbeddedAccounts _accounts = new();

    public ValueTask InitializeAsync() => _accounts.InitializeAsync();

    public ValueTask DisposeAsync() => _accounts.DisposeAsync();

    [Theory]
    [InlineData("ru-RU", "Войти", "Адрес и пароль не подходят", "Выйти", "Привет!", "О чём")]
    [InlineData("en-GB", "Sign in", "do not go together", "Sign out", "Hello!", "What is on your mind")]
    public async Task Somebody_signs_in_talks_comes_back_and_signs_out(string locale, string enter, string refusal, string leave, string hello, string greeting)
    {
        var email = await _accounts.Account();
        await using var context = await browser.Chromium.NewContextAsync(new() { Locale = locale });
        var page = await context.NewPageAsync();
        await page.GotoAsync(_accounts.Aimi.Address.ToString());

        await page.Locator("#sign-in-email").FillAsync(email);
        await page.Locator("#sign-in-password").FillAsync("не тот пароль");
        await page.GetByRole(AriaRole.Button, new() { Name = enter, Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#sign-in-trouble")).ToContainTextAsync(refusal);
        await Assertions.Expect(page.Locator("#app")).ToBeHiddenAsync();

        await page.Locator("#sign-in-password").FillAsync(AccountsStack.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = enter, Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#text")).ToBeFocusedAsync();
        Assert.True(await page.Locator("#text").EvaluateAsync<bool>("text => text.clientHeight >= text.scrollHeight && text.scrollHeight > 20"), "The line to write in is cut off.");
        await page.Locator("#text").FillAsync(hello);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#log .text").Nth(1)).ToContainTextAsync(greeting);

        // The cookie signs in, and what the page may read does not hold a token.
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#log .text")).ToHaveCountAsync(2);
        Assert.DoesNotContain("aimi_", await page.EvaluateAsync<string>("JSON.stringify({ ...localStorage, cookie: document.cookie })"), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = leave, Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#sign-in-email")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#log .text")).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#sign-in-email")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_is_new_is_known_by_the_browsers_language_and_zone_and_nothing_is_told_before()
    {
        var email = await _accounts.Account(new Newcomer("Аня", Timezone: null, Locale: null));
        await using var context = await browser.Chromium.NewContextAsync(new() { Locale = "en-GB", TimezoneId = "Asia/Yekaterinburg" });
        var page = await context.NewPageAsync();
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync(_accounts.Aimi.Address.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Русский", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Войти", Exact = true })).ToBeVisibleAsync();

        await page.RunAndWaitForResponseAsync(() => Enter(page, email), response => response.Request is { Method: "PATCH", PostData: "{\"locale\":\"ru\"}" });
        Assert.Equal(("ru", "Asia/Yekaterinburg"), await Known(email));
        Assert.True(First("/me") > First("/auth/sign-in"));

        int First(string path) => asked.FindIndex(url => url.EndsWith(path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_told_their_language_and_zone_keeps_them()
    {
        var email = await _accounts.Account();
        await using var context = await browser.Chromium.NewContextAsync(new() { Locale = "en-GB", TimezoneId = "Europe/London" });
        var page = await context.NewPageAsync();
        await page.GotoAsync(_accounts.Aimi.Address.ToString());
        await page.RunAndWaitForResponseAsync(() => Enter(page, email), response => response.Url.EndsWith("/me", StringComparison.Ordinal));
        await page.ReloadAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Equal(("ru", "Europe/Moscow"), await Known(email));
    }

    private static async Task Enter(IPage page, string email)
    {
        await page.Locator("#sign-in-email").FillAsync(email);
        await page.Locator("#sign-in-password").FillAsync(AccountsStack.Password);
        await page.Keyboard.PressAsync("Enter");
    }

    private async Task<(string Locale, string Zone)> Known(string email)
    {
        var me = await TestPerson.Json(await _accounts.Get("/me", (string)(await _accounts.SignIn(email))["access_token"]!));
        return ((string)me["locale"]!, (string)me["timezone"]!);
    }
}
