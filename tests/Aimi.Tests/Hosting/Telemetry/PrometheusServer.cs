using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>A real Prometheus that asks one Aimi every second, by the rules that an operator is given.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("aimi-prometheus-");
    private readonly Process _process;
    private readonly Task<string> _said;
    private readonly HttpClient _http;

    private PrometheusServer(Uri aimi, string rules)
    {
        var port = FreePort();
        var settings = Path.Combine(_data.FullName, "prometheus.yml");
        File.WriteAllText(Path.Combine(_data.FullName, "alerts.yml"), rules);
        File.WriteAllText(settings, $$"""
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: [alerts.yml]
            scrape_configs:
              - job_name: aimi
                static_configs: [{targets: ["{{aimi.Authority}}"]}]
            """);
        var start = new ProcessStartInfo(
            Tool("AIMI_TEST_PROMETHEUS", "prometheus"),
            [$"--config.file={settings}", $"--storage.tsdb.path={Path.Combine(_data.FullName, "tsdb")}", $"--web.listen-address=127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}"])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        _said = _process.StandardError.ReadToEndAsync();
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="rules">The text of a rule file.</param>
    public static async Task<PrometheusServer> Start(Uri aimi, string rules)
    {
        var server = new PrometheusServer(aimi, rules);
        await server.Eventually("it is ready", async () =>
        {
            try
            {
                return (await server._http.GetAsync("/-/ready", Stop)).IsSuccessStatusCode;
            }
            catch (HttpRequestException) when (!server._process.HasExited)
            {
                return false;
            }
        });
        return server;
    }

    /// <summary>Runs promtool, and gives its exit code and all that it said.</summary>
    public static async Task<(int Code, string Said)> Promtool(string? input, params string[] arguments)
    {
        using var promtool = Process.Start(new ProcessStartInfo(Tool("AIMI_TEST_PROMTOOL", "promtool"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        await promtool.StandardInput.WriteAsync(input);
        promtool.StandardInput.Close();
        var said = await Task.WhenAll(promtool.StandardOutput.ReadToEndAsync(Stop), promtool.StandardError.ReadToEndAsync(Stop));
        await promtool.WaitForExitAsync(Stop);
        return (promtool.ExitCode, string.Concat(said));
    }

    /// <summary>What an expression yields now; one that is no expression fails the test.</summary>
    public async Task<JsonArray> Query(string expression) =>
        (await Get($"/api/v1/query?query={Uri.EscapeDataString(expression)}"))["result"]!.AsArray();

    /// <summary>The data of an answer of the API.</summary>
    public async Task<JsonNode> Get(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {body}");
        return JsonNode.Parse(body)!["data"]!;
    }

    /// <summary>Waits until an expression yields something.</summary>
    public Task Until(string expression) => Eventually(expression, async () => (await Query(expression)).Count > 0);

    public async Task Eventually(string what, Func<Task<bool>> happened)
    {
        await Patience.Until(
            async () =>
            {
                Assert.False(_process.HasExited, _process.HasExited ? await _said : "");
                return await happened();
            },
            () => what);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _data.Delete(recursive: true);
    }

    private static string Tool(string variable, string name)
    {
        var path = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : $"/usr/bin/{name}";
        return File.Exists(path) ? path : throw new InvalidOperationException($"There is no {path}: install Debian's package `prometheus`, or set {variable}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
