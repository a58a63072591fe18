using System.Net;
using System.Net.Sockets;

namespace Aimi.Hosting.Outgoing;

/// <summary>What an address is to a request whose target a person chose.</summary>
internal enum AddressKind
{
    /// <summary>A host of the internet.</summary>
    Public,

    /// <summary>This machine or a network around it: for those who run both ends.</summary>
    Private,

    /// <summary>Nobody serves there whom a person may call: a cloud's metadata, link-local, multicast, reserved, tunnels that hide another address.</summary>
    Forbidden,
}

/// <summary>Tells the kinds apart, by IANA's registries of special-purpose addresses. What is not known to be public is not.</summary>
internal static class AddressKinds
{
    /// <summary>Within private or public networks, but a cloud's: credentials for whoever asks.</summary>
    private static readonly HashSet<IPAddress> Metadata =
    [
        IPAddress.Parse("100.100.100.200"), // Alibaba
        IPAddress.Parse("168.63.129.16"), // Azure
        IPAddress.Parse("fd00:ec2::23"), // AWS, credentials of containers
        IPAddress.Parse("fd00:ec2::254"), // AWS
        IPAddress.Parse("fd20:ce::254"), // Google
    ];

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"), // shared by a provider's customers; also a private network over the internet
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
    ];

    private static readonly IPNetwork[] Forbidden =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), // link-local, with the metadata of most clouds
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments, with Oracle's metadata
        IPNetwork.Parse("192.0.2.0/24"), // documentation, and the next two
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("192.88.99.0/24"), // relays of 6to4
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, broadcast
        IPNetwork.Parse("2001::/23"), // protocol assignments: Teredo, ORCHID
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4, which carries an IPv4 address
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    /// <summary>Of IPv6 only this much is given to hosts of the internet.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>How a network without IPv4 names an IPv4 host.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static AddressKind Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return Of(address.MapToIPv4());
        if (Nat64.Contains(address))
            return Of(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        if (Metadata.Contains(address) || Forbidden.Any(network => network.Contains(address)))
            return AddressKind.Forbidden;
        if (Private.Any(network => network.Contains(address)))
            return AddressKind.Private;
        return address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address) ? AddressKind.Public : AddressKind.Forbidden;
    }
}
