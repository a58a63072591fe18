using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts;

/// <summary>Who is calling. The only place from which an endpoint learns it.</summary>
public sealed class CurrentUser(IHttpContextAccessor http)
{
    internal const string CredentialClaim = "credential";
    internal const string KindClaim = "kind";

    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint lacks its authorisation.</exception>
    public Guid Id => IdOf(http.HttpContext?.User) ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>Whose identity it is; null where it is nobody's.</summary>
    internal static Guid? IdOf(ClaimsPrincipal? principal) =>
        Guid.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    /// <summary>The session or the personal token that the caller came with; null where there are no accounts.</summary>
    public Guid? Credential => Guid.TryParse(http.HttpContext?.User.FindFirstValue(CredentialClaim), out var id) ? id : null;

    /// <summary>The identity of a person, as an authentication scheme hands it on.</summary>
    public static ClaimsPrincipal Principal(Guid userId, string scheme) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, userId.ToString())], scheme));
}

/// <summary>Without accounts every caller is the owner; <see cref="LocalGuard"/> keeps others away.</summary>
internal sealed class LocalOwnerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "local";

    private static readonly AuthenticateResult Owner =
        AuthenticateResult.Success(new AuthenticationTicket(CurrentUser.Principal(LocalOwner.Id, SchemeName), SchemeName));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Owner);
}
