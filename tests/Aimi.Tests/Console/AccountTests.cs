using System.IO.Compression;
using System.Net;
using Aimi.Tests.Accounts.SignIn;
using Microsoft.Playwright;

namespace Aimi.Tests.Console;

/// <summary>What a person sees of their account in the console, and does to it.</summary>
[Collection(nameof(ConsoleBrowser))]
public sealed class ConsoleAccountTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private readonly EmbeddedAccounts _accounts = new();

    private IBrowserContext? _context;

    private IPage Page { get; set; } = null!;

    public ValueTask InitializeAsync() => _accounts.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_context is not null)
            await _context.DisposeAsync();
        await _accounts.DisposeAsync();
    }

    [Theory]
    [InlineData("ru-RU", "Учётная запись", "Выйти на нём", "это устройство")]
    [InlineData("en-GB", "Account", "Sign it out", "this device")]
    public async Task Another_device_is_signed_out_and_this_one_is_named(string locale, string open, string signOut, string here)
    {
        var email = await _accounts.Account();
        var phone = await _accounts.SignIn(email, "iPhone");
        await Enter(email, locale);
        await Button(open).ClickAsync();

        var devices = Page.Locator("#account-sessions li");
        await Assertions.Expect(devices).ToHaveCountAsync(2);
        await Assertions.Expect(devices.Filter(new() { HasText = here }).GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await devices.Filter(new() { HasText = "iPhone" }).GetByRole(AriaRole.Button, new() { Name = signOut }).ClickAsync();

        await Assertions.Expect(devices).ToHaveCountAsync(1);
        using var refused = await _accounts.Refresh(phone);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_token_is_told_once_lets_a_script_in_and_is_revoked()
    {
        await Enter(await _accounts.Account());
        await Button("Account").ClickAsync();
        await Page.Locator("#account-token input").FillAsync("backup script");
        await Button("Make a token").ClickAsync();
        await Assertions.Expect(Page.Locator("#account-secret")).ToBeVisibleAsync();
        var token = await Page.Locator("#account-secret").InputValueAsync();
        Assert.Equal(HttpStatusCode.OK, await Me(token));

        await Page.Keyboard.PressAsync("Escape");
        await Button("Account").ClickAsync();
        await Assertions.Expect(Page.Locator("#account-secret")).ToBeHiddenAsync();
        Assert.DoesNotContain(token, await Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(await Page.Locator("#account-secret").InputValueAsync());

        var tokens = Page.Locator("#account-tokens li");
        await tokens.Filter(new() { HasText = "backup script" }).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(tokens).ToHaveTextAsync(["None yet"]);
        _accounts.Time.Advance(TimeSpan.FromSeconds(5)); // for so long a token may be known to a replica
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(token));
    }

    [Fact]
    public async Task The_password_is_changed_by_who_knows_it()
    {
        const string Next = "кит под лестницей 9";
        var email = await _accounts.Account();
        await Enter(email);
        await Button("Account").ClickAsync();

        await ChangePassword("не тот пароль", Next);
        await Assertions.Expect(Page.Locator("#account-trouble")).ToContainTextAsync("not the current password");
        await ChangePassword(AccountsStack.Password, Next);
        await Assertions.Expect(Page.Locator("#account-password [name=current]")).ToBeEmptyAsync();
        await Assertions.Expect(Page.Locator("#account-trouble")).ToBeEmptyAsync();

        using var old = await _accounts.Post("/auth/sign-in", new { email, password = AccountsStack.Password });
        using var changed = await _accounts.Post("/auth/sign-in", new { email, password = Next });
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (old.StatusCode, changed.StatusCode));
    }

    [Fact]
    public async Task A_person_takes_all_along_and_goes()
    {
        var email = await _accounts.Account();
        await Enter(email);
        await Button("Account").ClickAsync();

        var download = await Page.RunAndWaitForDownloadAsync(() => Button("Download everything").ClickAsync());
        await using var file = File.OpenRead(await download.PathAsync());
        await using var archive = new ZipArchive(file);
        Assert.Contains(archive.Entries, entry => entry.Name.StartsWith("users", StringComparison.Ordinal));

        // Not by a slip of the hand.
        await Button("Delete the account").ClickAsync();
        await Assertions.Expect(Page.Locator("#account")).ToBeVisibleAsync();
        await Page.Locator("#account-delete input").CheckAsync();
        await Button("Delete the account").ClickAsync();

        await Assertions.Expect(Page.Locator("#sign-in-email")).ToBeVisibleAsync();
        using var gone = await _accounts.Post("/auth/sign-in", new { email, password = AccountsStack.Password });
        Assert.Equal(HttpStatusCode.Unauthorized, gone.StatusCode);
    }

    [Fact]
    public async Task Who_signed_in_long_ago_proves_who_they_are_and_the_account_goes()
    {
        var email = await _accounts.Account();
        await Enter(email);
        _accounts.Time.Advance(TimeSpan.FromMinutes(11));
        await Button("Account").ClickAsync();
        await Page.Locator("#account-delete input").CheckAsync();
        await Button("Delete the account").ClickAsync();

        await Prove("не тот пароль");
        await Assertions.Expect(Page.Locator("#reauthenticate-trouble")).ToContainTextAsync("not the password");
        await Assertions.Expect(Page.Locator("#app")).ToBeVisibleAsync();
        await Prove(AccountsStack.Password);

        await Assertions.Expect(Page.Locator("#sign-in-email")).ToBeVisibleAsync();
        using var gone = await _accounts.Post("/auth/sign-in", new { email, password = AccountsStack.Password });
        Assert.Equal(HttpStatusCode.Unauthorized, gone.StatusCode);
    }

    [Fact]
    public async Task A_device_that_somebody_found_open_makes_no_token()
    {
        await Enter(await _accounts.Account());
        _accounts.Time.Advance(TimeSpan.FromMinutes(11));
        await Button("Account").ClickAsync();
        await Page.Locator("#account-token input").FillAsync("mine now");
        await Button("Make a token").ClickAsync();
        await Button("Cancel").ClickAsync();
        await Assertions.Expect(Page.Locator("#account-trouble")).ToContainTextAsync("not proved that it is you");
        await Assertions.Expect(Page.Locator("#account-secret")).ToBeHiddenAsync();
        await Assertions.Expect(Page.Locator("#account-tokens li")).ToHaveTextAsync(["None yet"]);

        // Its owner goes on with what stands there, and is asked once.
        await Button("Make a token").ClickAsync();
        await Prove(AccountsStack.Password);
        await Assertions.Expect(Page.Locator("#account-secret")).ToBeVisibleAsync();
        await Assertions.Expect(Page.Locator("#account-trouble")).ToBeEmptyAsync();
        Assert.Equal(HttpStatusCode.OK, await Me(await Page.Locator("#account-secret").InputValueAsync()));
        Assert.Empty(await Page.Locator("#reauthenticate [name=password]").InputValueAsync());
        await Page.Locator("#account-token input").FillAsync("another");
        await Button("Make a token").ClickAsync();
        await Assertions.Expect(Page.Locator("#account-tokens li")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Who_comes_back_from_a_provider_too_late_to_add_it_stays_signed_in_and_is_told()
    {
        await Enter(await _accounts.Account());
        await Page.EvaluateAsync("sessionStorage.setItem('aimi.linking', 'house')"); // as the button of a provider does before it leaves

        await Page.GotoAsync($"{_accounts.Aimi.Address}?#sign_in=long-gone");

        await Assertions.Expect(Page.Locator("#account-trouble")).ToContainTextAsync("took too long");
        await Assertions.Expect(Page.Locator("#app")).ToBeVisibleAsync();
        Assert.DoesNotContain("long-gone", Page.Url, StringComparison.Ordinal);
        Assert.Null(await Page.EvaluateAsync<string?>("sessionStorage.getItem('aimi.linking')"));
    }

    private async Task Enter(string email, string locale = "en-GB")
    {
        _context = await browser.Chromium.NewContextAsync(new() { Locale = locale });
        Page = await _context.NewPageAsync();
        await Page.GotoAsync(_accounts.Aimi.Address.ToString());
        await Page.Locator("#sign-in-email").FillAsync(email);
        await Page.Locator("#sign-in-password").FillAsync(AccountsStack.Password);
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Page.Locator("#text")).ToBeFocusedAsync();
    }

    private async Task Prove(string password)
    {
        await Page.Locator("#reauthenticate [name=password]").FillAsync(password);
        await Button("Go on").ClickAsync();
    }

    private async Task ChangePassword(string current, string next)
    {
        await Page.Locator("#account-password [name=current]").FillAsync(current);
        await Page.Locator("#account-password [name=next]").FillAsync(next);
        await Button("Change the password").ClickAsync();
    }

    private async Task<HttpStatusCode> Me(string token)
    {
        using var answer = await _accounts.Get("/me", token);
        return answer.StatusCode;
    }

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
