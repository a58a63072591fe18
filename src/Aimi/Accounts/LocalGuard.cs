using System.Net;
using Aimi.Hosting;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts;

/// <summary>
/// Keeps web pages from speaking to Aimi in a person's name. Without accounts whoever reaches the port is the owner, and every page that is open in a browser of this machine
/// reaches it: refused are requests under a name that is not this machine's (DNS rebinding), from a page of another origin, and changes by a browser that was not given the
/// console's cookie. A program shows the <see cref="InstallToken"/>, or comes without any of a browser's headers.
/// </summary>
internal static class LocalGuard
{
    private const string Bearer = "Bearer ";

    /// <summary>Guards what comes after it; after the routing, which knows what is <see cref="OutsideLocalGuard"/>.</summary>
    public static IApplicationBuilder UseLocalGuard(this IApplicationBuilder app)
    {
        var server = app.ApplicationServices.GetRequiredService<IOptions<ServerOptions>>().Value;
        var names = new Names(server.PublicAddress, server.IsLoopback ? server.ListenAddress : null);
        if (app.ApplicationServices.GetRequiredService<IOptions<AccountOptions>>().Value.IsMulti)
            return app.Use((context, next) => IsOutside(context) ? next(context) : Answer(context, next, RefusalWithAccounts(context.Request, names)));

        var token = app.ApplicationServices.GetRequiredService<InstallToken>();
        return app.Use((context, next) =>
        {
            if (IsOutside(context))
                return next(context);

            var refusal = Refusal(context.Request, names, token);
            if (refusal is null && IsPage(context.Request))
                token.GiveCookie(context);
            return Answer(context, next, refusal);
        });
    }

    /// <summary>For endpoints that act for nobody but the holder of a secret in the request itself: there is no name of the owner's to misuse.</summary>
    public static TBuilder OutsideLocalGuard<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new Outside());

    private static (int Status, string Detail)? Refusal(HttpRequest request, Names names, InstallToken token)
    {
        if (!IsThisMachine(request.Host, names))
            return (403, "Aimi is called localhost, 127.0.0.1 or [::1] here.");
        if (request.Headers.Authorization is [{ } header, ..])
            return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && token.IsToken(header[Bearer.Length..].Trim()) ? null : (401, "That is not the install token.");
        if (!IsFromHere(request, publicAddress: null))
            return (403, "Requests from other sites are refused.");
        return IsChange(request) && IsBrowser(request) && !token.HasCookie(request) ? (403, "Open the console first, or send the install token.") : null;
    }

    /// <summary>With accounts there is a person's token to show, which no other page has; what goes by cookies is held to the origin all the same.</summary>
    private static (int Status, string Detail)? RefusalWithAccounts(HttpRequest request, Names names)
    {
        var isThisMachine = IsThisMachine(request.Host, names);
        if (names.Public is { } address && !IsNamed(request.Host, address) && !isThisMachine && !IsProbe(request))
            return (403, "Aimi has another name here.");

        // Behind a proxy that takes the TLS off the scheme is not the one that the browser saw; who says what it is, is held to it.
        var sameHost = names.Public is null && request.Headers.Origin is [{ } origin] && Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
        return request.Headers.Authorization.Count == 0 && !sameHost && !IsFromHere(request, isThisMachine ? null : names.Public) ? (403, "Requests from other sites are refused.") : null;
    }

    private static bool IsThisMachine(HostString host, Names names) =>
        host.Host is "localhost" or "127.0.0.1" or "[::1]"
        || (names.Loopback is not null && IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && address.Equals(names.Loopback));

    /// <summary>Null where the request names none: a host may be left out, and a port be any number.</summary>
    private static Uri? OwnAddress(HttpRequest request) => Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var own) ? own : null;

    private static bool IsNamed(HostString host, Uri address) => string.Equals(host.Host, address.IdnHost, StringComparison.OrdinalIgnoreCase);

    // Whoever watches over replicas asks each by its address.
    private static bool IsProbe(HttpRequest request) => request.Path.StartsWithSegments("/health", StringComparison.Ordinal);

    /// <summary>Whether no browser says that a page of another origin is behind it. A link to a page of Aimi's may be followed from anywhere.</summary>
    /// <param name="publicAddress">Where the page is; null: under the name that the request came by.</param>
    private static bool IsFromHere(HttpRequest request, Uri? publicAddress)
    {
        if (request.Headers.Origin is not [])
        {
            return request.Headers.Origin is [{ } origin] && Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && (publicAddress ?? OwnAddress(request)) is { } here && Uri.Compare(from, here, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
        }

        return request.Headers["Sec-Fetch-Site"] is not ["cross-site" or "same-site"]
            || (!IsChange(request) && request.Headers["Sec-Fetch-Mode"] is [] or ["navigate"]);
    }

    private static bool IsChange(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Headers.Upgrade.Count > 0 || request.HttpContext.WebSockets.IsWebSocketRequest;

    private static bool IsBrowser(HttpRequest request) =>
        request.Headers.Origin.Count > 0 || request.Headers.Keys.Any(name => name.StartsWith("Sec-Fetch-", StringComparison.OrdinalIgnoreCase));

    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && (request.Path == "/" || request.Path == "/index.html" || request.Path.StartsWithSegments("/docs", StringComparison.Ordinal));

    private static bool IsOutside(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Outside>() is not null;

    private static Task Answer(HttpContext context, RequestDelegate next, (int Status, string Detail)? refusal) =>
        refusal is { } refused ? Problems.Of(refused.Status, refused.Detail).ExecuteAsync(context) : next(context);

    /// <summary>The names that the settings give Aimi, read once.</summary>
    /// <param name="Public">Null where there is none.</param>
    /// <param name="Loopback">Where Aimi listens, if other machines can not come there.</param>
    private sealed record Names(Uri? Public, IPAddress? Loopback);

    private sealed class Outside;
}
