using Aimi.Tests.Accounts.SignIn;
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
}
