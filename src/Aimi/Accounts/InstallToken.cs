using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Aimi.Data;

namespace Aimi.Accounts;

/// <summary>
/// Proves to an Aimi without accounts that a caller may read its owner's files: a program sends the token, the console has a cookie. The cookie is made of the token and is
/// not the token: browsers show cookies to every port of a host, and so to other programs of this machine.
/// </summary>
internal sealed class InstallToken
{
    private const string File = "install-token";
    private const string Cookie = "aimi_console";

    private readonly byte[] _token;
    private readonly byte[] _cookie;

    public InstallToken(string dataFolder)
    {
        var secret = SecretFile.ReadOrMake(Path.Combine(dataFolder, File));
        _token = Encoding.ASCII.GetBytes(Base64Url.EncodeToString(secret));
        _cookie = Encoding.ASCII.GetBytes(Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(Cookie))));
    }

    public bool IsToken(string text) => Equal(text, _token);

    /// <summary>Whether the browser was given its cookie here.</summary>
    public bool HasCookie(HttpRequest request) => request.Cookies[Cookie] is { } value && Equal(value, _cookie);

    public void GiveCookie(HttpContext context)
    {
        if (!HasCookie(context.Request))
            context.Response.Cookies.Append(Cookie, Encoding.ASCII.GetString(_cookie), new CookieOptions { HttpOnly = true, IsEssential = true, Path = "/", SameSite = SameSiteMode.Strict });
    }

    // As long for a wrong one as for the right one.
    private static bool Equal(string text, byte[] secret) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), secret);
}
