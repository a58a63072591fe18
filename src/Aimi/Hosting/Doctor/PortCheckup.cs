using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Aimi.Data;

namespace Aimi.Hosting.Doctor;

/// <summary>The port: free, or Aimi's already.</summary>
internal static class PortCheckup
{
    public static async Task Examine(ServerOptions options, Action<Finding> tell, CancellationToken cancellationToken)
    {
        var address = options.ListenAddress;
        if (options.Port == 0)
            tell(new(Verdict.Fine, "Port.Any"));
        else if (await AskAimi(address, options.Port, cancellationToken) is { } health)
            tell(new(health.Status switch { "ok" => Verdict.Fine, "degraded" => Verdict.Doubtful, _ => Verdict.Broken }, "Port.Aimi", options.Port, health.Version, health.Status));
        else
            tell(Listening(address, options.Port));
    }

    private static async Task<HealthResponse?> AskAimi(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var host = address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        try
        {
            using var answer = await http.GetAsync(new UriBuilder("http", host.ToString(), port, "/health").Uri, cancellationToken);
            return await JsonSerializer.DeserializeAsync<HealthResponse>(await answer.Content.ReadAsStreamAsync(cancellationToken), WireJson.Options, cancellationToken);
        }
        catch (Exception other) when (other is HttpRequestException or JsonException or NotSupportedException)
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
