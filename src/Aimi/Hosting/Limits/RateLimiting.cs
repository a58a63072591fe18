using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using Aimi.Accounts;
using Aimi.Data;
using Microsoft.Extensions.Options;

namespace Aimi.Hosting.Limits;

/// <summary>Holds back who does too much, by address and by person: 429 with <c>Retry-After</c>.</summary>
public static class RateLimiting
{
    private enum Kind
    {
        Send,
        Bulk,
        SignIn,
    }

    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton<InProcessBuckets>();
        if (services.TryAddRedis(settings))
            services.AddSingleton<RedisBuckets>();
        services.AddSingleton(provider => new RateGate(provider.GetRequiredService<InProcessBuckets>(), provider.GetService<RedisBuckets>()));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<AccountOptions>>().Value.IsMulti ? RateLimits.Multi : RateLimits.Local);
        return services;
    }

    /// <summary>For endpoints at which a secret could be guessed: sign-in, its challenges, what a person is asked for again. A refresh token is too long for it.</summary>
    public static TBuilder RequireSignInLimit<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new Limited(Kind.SignIn));

    /// <summary>For endpoints that have a model answer.</summary>
    public static TBuilder RequireSendLimit<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new Limited(Kind.Send));

    /// <summary>For imports and exports of all that a person has.</summary>
    public static TBuilder RequireBulkLimit<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new Limited(Kind.Bulk));

    /// <summary>By address; before it is known who calls, so that guessing is held back, too.</summary>
    public static IApplicationBuilder UseAddressLimit(this IApplicationBuilder app)
    {
        var (gate, limits) = (app.ApplicationServices.GetRequiredService<RateGate>(), app.ApplicationServices.GetRequiredService<RateLimits>());
        return app.Use(async (context, next) =>
        {
            var (address, stop) = (AddressOf(context.Connection.RemoteIpAddress), context.RequestAborted);
            if (await gate.Take(limits.Address, address, stop) is { } wait)
                await Refuse(context, wait);
            else if (Of(context) is Kind.SignIn && await gate.Take(limits.SignIn, address, stop) is { } signInWait)
                await Refuse(context, signInWait);
            else
                await next(context);
        });
    }

    /// <summary>By person; after it is known who calls.</summary>
    public static IApplicationBuilder UsePersonLimit(this IApplicationBuilder app)
    {
        var (gate, limits) = (app.ApplicationServices.GetRequiredService<RateGate>(), app.ApplicationServices.GetRequiredService<RateLimits>());
        return app.Use(async (context, next) =>
        {
            var limit = Of(context) switch { Kind.Send => limits.Sends, Kind.Bulk => limits.Bulk, _ => null };
            var stop = context.RequestAborted;
            if (context.User.FindFirstValue(ClaimTypes.NameIdentifier) is not { } person)
                await next(context);
            else if (await gate.Take(limits.Person, person, stop) is { } wait)
                await Refuse(context, wait);
            else if (limit is not null && await gate.Take(limit, person, stop) is { } ownWait)
                await Refuse(context, ownWait);
            else
                await next(context);
        });
    }

    /// <summary>Who has an address of IPv6 has at least 2^64 of them: they are one.</summary>
    internal static string AddressOf(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }

    private static Kind? Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Limited>()?.Kind;

    private static Task Refuse(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = RateGate.Seconds(wait).ToString(CultureInfo.InvariantCulture);
        return Problems.Of(429, "Too many requests. Try again after the time that Retry-After names.").ExecuteAsync(context);
    }

    private sealed record Limited(Kind Kind);
}
