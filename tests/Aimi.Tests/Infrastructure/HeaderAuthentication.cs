using System.Text.Encodings.Web;
using Aimi.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aimi.Tests.Infrastructure;

/// <summary>Lets a test call as any person: the header names them, and without it nobody is signed in.</summary>
internal sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "test";
    public const string Header = "X-Test-User";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Guid.TryParse(Request.Headers[Header], out var userId)
            ? AuthenticateResult.Success(new AuthenticationTicket(CurrentUser.Principal(userId, SchemeName), SchemeName))
            : AuthenticateResult.NoResult());
}
