using Microsoft.Extensions.Options;

namespace Aimi.Hosting;

/// <summary><c>./aimi health</c>: whether the Aimi on this machine's port is ready; 0 or 1, for containers and scripts.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Task<int> Run(Dictionary<string, string?> overrides, CancellationToken cancellationToken) =>
        CommandLine.WithProgram(overrides, app => Ask(app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.Port, cancellationToken));

    private static async Task<int> Ask(int port, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"), cancellationToken);
            return answer.IsSuccessStatusCode ? CommandLine.Say("Health.Ready", 0, port) : CommandLine.Say("Health.NotReady", 1, port);
        }
        catch (Exception nobody) when (nobody is HttpRequestException or OperationCanceledException)
        {
            return CommandLine.Say("Health.Nobody", 1, port);
        }
    }
}
