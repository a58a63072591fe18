using System.Net;
using Aimi.Hosting;

namespace Aimi.Accounts;

/// <summary>
/// Keeps web pages from speaking to Aimi in the owner's name: a page of another site (by its <c>Origin</c>), and one that pretends to be this
/// machine (by a <c>Host</c> that names neither localhost nor an address).
/// </summary>
internal static class LocalGuard
{
    /// <summary>Guards what comes after it; after the routing, which knows what is <see cref="OutsideLocalGuard"/>.</summary>
    public static IApplicationBuilder UseLocalGuard(this IApplicationBuilder app) => app.Use((context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Outside>() is not null || (IsOwnHost(context.Request.Host) && IsOwnOrigin(context.Request))
            ? next(context)
            : Problems.Of(403, "Requests from other sites are refused.").ExecuteAsync(context));

    /// <summary>For endpoints that act for nobody but the holder of a secret in the request itself: there is no name of the owner's to misuse.</summary>
    public static T OutsideLocalGuard<T>(this T endpoints)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new Outside());

    // DNS rebinding needs a name; an address in the Host header can not be rebound.
    private static bool IsOwnHost(HostString host) =>
        host.Host is "localhost" || IPAddress.TryParse(host.Host.Trim('[', ']'), out _) || host.Host.Length == 0;

    private static bool IsOwnOrigin(HttpRequest request)
    {
        if (request.Headers.Origin is not [{ } origin])
            return request.Headers.Origin.Count == 0 && !IsUnsafeFromElsewhere(request);

        return Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && from.Scheme == request.Scheme
            && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsUnsafeFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"] && !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));

    private sealed class Outside;
}
