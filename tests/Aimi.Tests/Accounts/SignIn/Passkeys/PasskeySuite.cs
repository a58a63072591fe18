using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aimi.Accounts.SignIn.Passkeys;
using Aimi.Tests.Accounts.SignIn.Providers;
using Aimi.Tests.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Accounts.SignIn.Passkeys;

public sealed class EmbeddedPasskeyTests(EmbeddedProviders stack) : PasskeySuite(stack), IClassFixture<EmbeddedProviders>;

public sealed class ServerPasskeyTests(ServerProviders stack) : PasskeySuite(stack), IClassFixture<ServerProviders>;

/// <summary>Passkeys, with an authenticator that is right in all but what a test is about.</summary>
public abstract class PasskeySuite(ProvidersStack stack)
{
    /// <summary>What is wrong with an authenticator, a browser, or whoever plays them.</summary>
    private static readonly Dictionary<string, Action<Authenticator>> Wrongs = new(StringComparer.Ordinal)
    {
        ["another page"] = it => it.Origin = "https://evil.example.com",
        ["a page of another port"] = it => it.Origin = "https://aimi.example.com:8443",
        ["a page without TLS"] = it => it.Origin = "http://aimi.example.com",
        ["another server"] = it => it.ServerDomain = "evil.example.com",
        ["held by who knows whom"] = it => it.Verifies = false,
    };

    public static TheoryData<string> All => [.. Wrongs.Keys];

    [Fact]
    public async Task A_passkey_is_made_listed_signs_in_and_is_taken_away()
    {
        var (me, token) = await Somebody();
        using var authenticator = new Authenticator { Count = 1 };
        var made = await TestPerson.Json(await Register(authenticator, token, "Ноутбук"));
        Assert.Equal("Ноутбук", (string?)made["name"]);
        Assert.Null(made["last_used_at"]);

        var signedIn = await TestPerson.Json(await SignIn(authenticator));
        Assert.Equal(me, (string)signedIn["user_id"]!);
        Assert.NotEqual(token, (string)signedIn["access_token"]!);
        var listed = Assert.Single((await TestPerson.Json(await stack.Get("/auth/passkeys", token)))["items"]!.AsArray())!;
        Assert.Equal((string)made["id"]!, (string)listed["id"]!);
        Assert.NotNull(listed["last_used_at"]);

        Assert.Equal(204, (int)(await stack.Delete($"/auth/passkeys/{made["id"]}", token)).StatusCode);
        await TestPerson.Problem(await SignIn(authenticator), 401, "unauthenticated");
        await TestPerson.Problem(await stack.Delete($"/auth/passkeys/{made["id"]}", token), 404, "not_found");
    }

    [Fact]
    public async Task The_options_say_what_is_asked_and_name_nobody_to_who_is_not_signed_in()
    {
        var (me, token) = await Somebody();
        using var authenticator = new Authenticator();
        await TestPerson.Json(await Register(authenticator, token));

        var creation = (await Begin("/auth/passkeys/options", token))["options"]!;
        Assert.Equal(("aimi.example.com", "required", "required"), ((string)creation["rp"]!["id"]!, (string)creation["authenticatorSelection"]!["userVerification"]!, (string)creation["authenticatorSelection"]!["residentKey"]!));
        Assert.Equal(me, Encoding.UTF8.GetString(Base64Url.DecodeFromChars((string)creation["user"]!["id"]!)));
        Assert.Equal(Base64Url.EncodeToString(authenticator.CredentialId), (string)Assert.Single(creation["excludeCredentials"]!.AsArray())!["id"]!);

        var request = (await Begin("/auth/passkeys/sign-in/options"))["options"]!;
        Assert.Equal("required", (string)request["userVerification"]!);
        Assert.Empty(request["allowCredentials"]?.AsArray() ?? []);
        await TestPerson.Problem(await stack.Post("/auth/passkeys/options", new { }), 401, "unauthenticated");
    }

    [Theory, MemberData(nameof(All))]
    public async Task Nothing_is_taken_up_from(string wrong)
    {
        var (_, token) = await Somebody();
        using var authenticator = new Authenticator();
        Wrongs[wrong](authenticator);
        await TestPerson.Problem(await Register(authenticator, token), 422, "passkey_refused");
        Assert.Empty((await TestPerson.Json(await stack.Get("/auth/passkeys", token)))["items"]!.AsArray());
    }

    [Theory, MemberData(nameof(All))]
    public async Task Nobody_is_let_in_by(string wrong)
    {
        var (_, token) = await Somebody();
        using var authenticator = new Authenticator();
        await TestPerson.Json(await Register(authenticator, token));
        Wrongs[wrong](authenticator);
        await TestPerson.Problem(await SignIn(authenticator), 401, "unauthenticated");
    }

    [Fact]
    public async Task What_was_signed_is_good_once_soon_and_for_what_it_was_signed_for()
    {
        var (_, token) = await Somebody();
        using var authenticator = new Authenticator();
        var creation = await Begin("/auth/passkeys/options", token);
        var request = await Begin("/auth/passkeys/sign-in/options");
        var credential = authenticator.Create(creation["options"]!);
        await TestPerson.Problem(await Finish("/auth/passkeys", request, credential, token), 422, "passkey_refused");
        await TestPerson.Json(await Finish("/auth/passkeys", creation, credential, token));
        await TestPerson.Problem(await Finish("/auth/passkeys", creation, credential, token), 422, "passkey_refused");

        request = await Begin("/auth/passkeys/sign-in/options");
        var assertion = authenticator.Get(request["options"]!);
        await TestPerson.Json(await Finish("/auth/passkeys/sign-in", request, assertion));
        await TestPerson.Problem(await Finish("/auth/passkeys/sign-in", request, assertion), 401, "unauthenticated");
        await TestPerson.Problem(await Finish("/auth/passkeys/sign-in", await Begin("/auth/passkeys/sign-in/options"), assertion), 401, "unauthenticated");

        request = await Begin("/auth/passkeys/sign-in/options");
        stack.Time.Advance(PasskeyService.Life);
        await TestPerson.Problem(await Finish("/auth/passkeys/sign-in", request, authenticator.Get(request["options"]!)), 401, "unauthenticated");
    }

    [Fact]
    public async Task A_copy_that_counts_from_where_it_was_made_is_found_out()
    {
        var (_, token) = await Somebody();
        using var authenticator = new Authenticator { Count = 5 };
        await TestPerson.Json(await Register(authenticator, token));
        await TestPerson.Json(await SignIn(authenticator));
        authenticator.Count = 5;
        await TestPerson.Problem(await SignIn(authenticator), 401, "unauthenticated");
        authenticator.Count = 10;
        await TestPerson.Json(await SignIn(authenticator));
    }

    [Fact]
    public async Task Of_two_with_the_same_count_at_once_one_is_let_in()
    {
        var (_, token) = await Somebody();
        using var authenticator = new Authenticator { Count = 1 };
        await TestPerson.Json(await Register(authenticator, token));
        var requests = new List<(JsonNode Ticket, JsonObject Credential)>();
        for (var copy = 0; copy < 4; copy++)
        {
            var request = await Begin("/auth/passkeys/sign-in/options");
            authenticator.Count = 1;
            requests.Add((request, authenticator.Get(request["options"]!)));
        }

        var answers = await Task.WhenAll(requests.Select(request => Finish("/auth/passkeys/sign-in", request.Ticket, request.Credential)));
        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_passkey_is_one_persons_and_signs_in_nobody_else()
    {
        var ((_, mine), (other, theirs)) = (await Somebody(), await Somebody());
        using var authenticator = new Authenticator();
        await TestPerson.Json(await Register(authenticator, mine));

        // The same one, for another.
        await TestPerson.Problem(await Register(authenticator, theirs), 422, "passkey_known");

        // Made for one, brought by another.
        using var second = new Authenticator();
        var creation = await Begin("/auth/passkeys/options", mine);
        await TestPerson.Problem(await Finish("/auth/passkeys", creation, second.Create(creation["options"]!), theirs), 422, "passkey_refused");

        // In another's name, and with another's key.
        authenticator.UserHandle = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(other));
        await TestPerson.Problem(await SignIn(authenticator), 401, "unauthenticated");
        authenticator.UserHandle = "";
        await TestPerson.Problem(await SignIn(authenticator), 401, "unauthenticated");

        using var third = new Authenticator();
        await TestPerson.Json(await Register(third, theirs));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = await Begin("/auth/passkeys/sign-in/options");
        await TestPerson.Problem(await Finish("/auth/passkeys/sign-in", request, third.Get(request["options"]!, key)), 401, "unauthenticated");

        // And one can not be taken away by another.
        var id = (await TestPerson.Json(await stack.Get("/auth/passkeys", theirs)))["items"]![0]!["id"];
        await TestPerson.Problem(await stack.Delete($"/auth/passkeys/{id}", mine), 404, "not_found");
        await TestPerson.Json(await SignIn(third));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":"x","type":"public-key","response":{}}""")]
    [InlineData("""{"id":"AAAA","rawId":"AAAA","type":"password","response":{"clientDataJSON":"AAAA","authenticatorData":"AAAA","signature":"AAAA","userHandle":"AAAA"}}""")]
    public async Task What_is_no_passkey_lets_nobody_in(string credential)
    {
        var request = await Begin("/auth/passkeys/sign-in/options");
        await TestPerson.Problem(await Finish("/auth/passkeys/sign-in", request, JsonNode.Parse(credential)!.AsObject()), 401, "unauthenticated");
    }

    [Fact]
    public async Task The_log_says_why_and_takes_nothing_of_what_is_sent()
    {
        var (_, token) = await Somebody();
        using var authenticator = new Authenticator();
        await TestPerson.Json(await Register(authenticator, token));
        authenticator.Origin = $"https://evil.example.com\n{new string('x', 10_000)}";
        var begun = await Begin("/auth/passkeys/sign-in/options");

        var log = new Lines();
        await using var scope = stack.Aimi.Services.CreateAsyncScope();
        var passkeys = ActivatorUtilities.CreateInstance<PasskeyService>(scope.ServiceProvider, log);
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        Assert.Null(await passkeys.Verify((string)begun["ticket"]!, authenticator.Get(begun["options"]!), http, TestContext.Current.CancellationToken));
        var line = Assert.Single(log.All);
        Assert.Contains("The authenticator response", line, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 1, 250);
    }

    private async Task<(string UserId, string Token)> Somebody()
    {
        var signedIn = await stack.SignIn();
        return ((string)signedIn["user_id"]!, (string)signedIn["access_token"]!);
    }

    private async Task<JsonNode> Begin(string path, string? token = null) => await TestPerson.Json(await stack.Post(path, new { }, token));

    private Task<HttpResponseMessage> Finish(string path, JsonNode begun, JsonObject credential, string? token = null, string? name = null) =>
        stack.Post(path, name is null ? new { ticket = (string)begun["ticket"]!, credential } : (object)new { ticket = (string)begun["ticket"]!, credential, name }, token);

    private async Task<HttpResponseMessage> Register(Authenticator authenticator, string token, string? name = null)
    {
        var begun = await Begin("/auth/passkeys/options", token);
        return await Finish("/auth/passkeys", begun, authenticator.Create(begun["options"]!), token, name);
    }

    private async Task<HttpResponseMessage> SignIn(Authenticator authenticator)
    {
        var begun = await Begin("/auth/passkeys/sign-in/options");
        return await Finish("/auth/passkeys/sign-in", begun, authenticator.Get(begun["options"]!));
    }

    private sealed class Lines : ILogger<PasskeyService>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(formatter(state, exception));
    }
}
