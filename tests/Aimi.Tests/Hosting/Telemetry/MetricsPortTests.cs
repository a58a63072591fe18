using System.Net;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>Who may read <c>/metrics</c>: the owner of the machine, or who reaches a port that is for it alone.</summary>
public sealed class MetricsPortTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("aimi-metrics-");
    private readonly HttpClient _http = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_accounts_they_are_where_all_else_is_for_this_machine_alone()
    {
        await using var aimi = Serve([]);
        var metrics = new Uri(await aimi.Listening(), "/metrics");

        using var answer = await Ask(metrics);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("service_name=\"aimi\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        using var rebound = await Ask(metrics, host: "evil.example");
        Assert.Equal(HttpStatusCode.Forbidden, rebound.StatusCode);
    }

    [Fact]
    public async Task With_accounts_they_are_nowhere_unless_they_have_a_port()
    {
        await using var aimi = Serve(new() { ["AIMI__Accounts__Mode"] = "multi" });

        using var answer = await Ask(new Uri(await aimi.Listening(), "/metrics"));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_port_of_their_own_has_them_under_any_name_and_nothing_else_but_health()
    {
        var port = FreePort.Find();
        await using var aimi = Serve(new() { ["AIMI__Accounts__Mode"] = "multi", ["AIMI__Telemetry__MetricsPort"] = $"{port}" });
        var main = await aimi.Listening();
        var own = new Uri($"http://127.0.0.1:{port}");

        using var metrics = await Ask(new Uri(own, "/metrics"), host: $"aimi:{port}");
        Assert.Equal(HttpStatusCode.OK, metrics.StatusCode);

        using var onMain = await Ask(new Uri(main, "/metrics"));
        Assert.Equal(HttpStatusCode.NotFound, onMain.StatusCode);
        foreach (var path in (string[])["/", "/health/ready", "/me", "/auth/token"])
        {
            using var other = await Ask(new Uri(own, path));
            Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        }
    }

    private async Task<HttpResponseMessage> Ask(Uri address, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Host = host;
        return await _http.SendAsync(request, Cancel);
    }

    private AimiProgram Serve(Dictionary<string, string> settings) => AimiProgram.Run(
        new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["AIMI__Data"] = _data.FullName, ["AIMI__Port"] = "0" });
}
