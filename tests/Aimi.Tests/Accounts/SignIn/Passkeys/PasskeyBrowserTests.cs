using System.Text;
using System.Text.Json;
using Aimi.Tests.Accounts.SignIn.Providers;
using Aimi.Tests.Console;
using Microsoft.Playwright;

namespace Aimi.Tests.Accounts.SignIn.Passkeys;

/// <summary>Passkeys as a real browser makes and uses them, with Chromium's own virtual authenticator.</summary>
[Collection(nameof(ConsoleBrowser))]
public sealed class PasskeyBrowserTests(ConsoleBrowser browser, EmbeddedProviders stack) : IClassFixture<EmbeddedProviders>
{
    /// <summary>What a page of Aimi's does, in the words of the platform.</summary>
    private const string Script =
        """
        async ({ path, method, token }) => {
            const call = async (url, body) => {
                const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) };
                const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
                const json = await answer.json();
                if (!answer.ok) throw new Error(`${answer.status} ${JSON.stringify(json)}`);
                return json;
            };
            const { ticket, options } = await call(`${path}/options`, {});
            const publicKey = method === 'create' ? PublicKeyCredential.parseCreationOptionsFromJSON(options) : PublicKeyCredential.parseRequestOptionsFromJSON(options);
            const credential = await navigator.credentials[method]({ publicKey });
            return JSON.stringify(await call(path, { ticket, credential: credential.toJSON() }));
        }
        """;

    [Fact]
    public async Task The_console_offers_providers_and_passkeys_and_signs_in_with_one()
    {
        await using var context = await browser.Chromium.NewContextAsync(new() { BypassCSP = true, Locale = "ru-RU" });
        await context.RouteAsync($"{ProvidersStack.PublicUrl}/**", Serve);
        var page = await context.NewPageAsync();
        var (protocol, authenticator) = await Authenticator(context, page);
        await page.GotoAsync($"{ProvidersStack.PublicUrl}/health/live");
        await Call(page, "/auth/passkeys", "create", (string)(await stack.SignIn())["access_token"]!);

        // Who comes back too late is told so, and the code does not stay in the address.
        await page.GotoAsync($"{ProvidersStack.PublicUrl}/#sign_in=long-gone");
        await Assertions.Expect(page.Locator("#sign-in-trouble")).ToContainTextAsync("слишком много времени");
        Assert.Equal($"{ProvidersStack.PublicUrl}/", page.Url);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Войти через Дом" })).ToHaveAttributeAsync("href", "auth/oidc/house/start?return=/");

        await page.GetByRole(AriaRole.Button, new() { Name = "Войти с ключом доступа" }).ClickAsync();
        await Assertions.Expect(page.Locator("#text")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#sign-in")).ToBeHiddenAsync();

        // In the account another can be added, or it be taken away, by who proves with it who they are.
        stack.Time.Advance(TimeSpan.FromMinutes(11));
        await page.GetByRole(AriaRole.Button, new() { Name = "Учётная запись", Exact = true }).ClickAsync();
        var passkeys = page.Locator("#account-passkeys li");
        await Assertions.Expect(passkeys).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Добавить ключ доступа" }).ClickAsync();
        await Assertions.Expect(page.Locator("#reauthenticate").GetByRole(AriaRole.Button, new() { Name = "Войти через Дом" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ключом доступа" }).ClickAsync();
        await Assertions.Expect(page.Locator("#account-trouble")).ToContainTextAsync("уже добавлен");
        await page.GetByRole(AriaRole.Button, new() { Name = "Добавить ключ доступа" }).ClickAsync();
        await Assertions.Expect(page.Locator("#account-trouble")).ToContainTextAsync("уже добавлен");
        await passkeys.GetByRole(AriaRole.Button, new() { Name = "Убрать" }).ClickAsync();
        await Assertions.Expect(passkeys).ToHaveTextAsync(["Пока пусто"]);
        await protocol.SendAsync("WebAuthn.clearCredentials", new() { ["authenticatorId"] = authenticator });
        await page.GetByRole(AriaRole.Button, new() { Name = "Добавить ключ доступа" }).ClickAsync();
        await Assertions.Expect(passkeys.GetByRole(AriaRole.Button, new() { Name = "Убрать" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Chromium_makes_a_passkey_and_signs_in_with_it_and_not_once_it_is_gone()
    {
        // No page of Aimi's has this script: that it may run is the test's affair.
        await using var context = await browser.Chromium.NewContextAsync(new() { BypassCSP = true });

        // The public name, by TLS as far as the page can tell, is served by the process on this machine.
        await context.RouteAsync($"{ProvidersStack.PublicUrl}/**", Serve);
        var page = await context.NewPageAsync();
        var (protocol, authenticator) = await Authenticator(context, page);
        await page.GotoAsync($"{ProvidersStack.PublicUrl}/health/live");

        var mine = await stack.SignIn();
        var made = await Call(page, "/auth/passkeys", "create", (string)mine["access_token"]!);
        var signedIn = await Call(page, "/auth/passkeys/sign-in", "get", token: null);
        Assert.Equal((string)mine["user_id"]!, signedIn.GetProperty("user_id").GetString());

        // The authenticator counts: the second time it has to be more than the first.
        await Call(page, "/auth/passkeys/sign-in", "get", token: null);
        var credentials = (await protocol.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = authenticator }))!.Value;
        Assert.Equal("aimi.example.com", Assert.Single(credentials.GetProperty("credentials").EnumerateArray()).GetProperty("rpId").GetString());

        // It knows that it is here already.
        var again = await Assert.ThrowsAsync<PlaywrightException>(() => Call(page, "/auth/passkeys", "create", (string)mine["access_token"]!));
        Assert.Contains("InvalidStateError", again.Message, StringComparison.Ordinal);

        Assert.Equal(204, (int)(await stack.Delete($"/auth/passkeys/{made.GetProperty("id").GetString()}", (string)mine["access_token"]!)).StatusCode);
        var gone = await Assert.ThrowsAsync<PlaywrightException>(() => Call(page, "/auth/passkeys/sign-in", "get", token: null));
        Assert.Contains("401", gone.Message, StringComparison.Ordinal);
    }

    /// <summary>One that is part of the device, and of which the person is always there.</summary>
    private static async Task<(ICDPSession Protocol, string Id)> Authenticator(IBrowserContext context, IPage page)
    {
        var protocol = await context.NewCDPSessionAsync(page);
        await protocol.SendAsync("WebAuthn.enable");
        var added = await protocol.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        return (protocol, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    private async Task Serve(IRoute route)
    {
        var asked = route.Request;
        var headers = await asked.AllHeadersAsync();
        using var http = stack.Client(headers.GetValueOrDefault("authorization")?["Bearer ".Length..]);
        using var request = new HttpRequestMessage(new HttpMethod(asked.Method), new Uri(asked.Url).PathAndQuery);
        request.Headers.Host = new Uri(asked.Url).Authority;
        if (asked.PostData is { } body)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.Add("Origin", ProvidersStack.PublicUrl);
        }

        using var answer = await http.SendAsync(request);
        await route.FulfillAsync(new()
        {
            Status = (int)answer.StatusCode,
            ContentType = answer.Content.Headers.ContentType?.ToString(),
            Body = await answer.Content.ReadAsStringAsync(),
        });
    }

    private static async Task<JsonElement> Call(IPage page, string path, string method, string? token) =>
        JsonDocument.Parse(await page.EvaluateAsync<string>(Script, new { path, method, token })).RootElement;
}
