using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Aimi.Hosting.Outgoing;

/// <summary>
/// Requests to addresses that a person set go through here, so that nobody reaches through Aimi what they can not reach themselves: the operator's
/// network, this machine, a cloud's metadata. What a name means is looked up once and checked, and that very address is connected to.
/// </summary>
/// <param name="allowPrivateNetworks">Whoever may set an address may also reach the networks around this machine, and over plain http.</param>
public sealed class OutgoingGuard(bool allowPrivateNetworks)
{
    /// <summary>More of a reply than anyone needs to say yes or no; what is left of it costs the connection.</summary>
    public const int MaxReply = 64 * 1024;

    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Whether an address has the form of one to call. Where it leads, the connection checks.</summary>
    public bool Accepts(string address, [NotNullWhen(true)] out Uri? uri) =>
        Uri.TryCreate(address, UriKind.Absolute, out uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (allowPrivateNetworks && uri.Scheme == Uri.UriSchemeHttp))
        && uri.UserInfo.Length == 0;

    /// <summary>Follows nothing, remembers nothing, goes through nothing; a connection that is not allowed fails with <see cref="OutgoingRefusedException"/> inside.</summary>
    /// <param name="connect">How long the name, the connection and TLS may take together.</param>
    public SocketsHttpHandler CreateHandler(TimeSpan connect) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = connect,
        ConnectCallback = Connect,
        MaxResponseDrainSize = MaxReply,
        MaxResponseHeadersLength = MaxReply / 1024,

        // A host that moves is followed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),

        // Strangers do not learn the ids of our traces.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var found = await Resolve(context.DnsEndPoint.Host, cancellationToken);
        var allowed = found.Where(MayConnect).ToArray();
        if (allowed.Length == 0)
            throw new OutgoingRefusedException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool MayConnect(IPAddress address) => AddressKinds.Of(address) switch
    {
        AddressKind.Public => true,
        AddressKind.Private => allowPrivateNetworks,
        _ => false,
    };
}

/// <summary>The name leads to addresses only that may not be called from here.</summary>
public sealed class OutgoingRefusedException() : Exception("The address leads into a network that is not to be called from here.");
