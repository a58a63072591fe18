using System.Net.Sockets;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Accounts;

/// <summary>With accounts: which names Aimi answers to, and that cookies do not work for pages of other sites.</summary>
public sealed class AccountsGuardTests(EmbeddedStack stack) : IClassFixture<EmbeddedStack>
{
    private const string Public = "https://aimi.example.org";

    [Theory]
    [InlineData("/auth/methods", "aimi.example.org", 200)]
    [InlineData("/auth/methods", "AIMI.example.org:443", 200)]
    [InlineData("/auth/methods", "localhost", 200)]
    [InlineData("/auth/methods", "evil.example", 403)]
    [InlineData("/auth/methods", "aimi.example.org.evil.example", 403)]
    [InlineData("/health/ready", "10.1.2.3:8080", 200)] // whoever watches over replicas
    public async Task It_answers_to_the_name_of_its_public_address(string path, string host, int status)
    {
        var aimi = await Start();
        Assert.Equal(status, await Status(aimi, HttpMethod.Get, path, ("Host", host)));
    }

    [Theory]
    [InlineData(Public, 401)]
    [InlineData("https://evil.example", 403)]
    [InlineData("http://aimi.example.org", 403)]
    [InlineData("https://aimi.example.org:8443", 403)]
    [InlineData("null", 403)]
    public async Task What_goes_by_a_cookie_goes_from_its_own_pages_alone(string origin, int status)
    {
        var aimi = await Start();
        Assert.Equal(status, await Status(aimi, HttpMethod.Post, "/auth/refresh", ("Host", "aimi.example.org"), ("Origin", origin), ("Cookie", "aimi_refresh=x")));
    }

    [Fact]
    public async Task Who_watches_over_replicas_need_not_name_a_host()
    {
        var aimi = await stack.Replica(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Accounts:Mode"] = "multi" });
        using var client = new TcpClient();
        await client.ConnectAsync(aimi.Address.Host, aimi.Address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync("GET /health/ready HTTP/1.0\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        Assert.Contains(" 200 ", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private Task<AimiProcess> Start() => stack.Replica(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Accounts:Mode"] = "multi", ["PublicUrl"] = Public });

    private static async Task<int> Status(AimiProcess aimi, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = aimi.Address };
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }
}
