using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aimi.Tests.Accounts.SignIn.Providers;

/// <summary>An Aimi that trusts Apple and a provider, both on this machine, and lets in who is new.</summary>
public abstract class ProvidersStack(TestDatabase database, string? redis) : AccountsStack(database, redis)
{
    public const string PublicUrl = "https://aimi.example.com";

    internal TestProvider Provider { get; } = new();

    internal TestApple Apple { get; private set; } = null!;

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["PublicUrl"] = PublicUrl,
        ["Accounts:Registration"] = "true",
        ["Accounts:Apple:ClientIds"] = $"{TestApple.App}, {TestApple.Page}",
        ["Accounts:Apple:TeamId"] = TestApple.TeamId,
        ["Accounts:Apple:KeyId"] = TestApple.KeyId,
        ["Accounts:Apple:PrivateKey"] = Apple.PrivateKey,
        ["Accounts:Providers:house:Authority"] = Provider.Address,
        ["Accounts:Providers:house:ClientId"] = TestProvider.ClientId,
        ["Accounts:Providers:house:AppClientIds"] = TestProvider.AppClientId,
        ["Accounts:Providers:house:ClientSecret"] = TestProvider.Secret,
        ["Accounts:Providers:house:DisplayName"] = "Дом",
        ["Accounts:Providers:other:Authority"] = "http://localhost:9",
        ["Accounts:Providers:other:ClientId"] = "other",
    };

    public override async ValueTask InitializeAsync()
    {
        Apple = new TestApple(Time);
        await Apple.Start(Time);
        await Provider.Start(Time);
        Provider.Registered = $"{PublicUrl}/auth/oidc/house/callback";
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Apple.DisposeAsync();
        await Provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(Apple.Addresses));

    public static string NewSubject() => $"{Guid.CreateVersion7():N}";

    public static string Hash(string nonce) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(nonce)));

    /// <param name="path">Of what the nonce is for.</param>
    public async Task<string> Nonce(string path) => (string)(await TestPerson.Json(await Client().PostAsync($"{path}/nonce", null, TestContext.Current.CancellationToken)))["nonce"]!;

    /// <summary>A token of Apple's for the app, with claims that a test may change.</summary>
    internal string AppleToken(string subject, string? nonce, Action<JsonObject>? change = null)
    {
        var claims = Apple.Tokens.Claims(TestApple.App, subject, nonce);
        change?.Invoke(claims);
        return Apple.Tokens.Token(claims);
    }

    public Task<HttpResponseMessage> SignInWithApple(string token, string nonce, string? code = null) =>
        Post("/auth/apple", new { identity_token = token, nonce, authorization_code = code, display_name = "Аня", device = "iPhone", timezone = "Europe/Moscow", locale = "ru" });

    /// <summary>Who is called that signs in for the first time, or again.</summary>
    public async Task<JsonNode> SignedInWithApple(string subject, string? code = null)
    {
        var nonce = await Nonce("/auth/apple");
        return await TestPerson.Json(await SignInWithApple(AppleToken(subject, Hash(nonce)), nonce, code));
    }

    internal TestBrowser Browser() => new(Aimi.Address, new Uri(PublicUrl));
}

/// <summary>A browser as far as redirects go: it keeps cookies, and shows where it is sent.</summary>
internal sealed class TestBrowser(Uri address, Uri publicAddress) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });
    private readonly CookieContainer _cookies = new();

    /// <summary>Where the answer sends it. What is asked of the public name goes to the process on this machine.</summary>
    public async Task<string> Sent(string url) => (await Get(url)).Headers.Location is { } location
        ? location.OriginalString
        : throw new InvalidOperationException("Nowhere.");

    public Task<HttpResponseMessage> Get(string url, string? token = null) => Send(new HttpRequestMessage(HttpMethod.Get, new Uri(publicAddress, url)), token);

    public Task<HttpResponseMessage> Post(string path, object body, string? token = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(publicAddress, path)) { Content = JsonContent.Create(body) };
        request.Headers.Add("Origin", publicAddress.GetLeftPart(UriPartial.Authority));
        return Send(request, token);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, string? token)
    {
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var asked = request.RequestUri!;
        var isOwn = asked.Host == publicAddress.Host;
        if (isOwn)
        {
            if (_cookies.GetCookieHeader(asked) is { Length: > 0 } cookies)
                request.Headers.Add("Cookie", cookies);
            request.Headers.Host = asked.Authority;
            request.RequestUri = new Uri(address, asked.PathAndQuery);
        }

        var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        if (isOwn && response.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in set)
                _cookies.SetCookies(asked, cookie.Replace(',', ' '));
        }

        return response;
    }
}

public sealed class EmbeddedProviders() : ProvidersStack(new SqliteDatabase(), redis: null);

public sealed class ServerProviders() : ProvidersStack(new PostgresDatabase(), SharedRedis.Address);
