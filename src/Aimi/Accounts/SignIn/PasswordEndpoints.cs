using Aimi.Hosting;
using Aimi.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Accounts.SignIn;

/// <summary>Changing one's password.</summary>
internal static class PasswordEndpoints
{
    public const string WrongPassword = "wrong_password";

    public static void MapPasswords(this IEndpointRouteBuilder app) =>
        app.MapPost("/auth/password", Change).RequireSignInLimit().WithTags("Accounts").RequireSession().OnlyWithAccounts()
            .WithName("changePassword").WithSummary("Changes the password; every other device is signed out.")
            .WithDescription("The present one proves who asks: no other proof is wanted.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503);

    private static async Task<Results<NoContent, ProblemHttpResult>> Change(
        ChangePasswordRequest request, CurrentUser user, AccountService accounts, Passwords passwords, AuthSessions sessions, CancellationToken cancellationToken)
    {
        if (PasswordRules.Refusal(request.NewPassword, (await accounts.Find(user.Id, cancellationToken)).Email) is { } refusal)
            return Problems.Invalid("new_password", refusal);
        if (!await passwords.Verify(user.Id, request.CurrentPassword, cancellationToken))
            return Problems.Of(403, "That is not the password, or too many guesses were wrong.", WrongPassword);

        await passwords.Set(user.Id, request.NewPassword, cancellationToken);
        await sessions.EndOthers(user.Id, user.Credential, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <param name="NewPassword">12 to 200 characters.</param>
public sealed record ChangePasswordRequest(string CurrentPassword, string NewPassword);
