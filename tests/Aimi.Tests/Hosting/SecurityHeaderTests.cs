using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Hosting;

/// <summary>What every answer tells browsers to refuse.</summary>
public sealed class SecurityHeaderTests(EmbeddedStack stack) : IClassFixture<EmbeddedStack>
{
    public static TheoryData<string, string, int> Answers => new()
    {
        { "GET", "/", 200 },
        { "GET", "/js/app.js", 200 },
        { "GET", "/docs/", 200 },
        { "GET", "/openapi/v1.json", 200 },
        { "GET", "/me", 200 },
        { "POST", "/chat/send", 400 },
        { "GET", "/nothing", 404 },
        { "DELETE", "/me/state", 405 },
        { "GET", "/health", 200 },
        { "GET", "/reminders/unsubscribe", 404 },
    };

    [Theory, MemberData(nameof(Answers))]
    public async Task Every_answer_has_them(string method, string path, int status)
    {
        var person = await stack.Aimi.Person();
        using var answer = await person.Call(new HttpMethod(method), path);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(
            ("nosniff", "no-referrer", "same-origin", "same-origin"),
            (Header(answer, "X-Content-Type-Options"), Header(answer, "Referrer-Policy"), Header(answer, "Cross-Origin-Opener-Policy"), Header(answer, "Cross-Origin-Resource-Policy")));
        Assert.Contains("camera=(), ", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        var policy = Header(answer, "Content-Security-Policy");
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-eval'", policy, StringComparison.Ordinal);
        Assert.Matches("^(?!.*script-src[^;]*'unsafe-inline')", policy);
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("/me")]
    [InlineData("/chat/messages")]
    [InlineData("/memory")]
    [InlineData("/nothing")]
    public async Task What_is_about_a_person_is_kept_nowhere(string path)
    {
        var person = await stack.Aimi.Person();
        using var answer = await person.Call(HttpMethod.Get, path);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task The_page_of_the_contract_has_another_nonce_each_time()
    {
        var person = await stack.Aimi.Person();
        using var one = await person.Call(HttpMethod.Get, "/docs/");
        using var other = await person.Call(HttpMethod.Get, "/docs/");
        Assert.Contains("script-src 'self' 'nonce-", Header(one, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.NotEqual(Header(one, "Content-Security-Policy"), Header(other, "Content-Security-Policy"));
    }

    [Fact]
    public async Task Where_people_come_by_https_browsers_are_told_to_stay_with_it()
    {
        var aimi = await stack.Replica(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["PublicUrl"] = "https://aimi.example.org", ["Accounts:Mode"] = "multi" });
        using var http = new HttpClient { BaseAddress = aimi.Address };
        using var answer = await http.GetAsync(new Uri("/auth/methods", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("max-age=31536000", Header(answer, "Strict-Transport-Security"));
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));
}
