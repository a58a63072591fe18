using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Aimi.Hosting;

/// <summary>Where a client's address and scheme come from: from the connection, and only of proxies that the operator named from what they say of it.</summary>
internal static class Proxies
{
    /// <summary>Addresses and networks, separated by commas; null where one of them is neither.</summary>
    public static IReadOnlyList<System.Net.IPNetwork>? Parse(string? setting)
    {
        var networks = new List<System.Net.IPNetwork>();
        foreach (var text in (setting ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(text, out var address))
                networks.Add(new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (System.Net.IPNetwork.TryParse(text, out var network))
                networks.Add(network);
            else
                return null;
        }

        return networks;
    }

    public static IApplicationBuilder UseProxies(this IApplicationBuilder app)
    {
        var networks = Parse(app.ApplicationServices.GetRequiredService<IOptions<ServerOptions>>().Value.TrustedProxies) ?? [];
        if (networks.Count == 0)
            return app;

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,

            // From the right as far as the named ones reach: what stands before them anybody may have written.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        return app.UseForwardedHeaders(options);
    }
}
