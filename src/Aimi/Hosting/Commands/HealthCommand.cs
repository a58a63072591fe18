using System.Net;
using Microsoft.Extensions.Options;

namespace Aimi.Hosting;

/// <summary><c>./aimi health</c>: whether the Aimi of these settings, on this machine, is ready; 0 or 1, for containers and scripts.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Task<int> Run(Dictionary<string, string?> overrides, CancellationToken cancellationToken) =>
        CommandLine.WithProgram(overrides, app => Ask(app.Services.GetRequiredService<IOptions<ServerOptions>>().Value, cancellationToken));

    private static async Task<int> Ask(ServerOptions server, CancellationToken cancellationToken)
    {
        var (address, port) = (server.ListenAddress, server.Port);
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            address = IPAddress.Loopback;

        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new UriBuilder(Uri.UriSchemeHttp, address.ToString(), port, "/health/ready").Uri, cancellationToken);
            return answer.IsSuccessStatusCode ? CommandLine.Say("Health.Ready", 0, port) : CommandLine.Say("Health.NotReady", 1, port);
        }
        catch (Exception nobody) when (nobody is HttpRequestException or OperationCanceledException)
        {
            return CommandLine.Say("Health.Nobody", 1, port);
        }
    }
}
