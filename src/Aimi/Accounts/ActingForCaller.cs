using Aimi.Data;

namespace Aimi.Accounts;

/// <summary>A request is the affair of the person who calls, to its end, be it a socket's.</summary>
internal static class ActingForCaller
{
    /// <summary>After the authorisation; a request of nobody stays nobody's.</summary>
    public static IApplicationBuilder UseActingForCaller(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        using var acting = CurrentUser.IdOf(context.User) is { } userId ? Acting.For(userId) : Acting.ForNobody();
        await next(context);
    });
}
