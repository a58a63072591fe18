using System.Text.Json.Nodes;

namespace Aimi.Tests.Infrastructure;

/// <summary>Asks a process for its health as whoever watches over it does: again and again, whether it answers or not.</summary>
internal sealed class HealthProbe(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(15) };

    public static HealthProbe OfPort(int port) => new(new Uri($"http://127.0.0.1:{port}"));

    public async Task<Health> Ask(string path = "/health")
    {
        using var answer = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        return new((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    /// <summary>What it says once it says so.</summary>
    public async Task<Health> Until(Func<Health, bool> there, string path = "/health", Action? meanwhile = null)
    {
        Health? last = null;
        await Patience.Until(
            async () =>
            {
                try
                {
                    last = await Ask(path);
                    if (there(last))
                        return true;
                }
                catch (Exception silence) when (silence is HttpRequestException or OperationCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested)
                {
                    // Nobody listens yet, or has time.
                }

                meanwhile?.Invoke();
                return false;
            },
            () => $"Last: {last?.Status} {last?.Body.ToJsonString()}");
        return last!;
    }

    public void Dispose() => _http.Dispose();

    internal sealed record Health(int Status, JsonNode Body)
    {
        public string? Word => (string?)Body["status"];

        public string? State => (string?)Body["state"];

        public string? Of(string check) => (string?)Body["checks"]?[check]?["status"];

        public string Detail(string check) => (string?)Body["checks"]?[check]?["detail"] ?? "";

        public string? Data(string check, string name) => (string?)Body["checks"]?[check]?["data"]?[name];
    }
}
