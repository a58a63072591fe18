using Aimi.Accounts;
using Aimi.Accounts.SignIn.Apple;
using Aimi.Accounts.SignIn.OpenIdConnect;
using Aimi.Data;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aimi.Tests.Accounts.SignIn.Providers;

public sealed class EmbeddedAppleTests(EmbeddedProviders stack) : AppleSuite(stack), IClassFixture<EmbeddedProviders>;

public sealed class ServerAppleTests(ServerProviders stack) : AppleSuite(stack), IClassFixture<ServerProviders>;

/// <summary>Sign in with Apple, before a server that behaves as Apple's.</summary>
public abstract class AppleSuite(ProvidersStack stack)
{
    public static TheoryData<string> Attacks => TokenAttacks.Names;

    [Fact]
    public async Task Who_is_new_gets_an_account_and_is_found_again_by_who_they_are_and_not_by_their_address()
    {
        var (subject, nonce) = (ProvidersStack.NewSubject(), await stack.Nonce("/auth/apple"));
        var token = stack.AppleToken(subject, ProvidersStack.Hash(nonce), claims => (claims["email"], claims["email_verified"]) = ($"{subject}@privaterelay.appleid.com", "true"));
        var first = await TestPerson.Json(await stack.SignInWithApple(token, nonce));
        var me = await TestPerson.Json(await stack.Get("/me", (string)first["access_token"]!));
        Assert.Equal(("Аня", "Europe/Moscow", "ru"), ((string)me["display_name"]!, (string)me["timezone"]!, (string)me["locale"]!));
        Assert.Equal($"{subject}@privaterelay.appleid.com", (string?)me["email"]);

        nonce = await stack.Nonce("/auth/apple");
        token = stack.AppleToken(subject, nonce, claims => (claims["aud"], claims["email"], claims["email_verified"]) = (TestApple.Page, "new@example.com", true));
        Assert.Equal((string)first["user_id"]!, (string)(await TestPerson.Json(await stack.SignInWithApple(token, nonce)))["user_id"]!);

        // Another with the same address is another person.
        nonce = await stack.Nonce("/auth/apple");
        token = stack.AppleToken(ProvidersStack.NewSubject(), nonce, claims => (claims["email"], claims["email_verified"]) = ($"{subject}@privaterelay.appleid.com", true));
        Assert.NotEqual((string)first["user_id"]!, (string)(await TestPerson.Json(await stack.SignInWithApple(token, nonce)))["user_id"]!);
    }

    [Fact]
    public async Task An_address_that_apple_does_not_vouch_for_is_nobodys()
    {
        var nonce = await stack.Nonce("/auth/apple");
        var token = stack.AppleToken(ProvidersStack.NewSubject(), nonce, claims => (claims["email"], claims["email_verified"]) = ("anna@example.com", false));
        var signedIn = await TestPerson.Json(await stack.SignInWithApple(token, nonce));
        Assert.Null((await TestPerson.Json(await stack.Get("/me", (string)signedIn["access_token"]!)))["email"]);
    }

    [Theory, MemberData(nameof(Attacks))]
    public async Task A_token_lets_nobody_in_that_is(string attack)
    {
        var nonce = await stack.Nonce("/auth/apple");
        var people = await People();
        var token = TokenAttacks.Token(attack, stack.Apple.Tokens, stack.Apple.Tokens.Claims(TestApple.App, ProvidersStack.NewSubject(), nonce));
        await TestPerson.Problem(await stack.SignInWithApple(token, nonce), 401, "unauthenticated");
        Assert.Equal(people, await People());
    }

    [Fact]
    public async Task A_nonce_is_good_once_soon_and_for_apple_alone()
    {
        var (subject, nonce) = (ProvidersStack.NewSubject(), await stack.Nonce("/auth/apple"));
        var token = stack.AppleToken(subject, ProvidersStack.Hash(nonce));
        await TestPerson.Json(await stack.SignInWithApple(token, nonce));
        await TestPerson.Problem(await stack.SignInWithApple(token, nonce), 401, "unauthenticated");

        foreach (var other in new[] { "made-up-by-the-client", await stack.Nonce("/auth/oidc/house") })
            await TestPerson.Problem(await stack.SignInWithApple(stack.AppleToken(subject, other), other), 401, "unauthenticated");

        nonce = await stack.Nonce("/auth/apple");
        stack.Time.Advance(Nonces.Life);
        await TestPerson.Problem(await stack.SignInWithApple(stack.AppleToken(subject, nonce), nonce), 401, "unauthenticated");
    }

    [Fact]
    public async Task Of_two_that_bring_the_same_token_at_once_one_is_let_in()
    {
        var nonce = await stack.Nonce("/auth/apple");
        var token = stack.AppleToken(ProvidersStack.NewSubject(), nonce);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stack.SignInWithApple(token, nonce)));
        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task New_keys_are_found_and_made_up_ones_do_not_have_apple_asked_again_and_again()
    {
        await stack.SignedInWithApple(ProvidersStack.NewSubject());
        stack.Time.Advance(Kept<string>.Pause);
        stack.Apple.Tokens.Rotate();
        await stack.SignedInWithApple(ProvidersStack.NewSubject());

        var asked = stack.Apple.KeyRequests;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var nonce = await stack.Nonce("/auth/apple");
            var token = TokenAttacks.Token("a key that is not published", stack.Apple.Tokens, stack.Apple.Tokens.Claims(TestApple.App, "x", nonce));
            await TestPerson.Problem(await stack.SignInWithApple(token, nonce), 401, "unauthenticated");
        }

        Assert.Equal(asked, stack.Apple.KeyRequests);
        stack.Time.Advance(Kept<string>.Pause);
    }

    [Fact]
    public async Task While_apple_is_away_its_last_keys_serve_for_days_but_not_for_ever()
    {
        var subject = ProvidersStack.NewSubject();
        await stack.SignedInWithApple(subject);
        stack.Apple.IsAway = true;
        try
        {
            stack.Time.Advance(Kept<string>.Usable - TimeSpan.FromHours(14));
            await stack.SignedInWithApple(subject);
            stack.Time.Advance(TimeSpan.FromHours(15));
            var nonce = await stack.Nonce("/auth/apple");
            var token = stack.AppleToken(subject, nonce);
            await TestPerson.Problem(await stack.SignInWithApple(token, nonce), 503, "unavailable");

            // It comes back: what could not be looked at is still good.
            stack.Apple.IsAway = false;
            stack.Time.Advance(Kept<string>.PauseAfterFailure);
            await TestPerson.Json(await stack.SignInWithApple(token, nonce));
        }
        finally
        {
            stack.Apple.IsAway = false;
        }
    }

    [Fact]
    public async Task What_apple_grants_is_kept_unreadable_and_taken_back_when_the_person_goes()
    {
        var subject = ProvidersStack.NewSubject();
        var signedIn = await stack.SignedInWithApple(subject, stack.Apple.Code(subject));
        await stack.SignedInWithApple(subject, stack.Apple.Code(subject));
        var userId = (Guid)signedIn["user_id"]!;
        await using (var database = await Open())
        {
            var grant = await database.AppleGrants.SingleAsync(grant => grant.UserId == userId, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(subject, grant.ProtectedToken, StringComparison.Ordinal);
        }

        stack.Apple.IsTokenServerAway = true;
        await Erase(userId);
        Assert.DoesNotContain($"refresh-of-{subject}", stack.Apple.Revoked);
        Assert.Equal(3, stack.Apple.Asked.Count(path => path == "/auth/revoke"));
        stack.Apple.IsTokenServerAway = false;
        await Erase(userId);
        Assert.Contains($"refresh-of-{subject}", stack.Apple.Revoked);
    }

    [Fact]
    public async Task A_code_that_was_used_is_made_up_or_is_anothers_lets_nobody_in()
    {
        var (subject, other) = (ProvidersStack.NewSubject(), ProvidersStack.NewSubject());
        var used = stack.Apple.Code(subject);
        await stack.SignedInWithApple(subject, used);
        foreach (var code in new[] { used, "made-up", stack.Apple.Code(other) })
        {
            var nonce = await stack.Nonce("/auth/apple");
            await TestPerson.Problem(await stack.SignInWithApple(stack.AppleToken(subject, nonce), nonce, code), 401, "unauthenticated");
        }
    }

    [Fact]
    public async Task That_apple_gives_nothing_for_a_code_keeps_nobody_out()
    {
        stack.Apple.IsTokenServerAway = true;
        try
        {
            var subject = ProvidersStack.NewSubject();
            await stack.SignedInWithApple(subject, stack.Apple.Code(subject));
        }
        finally
        {
            stack.Apple.IsTokenServerAway = false;
        }
    }

    [Fact]
    public async Task Where_the_operator_makes_the_accounts_nobody_makes_their_own()
    {
        var (options, people) = (stack.Aimi.Services.GetRequiredService<IOptions<AccountOptions>>().Value, await People());
        options.Registration = false;
        try
        {
            var nonce = await stack.Nonce("/auth/apple");
            await TestPerson.Problem(await stack.SignInWithApple(stack.AppleToken(ProvidersStack.NewSubject(), nonce), nonce), 403, Vouching.NoAccount);
            Assert.Equal(people, await People());
        }
        finally
        {
            options.Registration = true;
        }
    }

    private async Task Erase(Guid userId)
    {
        await using var scope = stack.Aimi.Services.CreateAsyncScope();
        var eraser = ActivatorUtilities.CreateInstance<AppleGrants>(scope.ServiceProvider, new PassingTime(AppleGrants.Patience) { Now = stack.Time.GetUtcNow() });
        await ((IPersonEraser)eraser).Erase(userId, TestContext.Current.CancellationToken);
    }

    private async Task<int> People()
    {
        await using var database = await Open();
        return await database.Users.CountAsync(TestContext.Current.CancellationToken);
    }

    private Task<AimiDbContext> Open() =>
        stack.Aimi.Services.GetRequiredService<IDbContextFactory<AimiDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
}
