using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Aimi.Accounts.SignIn;

/// <summary>With accounts: the person whose token comes in the <c>Authorization</c> header, or whose ticket opens the socket.</summary>
internal sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "bearer";
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is [{ } header])
        {
            return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                ? Result(await tokens.Open(header[Bearer.Length..].Trim(), Context.RequestAborted))
                : AuthenticateResult.NoResult();
        }

        return Request.Query["ticket"] is [{ } ticket] && Context.GetEndpoint()?.Metadata.GetMetadata<TicketMetadata>() is not null
            ? Result(await tokens.Spend(ticket, Context.RequestAborted))
            : AuthenticateResult.NoResult();
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.Append(HeaderNames.WWWAuthenticate, "Bearer");
        return base.HandleChallengeAsync(properties);
    }

    private static AuthenticateResult Result(Bearer? bearer)
    {
        if (bearer is null)
            return AuthenticateResult.Fail("The token lets nobody in.");

        var principal = CurrentUser.Principal(bearer.UserId, SchemeName);
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaim(new Claim(CurrentUser.CredentialClaim, bearer.Credential.ToString()));
        identity.AddClaim(new Claim(CurrentUser.KindClaim, bearer.Kind.ToString()));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName));
    }
}

/// <summary>What an endpoint asks of the token that it is called with.</summary>
internal static class BearerEndpoints
{
    /// <summary>Who has no header to send may come with a ticket.</summary>
    public static TBuilder AcceptsTicket<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new TicketMetadata());

    /// <summary>Only who signed in on a device: a script's token does not change how one signs in.</summary>
    public static TBuilder RequireSession<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(policy => policy.RequireClaim(CurrentUser.KindClaim, nameof(AccessTokenKind.Access)));
}

internal sealed record TicketMetadata;
