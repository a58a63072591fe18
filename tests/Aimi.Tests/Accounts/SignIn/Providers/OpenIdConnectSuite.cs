using System.Text.Json.Nodes;
using Aimi.Accounts.SignIn.OpenIdConnect;
using Aimi.Tests.Infrastructure;
using Microsoft.AspNetCore.WebUtilities;

namespace Aimi.Tests.Accounts.SignIn.Providers;

public sealed class EmbeddedOpenIdConnectTests(EmbeddedProviders stack) : OpenIdConnectSuite(stack), IClassFixture<EmbeddedProviders>;

public sealed class ServerOpenIdConnectTests(ServerProviders stack) : OpenIdConnectSuite(stack), IClassFixture<ServerProviders>;

/// <summary>Signing in with a provider, before one that holds to the protocol, and before one that does not.</summary>
public abstract class OpenIdConnectSuite(ProvidersStack stack)
{
    private const string Start = "/auth/oidc/house/start?return=/docs";

    public static TheoryData<string> Attacks => TokenAttacks.Names;

    [Fact]
    public async Task A_page_comes_back_with_a_code_for_tokens_and_the_person_is_the_same_the_next_time()
    {
        Someone(new JsonObject { ["name"] = "Аня", ["email"] = "Anna@Example.com", ["email_verified"] = true });
        using var browser = stack.Browser();
        var back = await Return(browser);
        Assert.StartsWith("/docs#sign_in=", back, StringComparison.Ordinal);
        var signedIn = await TestPerson.Json(await browser.Post("/auth/exchange", new { code = Code(back), device = "Firefox", timezone = "Asia/Tokyo", locale = "en-GB" }));
        var me = await TestPerson.Json(await browser.Get("/me", (string)signedIn["access_token"]!));
        Assert.Equal(("Аня", "anna@example.com"), ((string)me["display_name"]!, (string?)me["email"]));
        Assert.Equal(("Asia/Tokyo", "en-GB"), ((string)me["timezone"]!, (string)me["locale"]!));

        using var elsewhere = stack.Browser();
        var again = await TestPerson.Json(await elsewhere.Post("/auth/exchange", new { code = Code(await Return(elsewhere)), device = "Safari", cookie = true }));
        Assert.Equal((string)signedIn["user_id"]!, (string)again["user_id"]!);
        Assert.Null(again["refresh_token"]);
    }

    [Fact]
    public async Task A_name_of_any_length_keeps_nobody_out()
    {
        Someone(new JsonObject { ["name"] = new string('я', 1_500) });
        using var browser = stack.Browser();
        var signedIn = await TestPerson.Json(await browser.Post("/auth/exchange", new { code = Code(await Return(browser)) }));
        Assert.Equal("", (string)(await TestPerson.Json(await browser.Get("/me", (string)signedIn["access_token"]!)))["display_name"]!);
    }

    [Fact]
    public async Task Where_browsers_come_by_https_the_refresh_token_goes_by_nothing_else()
    {
        // As behind a proxy that takes the TLS off.
        var answer = await stack.Post("/auth/sign-in", new { email = await stack.Account(), password = AccountsStack.Password, cookie = true });
        Assert.Contains("; secure", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_provider_is_asked_by_the_protocol()
    {
        using var browser = stack.Browser();
        var asked = QueryHelpers.ParseQuery(new Uri(await browser.Sent(Start)).Query);
        Assert.Equal("openid email profile", asked["scope"].ToString());
        Assert.Equal($"{ProvidersStack.PublicUrl}/auth/oidc/house/callback", asked["redirect_uri"].ToString());
        var second = QueryHelpers.ParseQuery(new Uri(await browser.Sent(Start)).Query);
        foreach (var name in new[] { "state", "nonce", "code_challenge" })
        {
            Assert.Equal(43, asked[name].ToString().Length);
            Assert.NotEqual(asked[name], second[name]);
        }
    }

    [Fact]
    public async Task An_answer_that_was_not_asked_for_or_not_by_this_browser_signs_nobody_in()
    {
        Someone();
        using var browser = stack.Browser();
        using var stranger = stack.Browser();
        var answer = await Answer(browser);
        Assert.Equal("/#sign_in_error=expired", await stranger.Sent("/auth/oidc/house/callback?state=x&code=y"));
        Assert.Equal("/#sign_in_error=expired", await stranger.Sent("/auth/oidc/house/callback"));
        Assert.Equal("/#sign_in_error=expired", await browser.Sent(answer.Replace("state=", "state=A", StringComparison.Ordinal)));

        // Someone began, and has another's browser end it: even one that began a sign-in of its own.
        await stranger.Sent(Start);
        Assert.Equal("/#sign_in_error=expired", await stranger.Sent(answer));

        // It was looked at once: it is over for the one who began it, too.
        Assert.Equal("/#sign_in_error=expired", await browser.Sent(answer));
        Assert.DoesNotContain("/token", stack.Provider.Asked.Skip(stack.Provider.Asked.ToList().LastIndexOf("/authorize")));
    }

    [Fact]
    public async Task An_answer_is_good_once_soon_and_for_its_own_provider()
    {
        Someone();
        using var browser = stack.Browser();
        var answer = await Answer(browser);
        Assert.StartsWith("/docs#sign_in=", await browser.Sent(answer), StringComparison.Ordinal);
        Assert.Equal("/#sign_in_error=expired", await browser.Sent(answer));
        Assert.Equal("/#sign_in_error=expired", await browser.Sent((await Answer(browser)).Replace("/house/", "/other/", StringComparison.Ordinal)));

        answer = await Answer(browser);
        stack.Time.Advance(OpenIdConnectFlow.Life);
        Assert.Equal("/#sign_in_error=expired", await browser.Sent(answer));
    }

    [Fact]
    public async Task A_providers_code_is_good_once()
    {
        Someone();
        using var browser = stack.Browser();
        var used = await Answer(browser);
        await browser.Sent(used);
        var code = QueryHelpers.ParseQuery(new Uri(used).Query)["code"].ToString();
        var state = QueryHelpers.ParseQuery(new Uri(await browser.Sent(Start)).Query)["state"].ToString();
        Assert.Equal("/docs#sign_in_error=refused", await browser.Sent($"/auth/oidc/house/callback?state={state}&code={code}"));

        // And one that was stolen before its owner came with it lacks the verifier of the thief's own sign-in.
        code = QueryHelpers.ParseQuery(new Uri(await Answer(browser)).Query)["code"].ToString();
        state = QueryHelpers.ParseQuery(new Uri(await browser.Sent(Start)).Query)["state"].ToString();
        Assert.Equal("/docs#sign_in_error=refused", await browser.Sent($"/auth/oidc/house/callback?state={state}&code={code}"));
    }

    [Fact]
    public async Task A_code_for_tokens_is_good_once_soon_and_in_its_own_browser()
    {
        Someone();
        using var browser = stack.Browser();
        using var stranger = stack.Browser();
        await stranger.Sent(Start);
        var code = Code(await Return(browser));
        await TestPerson.Problem(await stranger.Post("/auth/exchange", new { code }), 401, "unauthenticated");
        await TestPerson.Problem(await browser.Post("/auth/exchange", new { code }), 401, "unauthenticated");

        code = Code(await Return(browser));
        await TestPerson.Json(await browser.Post("/auth/exchange", new { code }));
        await TestPerson.Problem(await browser.Post("/auth/exchange", new { code }), 401, "unauthenticated");

        code = Code(await Return(browser));
        stack.Time.Advance(OpenIdConnectFlow.ExchangeLife);
        await TestPerson.Problem(await browser.Post("/auth/exchange", new { code }), 401, "unauthenticated");
    }

    [Theory]
    [InlineData("//evil.example.com")]
    [InlineData("https://evil.example.com")]
    [InlineData("/\\evil.example.com")]
    [InlineData("\\\\evil.example.com")]
    [InlineData("/\t/evil.example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("~/x")]
    [InlineData("x")]
    [InlineData("/x#sign_in=y")]
    public async Task Nobody_is_sent_back_elsewhere(string elsewhere)
    {
        using var browser = stack.Browser();
        await TestPerson.Problem(await browser.Get($"/auth/oidc/house/start?return={Uri.EscapeDataString(elsewhere)}"), 400, "validation_failed");
    }

    [Fact]
    public async Task An_answer_in_anothers_name_is_not_brought_to_the_provider()
    {
        Someone();
        using var browser = stack.Browser();
        var redeemed = stack.Provider.Asked.Count(path => path == "/token");
        var answer = await Answer(browser);
        var mixedUp = answer[..answer.IndexOf("&iss=", StringComparison.Ordinal)] + "&iss=https%3A%2F%2Fevil.example.com";
        Assert.Equal("/docs#sign_in_error=refused", await browser.Sent(mixedUp));

        // A provider that always says who it is does not fail to.
        stack.Provider.Metadata["authorization_response_iss_parameter_supported"] = true;
        stack.Time.Advance(Kept<string>.Freshness);
        try
        {
            answer = await Answer(browser);
            Assert.Equal("/docs#sign_in_error=refused", await browser.Sent(answer[..answer.IndexOf("&iss=", StringComparison.Ordinal)]));
            Assert.Equal(redeemed, stack.Provider.Asked.Count(path => path == "/token"));
        }
        finally
        {
            stack.Provider.Metadata.Remove("authorization_response_iss_parameter_supported");
            stack.Time.Advance(Kept<string>.Freshness);
        }
    }

    [Theory]
    [InlineData("iss", "https://evil.example.com")]
    [InlineData("aud", "org.example.aimi")]
    [InlineData("azp", "org.example.aimi")]
    [InlineData("nonce", "another")]
    [InlineData("sub", "")]
    public async Task What_the_provider_gives_for_a_code_has_to_hold_too(string claim, string value)
    {
        Someone();
        using var browser = stack.Browser();
        stack.Provider.Tamper = claims => claims[claim] = value;
        try
        {
            Assert.Equal("/docs#sign_in_error=refused", await Return(browser));
        }
        finally
        {
            stack.Provider.Tamper = null;
        }
    }

    [Fact]
    public async Task Who_changes_their_mind_or_finds_the_provider_away_comes_back()
    {
        Someone();
        using var browser = stack.Browser();
        var state = QueryHelpers.ParseQuery(new Uri(await browser.Sent(Start)).Query)["state"].ToString();
        Assert.Equal("/docs#sign_in_error=cancelled", await browser.Sent($"/auth/oidc/house/callback?state={state}&error=access_denied"));
        Assert.Equal("/#sign_in_error=unavailable", await browser.Sent("/auth/oidc/other/start"));

        var answer = await Answer(browser);
        stack.Provider.IsAway = true;
        try
        {
            Assert.Equal("/docs#sign_in_error=unavailable", await browser.Sent(answer));
        }
        finally
        {
            stack.Provider.IsAway = false;
        }

        await TestPerson.Problem(await browser.Get("/auth/oidc/unheard-of/start"), 404, "not_found");
        await TestPerson.Problem(await browser.Get("/auth/oidc/unheard-of/callback"), 404, "not_found");
    }

    [Fact]
    public async Task A_provider_that_wants_the_secret_in_the_form_gets_it_there()
    {
        Someone();
        stack.Provider.Metadata["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post");
        stack.Time.Advance(Kept<string>.Freshness);
        using var browser = stack.Browser();
        Assert.StartsWith("/docs#sign_in=", await Return(browser), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_provider_says_of_itself_is_not_believed_in_anothers_name()
    {
        stack.Provider.Metadata["issuer"] = "https://evil.example.com";
        stack.Time.Advance(Kept<string>.Usable);
        try
        {
            using var browser = stack.Browser();
            Assert.Equal("/docs#sign_in_error=unavailable", await browser.Sent(Start));
        }
        finally
        {
            stack.Provider.Metadata.Remove("issuer");
            stack.Time.Advance(Kept<string>.PauseAfterFailure);
        }
    }

    [Fact]
    public async Task An_app_brings_the_token_that_it_got_itself()
    {
        var (subject, nonce) = (ProvidersStack.NewSubject(), await stack.Nonce("/auth/oidc/house"));
        var claims = stack.Provider.Tokens.Claims(TestProvider.AppClientId, subject, ProvidersStack.Hash(nonce));
        claims["name"] = "Боря";
        var token = stack.Provider.Tokens.Token(claims);
        var signedIn = await TestPerson.Json(await SignIn(token, nonce));
        Assert.Equal("Боря", (string?)(await TestPerson.Json(await stack.Get("/me", (string)signedIn["access_token"]!)))["display_name"]);
        await TestPerson.Problem(await SignIn(token, nonce), 401, "unauthenticated");

        // Apple's person of the same name is another.
        Assert.NotEqual((string)signedIn["user_id"]!, (string)(await stack.SignedInWithApple(subject))["user_id"]!);
    }

    [Theory, MemberData(nameof(Attacks))]
    public async Task A_token_lets_nobody_in_that_is(string attack)
    {
        var nonce = await stack.Nonce("/auth/oidc/house");
        var token = TokenAttacks.Token(attack, stack.Provider.Tokens, stack.Provider.Tokens.Claims(TestProvider.AppClientId, ProvidersStack.NewSubject(), nonce));
        await TestPerson.Problem(await SignIn(token, nonce), 401, "unauthenticated");
    }

    [Fact]
    public async Task Apples_token_and_apples_nonce_are_no_providers()
    {
        var nonce = await stack.Nonce("/auth/oidc/house");
        await TestPerson.Problem(await SignIn(stack.AppleToken(ProvidersStack.NewSubject(), nonce), nonce), 401, "unauthenticated");
        nonce = await stack.Nonce("/auth/apple");
        var token = stack.Provider.Tokens.Token(stack.Provider.Tokens.Claims(TestProvider.AppClientId, ProvidersStack.NewSubject(), nonce));
        await TestPerson.Problem(await SignIn(token, nonce), 401, "unauthenticated");
        nonce = await stack.Nonce("/auth/oidc/other");
        token = stack.Provider.Tokens.Token(stack.Provider.Tokens.Claims(TestProvider.AppClientId, ProvidersStack.NewSubject(), nonce));
        await TestPerson.Problem(await SignIn(token, nonce), 401, "unauthenticated");
    }

    [Fact]
    public async Task How_one_signs_in_is_told()
    {
        var methods = await TestPerson.Json(await stack.Get("/auth/methods"));
        Assert.True((bool)methods["apple"]! && (bool)methods["passkeys"]! && (bool)methods["registration"]!);
        Assert.Contains(methods["providers"]!.AsArray(), provider => ((string)provider!["name"]!, (string)provider["display_name"]!) == ("house", "Дом"));
    }

    [Fact]
    public async Task Who_is_signed_in_adds_accounts_of_providers_and_keeps_a_way_in()
    {
        var (subject, other) = (ProvidersStack.NewSubject(), ProvidersStack.NewSubject());
        var apple = await stack.SignedInWithApple(subject);
        var token = (string)apple["access_token"]!;
        var mine = Assert.Single((await TestPerson.Json(await stack.Get("/auth/identities", token)))["items"]!.AsArray())!;
        await TestPerson.Problem(await stack.Delete($"/auth/identities/{mine["id"]}", token), 422, "last_way_in");

        Someone();
        using var browser = stack.Browser();
        var added = await TestPerson.Json(await browser.Post("/auth/identities/exchange", new { code = Code(await Return(browser)) }, token));
        Assert.Equal("oidc:house", (string?)added["provider"]);
        var signedIn = await TestPerson.Json(await browser.Post("/auth/exchange", new { code = Code(await Return(browser)) }));
        Assert.Equal((string)apple["user_id"]!, (string)signedIn["user_id"]!);

        // What signs another person in stays theirs.
        var stranger = (string)(await stack.SignedInWithApple(other))["access_token"]!;
        await TestPerson.Problem(await browser.Post("/auth/identities/exchange", new { code = Code(await Return(browser)) }, stranger), 422, "identity_taken");
        await TestPerson.Problem(await stack.Delete($"/auth/identities/{mine["id"]}", stranger), 404, "not_found");

        Assert.Equal(204, (int)(await stack.Delete($"/auth/identities/{mine["id"]}", token)).StatusCode);
        Assert.Equal((string)added["id"]!, (string)Assert.Single((await TestPerson.Json(await stack.Get("/auth/identities", token)))["items"]!.AsArray())!["id"]!);
        Assert.NotEqual((string)apple["user_id"]!, (string)(await stack.SignedInWithApple(subject))["user_id"]!);
    }

    [Fact]
    public async Task Apps_add_accounts_too()
    {
        var token = (string)(await stack.SignedInWithApple(ProvidersStack.NewSubject()))["access_token"]!;
        var (subject, nonce) = (ProvidersStack.NewSubject(), await stack.Nonce("/auth/oidc/house"));
        var idToken = stack.Provider.Tokens.Token(stack.Provider.Tokens.Claims(TestProvider.AppClientId, subject, nonce));
        await TestPerson.Problem(await stack.Post("/auth/identities/oidc/house", new { id_token = idToken, nonce }), 401, "unauthenticated");
        await TestPerson.Json(await stack.Post("/auth/identities/oidc/house", new { id_token = idToken, nonce }, token));

        var (second, appleNonce) = (ProvidersStack.NewSubject(), await stack.Nonce("/auth/apple"));
        var added = stack.AppleToken(second, appleNonce);
        await TestPerson.Json(await stack.Post("/auth/identities/apple", new { identity_token = added, nonce = appleNonce, authorization_code = stack.Apple.Code(second) }, token));
        Assert.Equal(3, (await TestPerson.Json(await stack.Get("/auth/identities", token)))["items"]!.AsArray().Count);
    }

    private void Someone(JsonObject? profile = null) => (stack.Provider.Subject, stack.Provider.Profile) = (ProvidersStack.NewSubject(), profile ?? []);

    private Task<HttpResponseMessage> SignIn(string token, string nonce) => stack.Post("/auth/oidc/house", new { id_token = token, nonce, device = "Pixel" });

    /// <summary>Where the provider sends a browser that began here.</summary>
    private static async Task<string> Answer(TestBrowser browser) => await browser.Sent(await browser.Sent(Start));

    /// <summary>Where the browser is in the end.</summary>
    private static async Task<string> Return(TestBrowser browser) => await browser.Sent(await Answer(browser));

    private static string Code(string back) => back[(back.IndexOf("#sign_in=", StringComparison.Ordinal) + "#sign_in=".Length)..];
}
