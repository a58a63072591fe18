using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aimi.Hosting.Doctor;

/// <summary>The Aimi that serves on this machine by these settings, as anybody sees it who asks over HTTP.</summary>
internal static class RunningAimi
{
    /// <summary>Longer than its checks may take: whoever listens and does not answer for this long is another program, or as good as one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    /// <summary>What it answers; null where nobody does, or who is not Aimi.</summary>
    public static async Task<RunningAnswer?> Ask(ServerOptions server, int port, string path, CancellationToken cancellationToken)
    {
        var address = server.ListenAddress;
        var host = address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new UriBuilder(Uri.UriSchemeHttp, host.ToString(), port, path).Uri, cancellationToken);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)) is JsonObject body ? new(answer.StatusCode, body) : null;
        }
        catch (Exception other) when (other is HttpRequestException or JsonException or InvalidOperationException or TaskCanceledException { InnerException: TimeoutException })
        {
            return null;
        }
    }
}

/// <param name="Body">Of Aimi's contract, or of whatever else listens there.</param>
internal sealed record RunningAnswer(HttpStatusCode Status, JsonObject Body)
{
    public string? Word(string member) => Body[member] is JsonValue value && value.TryGetValue<string>(out var word) ? word : null;
}
