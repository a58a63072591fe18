using Aimi.Hosting;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts.SignIn;

/// <summary>
/// Where a browser keeps its refresh token: out of reach of scripts, sent to <c>/auth</c> alone, and by pages of this origin only. The access token is the
/// page's, in its memory.
/// </summary>
internal static class RefreshCookie
{
    private const string Name = "aimi_refresh";

    public static string? Read(HttpRequest request) => request.Cookies[Name];

    public static void Set(HttpContext http, string token) => http.Response.Cookies.Append(Name, token, Options(http, AuthSessions.IdleLife));

    public static void Clear(HttpContext http)
    {
        if (Read(http.Request) is not null)
            http.Response.Cookies.Delete(Name, Options(http, life: null));
    }

    private static CookieOptions Options(HttpContext http, TimeSpan? life) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = life,
        Path = "/auth",
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps || http.RequestServices.GetRequiredService<IOptions<ServerOptions>>().Value.IsPublicByHttps,
    };
}
