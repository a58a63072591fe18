using Microsoft.Extensions.Options;
using Scalar.AspNetCore;

namespace Aimi.Hosting;

/// <summary>
/// What every answer tells browsers to refuse. An answer of the API is no page: nothing of it may run, be framed or be read by another site. A page has a policy of its own,
/// as short as it works with; who sets a header itself keeps it.
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>Of the console: its own files and its own server, nothing inline, no string made into a script.</summary>
    public const string ConsolePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private const string ApiPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The page itself is here by its nonce; its styles are made by its script as it runs, which only this allows.</summary>
    private const string DocsPolicy =
        "default-src 'none'; script-src 'self' 'nonce-NONCE'; style-src 'self' 'unsafe-inline'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    /// <summary>A year, as browsers ask for.</summary>
    private const string Https = "max-age=31536000";

    /// <summary>First of all, so that errors and refusals have them, too.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
    {
        var isPublicByHttps = app.ApplicationServices.GetRequiredService<IOptions<ServerOptions>>().Value.IsPublicByHttps;
        return app.Use((context, next) =>
        {
            // At the last moment: what handles an error clears all headers that there are until then.
            context.Response.OnStarting(static state =>
            {
                var (context, isPublicByHttps) = ((HttpContext, bool))state;
                Add(context, isPublicByHttps || context.Request.IsHttps);
                return Task.CompletedTask;
            }, (context, isPublicByHttps));
            return next(context);
        });
    }

    private static void Add(HttpContext context, bool byHttps)
    {
        var headers = context.Response.Headers;
        headers.TryAdd("Content-Security-Policy", PolicyOf(context));
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
        headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        headers.TryAdd("Permissions-Policy", Permissions);
        if (byHttps)
            headers.TryAdd("Strict-Transport-Security", Https);

        // Nearly all that is answered is about a person; what may be kept says so itself.
        headers.TryAdd("Cache-Control", "no-store");
    }

    private static string PolicyOf(HttpContext context) =>
        context.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce ? DocsPolicy.Replace("NONCE", nonce, StringComparison.Ordinal) : ApiPolicy;
}
