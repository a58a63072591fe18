using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aimi.Accounts.SignIn;
using Aimi.Tests.Accounts.SignIn.Passkeys;
using Aimi.Tests.Accounts.SignIn.Providers;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Accounts.SignIn;

public sealed class EmbeddedReauthenticationTests(EmbeddedProviders stack) : ReauthenticationSuite(stack), IClassFixture<EmbeddedProviders>;

public sealed class ServerReauthenticationTests(ServerProviders stack) : ReauthenticationSuite(stack), IClassFixture<ServerProviders>;

/// <summary>Somebody has a session that is not theirs: a device that lies open, a token that was read. What they could keep of it is refused to them.</summary>
public abstract class ReauthenticationSuite(ProvidersStack stack)
{
    private static readonly TimeSpan JustOver = Reauthentication.Fresh + TimeSpan.FromSeconds(1);

    /// <summary>All that outlasts the session that it is asked from.</summary>
    public static TheoryData<string, string, string> Lasting => new()
    {
        { "POST", "/auth/tokens", """{"name":"mine now"}""" },
        { "POST", "/auth/passkeys/options", "{}" },
        { "POST", "/auth/passkeys", """{"ticket":"x","credential":{}}""" },
        { "POST", "/auth/identities/exchange", """{"code":"x"}""" },
        { "POST", "/auth/identities/apple", """{"identity_token":"x","nonce":"x"}""" },
        { "POST", "/auth/identities/oidc/house", """{"id_token":"x","nonce":"x"}""" },
        { "DELETE", "/auth/passkeys/0195d7a0-0000-7000-8000-000000000000", "" },
        { "DELETE", "/auth/identities/0195d7a0-0000-7000-8000-000000000000", "" },
        { "PATCH", "/me", """{"email":null}""" },
        { "DELETE", "/me", "" },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task What_lasts_is_refused_to_a_session_that_is_old_and_done_once_it_is_proved_whose_it_is(string method, string path, string body)
    {
        var token = Access(await stack.SignIn());
        Assert.NotEqual(HttpStatusCode.Forbidden, await Fresh(method, path, body));

        stack.Time.Advance(JustOver);
        await TestPerson.Problem(await Ask(token, method, path, body), 403, "reauthentication_required");
        Assert.Equal(204, (int)(await Prove(token)).StatusCode);
        Assert.NotEqual(HttpStatusCode.Forbidden, (await Ask(token, method, path, body)).StatusCode);
    }

    [Fact]
    public async Task All_else_goes_on_and_so_does_what_takes_rights_away()
    {
        var email = await stack.Account();
        var token = Access(await stack.SignIn(email));
        var made = await TestPerson.Json(await stack.Post("/auth/tokens", new { name = "script" }, token));
        var phone = await stack.SignIn(email);
        stack.Time.Advance(JustOver);

        await TestPerson.Json(await Ask(token, "PATCH", "/me", """{"display_name":"Аня"}"""));
        await TestPerson.Json(await Ask(token, "PATCH", "/me", $$"""{"email":"{{email}}"}"""));
        Assert.Equal(204, (int)(await stack.Delete($"/auth/tokens/{made["id"]}", token)).StatusCode);
        Assert.Equal(204, (int)(await stack.Delete($"/auth/sessions/{phone["session_id"]}", token)).StatusCode);
        Assert.Equal(204, (int)(await stack.Post("/auth/password", new { current_password = AccountsStack.Password, new_password = "кит под лестницей 9" }, token)).StatusCode);
    }

    [Fact]
    public async Task A_proof_is_good_for_ten_minutes_and_for_the_session_that_gave_it()
    {
        var email = await stack.Account();
        var (mine, other) = (await stack.SignIn(email), await stack.SignIn(email));
        stack.Time.Advance(JustOver);
        Assert.Equal(204, (int)(await Prove(Access(mine))).StatusCode);
        await TestPerson.Json(await Token(Access(mine)));
        await TestPerson.Problem(await Token(Access(other)), 403, "reauthentication_required");

        // New tokens of the same session are no proof.
        mine = await TestPerson.Json(await stack.Refresh(mine));
        stack.Time.Advance(JustOver);
        await TestPerson.Problem(await Token(Access(mine)), 403, "reauthentication_required");
    }

    [Fact]
    public async Task A_password_can_not_be_guessed_here_either()
    {
        var token = Access(await stack.SignIn());
        stack.Time.Advance(JustOver);
        for (var guess = 0; guess < 5; guess++)
            await TestPerson.Problem(await Prove(token, $"guess {guess}"), 403, "wrong_password");
        await TestPerson.Problem(await Prove(token), 403, "wrong_password");
        await TestPerson.Problem(await Prove(token, new string('x', 100_000)), 403, "wrong_password");
        await TestPerson.Problem(await Token(token), 403, "reauthentication_required");
    }

    [Fact]
    public async Task A_script_proves_nothing()
    {
        var made = await TestPerson.Json(await Token(Access(await stack.SignIn())));
        await TestPerson.Problem(await Prove((string)made["token"]!), 403, "forbidden");
        await TestPerson.Problem(await Ask((string)made["token"]!, "PATCH", "/me", """{"email":null}"""), 403, "reauthentication_required");
        await TestPerson.Problem(await stack.Post("/auth/reauthenticate", new { password = AccountsStack.Password }), 401, "unauthenticated");
    }

    [Fact]
    public async Task A_passkey_proves_its_own_person_once()
    {
        var (mine, theirs) = (Access(await stack.SignIn()), Access(await stack.SignIn()));
        using Authenticator my = new(), their = new();
        await Register(my, mine);
        await Register(their, theirs);
        stack.Time.Advance(JustOver);

        await TestPerson.Problem(await Sign(their, mine), 422, "passkey_refused");
        await TestPerson.Problem(await Token(mine), 403, "reauthentication_required");
        var begun = await TestPerson.Json(await stack.Post("/auth/passkeys/sign-in/options", new { }));
        var signed = new { ticket = (string)begun["ticket"]!, credential = my.Get(begun["options"]!) };
        Assert.Equal(204, (int)(await stack.Post("/auth/reauthenticate/passkey", signed, mine)).StatusCode);
        await TestPerson.Json(await Token(mine));
        await TestPerson.Problem(await stack.Post("/auth/reauthenticate/passkey", signed, mine), 422, "passkey_refused");
    }

    [Fact]
    public async Task An_account_of_a_provider_proves_whose_it_is()
    {
        stack.Provider.Subject = ProvidersStack.NewSubject();
        using var browser = stack.Browser();
        var mine = Access(await TestPerson.Json(await browser.Post("/auth/exchange", new { code = await Code(browser) })));
        stack.Time.Advance(JustOver);

        var code = await Code(browser);
        Assert.Equal(204, (int)(await browser.Post("/auth/reauthenticate/exchange", new { code }, mine)).StatusCode);
        await TestPerson.Json(await Token(mine));
        await TestPerson.Problem(await browser.Post("/auth/reauthenticate/exchange", new { code }, mine), 401, "unauthenticated");

        var stranger = Access(await stack.SignIn());
        stack.Time.Advance(JustOver);
        await TestPerson.Problem(await browser.Post("/auth/reauthenticate/exchange", new { code = await Code(browser) }, stranger), 422, "identity_refused");
        await TestPerson.Problem(await Token(stranger), 403, "reauthentication_required");
    }

    [Fact]
    public async Task An_app_proves_it_by_the_identity_token_that_it_got_itself()
    {
        var subject = ProvidersStack.NewSubject();
        var byApple = Access(await stack.SignedInWithApple(subject));
        await TestPerson.Json(await House("/auth/identities/oidc/house", subject, byApple));
        var (byHouse, stranger) = (Access(await stack.SignedInWithApple(subject)), Access(await stack.SignIn()));
        stack.Time.Advance(JustOver);

        Assert.Equal(204, (int)(await Apple(subject, byApple)).StatusCode);
        await TestPerson.Json(await Token(byApple));
        Assert.Equal(204, (int)(await House("/auth/reauthenticate/oidc/house", subject, byHouse)).StatusCode);
        await TestPerson.Json(await Token(byHouse));

        await TestPerson.Problem(await Apple(subject, stranger), 422, "identity_refused");
        await TestPerson.Problem(await House("/auth/reauthenticate/oidc/house", subject, stranger), 422, "identity_refused");
        await TestPerson.Problem(await Token(stranger), 403, "reauthentication_required");
    }

    private static string Access(JsonNode tokens) => (string)tokens["access_token"]!;

    private Task<HttpResponseMessage> Prove(string token, string password = AccountsStack.Password) => stack.Post("/auth/reauthenticate", new { password }, token);

    private Task<HttpResponseMessage> Token(string token) => stack.Post("/auth/tokens", new { name = "script" }, token);

    private async Task<HttpStatusCode> Fresh(string method, string path, string body) => (await Ask(Access(await stack.SignIn()), method, path, body)).StatusCode;

    private Task<HttpResponseMessage> Ask(string token, string method, string path, string body) => stack.Client(token).SendAsync(
        new HttpRequestMessage(new HttpMethod(method), path) { Content = body.Length == 0 ? null : JsonContent.Create(JsonNode.Parse(body)) }, Stop);

    private async Task<HttpResponseMessage> Apple(string subject, string token)
    {
        var nonce = await stack.Nonce("/auth/apple");
        return await stack.Post("/auth/reauthenticate/apple", new { identity_token = stack.AppleToken(subject, nonce), nonce }, token);
    }

    private async Task<HttpResponseMessage> House(string path, string subject, string token)
    {
        var nonce = await stack.Nonce("/auth/oidc/house");
        return await stack.Post(path, new { id_token = stack.Provider.Tokens.Token(stack.Provider.Tokens.Claims(TestProvider.AppClientId, subject, nonce)), nonce }, token);
    }

    private async Task Register(Authenticator authenticator, string token)
    {
        var begun = await TestPerson.Json(await stack.Post("/auth/passkeys/options", new { }, token));
        await TestPerson.Json(await stack.Post("/auth/passkeys", new { ticket = (string)begun["ticket"]!, credential = authenticator.Create(begun["options"]!) }, token));
    }

    private async Task<HttpResponseMessage> Sign(Authenticator authenticator, string token)
    {
        var begun = await TestPerson.Json(await stack.Post("/auth/passkeys/sign-in/options", new { }));
        return await stack.Post("/auth/reauthenticate/passkey", new { ticket = (string)begun["ticket"]!, credential = authenticator.Get(begun["options"]!) }, token);
    }

    private static async Task<string> Code(TestBrowser browser)
    {
        var back = await browser.Sent(await browser.Sent(await browser.Sent("/auth/oidc/house/start?return=/")));
        return back[(back.IndexOf("#sign_in=", StringComparison.Ordinal) + "#sign_in=".Length)..];
    }
}
