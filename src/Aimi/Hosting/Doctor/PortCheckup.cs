using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aimi.Data;

namespace Aimi.Hosting.Doctor;

/// <summary>The port: free, or Aimi's already.</summary>
internal static class PortCheckup
{
    /// <summary>Whoever listens and does not answer for this long is another program, or as good as one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task Examine(ServerOptions options, Action<Finding> tell, CancellationToken cancellationToken)
    {
        var address = options.ListenAddress;
        if (options.Port == 0)
            tell(new(Verdict.Fine, "Port.Any"));
        else if (await AskAimi(address, options.Port, cancellationToken) is { } health)
            tell(new(health.Status switch { "ok" => Verdict.Fine, "degraded" => Verdict.Doubtful, _ => Verdict.Broken }, "Port.Aimi", options.Port, health.Version ?? "?", health.Status ?? "?"));
        else
            tell(Listening(address, options.Port));
    }

    private static async Task<(string? Status, string? Version)?> AskAimi(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var host = address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new UriBuilder("http", host.ToString(), port, "/health").Uri, cancellationToken);
            var health = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))?.AsObject();
            return health?["version"] is null ? null : ((string?)health["status"], (string?)health["version"]);
        }
        catch (Exception other) when (other is HttpRequestException or JsonException or InvalidOperationException or TaskCanceledException { InnerException: TimeoutException })
        {
            return null;
        }
    }

    private static Finding Listening(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return new(Verdict.Fine, "Port.Free", port, address);
        }
        catch (SocketException failure)
        {
            return new(Verdict.Broken, failure.SocketErrorCode switch
            {
                SocketError.AccessDenied => "Port.Forbidden",
                SocketError.AddressNotAvailable => "Port.NoAddress",
                _ => "Port.Taken",
            }, port, address);
        }
    }
}
