using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>
/// Ties a sign-in by redirect to the browser that began it. Without it someone could begin one, sign in as themselves, and have another person's browser end
/// it: that person would write into a stranger's account. All else of the sign-in stands in <see cref="Challenges"/>, where every replica finds it.
/// </summary>
internal sealed class BrowserCookie(Uri publicAddress)
{
    private const int Length = 32;

    private readonly bool _secure = publicAddress.Scheme == Uri.UriSchemeHttps;

    // The prefix: no other host of the domain can plant one.
    private string Name => _secure ? "__Host-aimi_browser" : "aimi_browser";

    /// <summary>What stands for this browser in a sign-in that it begins. Two sign-ins at once have the same.</summary>
    public string Ensure(HttpContext http)
    {
        var value = http.Request.Cookies[Name] is { } known && Base64Url.IsValid(known, out var length) && length == Length
            ? known
            : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length));

        // Lax: the provider sends people back from another site.
        http.Response.Cookies.Append(Name, value, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = OpenIdConnectFlow.Life + OpenIdConnectFlow.ExchangeLife,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = _secure,
        });
        return HashOf(value);
    }

    /// <summary>Whether it is the browser that a sign-in was begun in.</summary>
    public bool Fits(HttpContext http, string browser) => http.Request.Cookies[Name] is { } value && HashOf(value) == browser;

    private static string HashOf(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}
