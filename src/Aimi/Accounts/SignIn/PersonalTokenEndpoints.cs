using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Accounts.SignIn;

/// <summary>Tokens for scripts: made, listed, revoked.</summary>
internal static class PersonalTokenEndpoints
{
    public const string TooManyTokens = "too_many_tokens";

    private const int MaxName = 100;

    public static void MapPersonalTokens(this IEndpointRouteBuilder app)
    {
        var tokens = app.MapGroup("/auth/tokens").WithTags("Accounts").RequireSession().OnlyWithAccounts()
            .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        tokens.MapPost("", Create).RequireReauthentication().WithName("createPersonalToken").WithSummary("Makes a token for a script.")
            .WithDescription("It is told this once. It does what you may do, but it does not sign in, make tokens, or take the account away. At most 50 a person. " + Reauthentication.Wanted)
            .ProducesProblem(400).ProducesProblem(415).ProducesProblem(422);
        tokens.MapGet("", List).WithName("listPersonalTokens").WithSummary("The tokens for scripts, without their secrets; all on one page.");
        tokens.MapDelete("/{id:guid}", Revoke).WithName("deletePersonalToken").WithSummary("Revokes a token: it lets nobody in within 5 seconds.");
    }

    private static async Task<Results<Created<NewPersonalTokenResponse>, ProblemHttpResult>> Create(
        CreatePersonalTokenRequest request, CurrentUser user, AccessTokens tokens, TimeProvider time, CancellationToken cancellationToken)
    {
        if (request.Name.Trim() is not { Length: > 0 and <= MaxName } name || name.Any(char.IsControl))
            return Problems.Invalid("name", "1 to 100 characters, and no control characters.");
        if (request.ExpiresAt <= time.GetUtcNow())
            return Problems.Invalid("expires_at", "In the future.");
        if (await tokens.MakePersonal(user.Id, name, request.ExpiresAt, cancellationToken) is not var (row, token))
            return Problems.Of(422, "There are 50 tokens, the most that a person may have. Revoke one first.", TooManyTokens);

        return TypedResults.Created($"/auth/tokens/{row.Id}", new NewPersonalTokenResponse(row.Id, name, token, row.ExpiresAt, row.CreatedAt));
    }

    private static async Task<Ok<Page<PersonalTokenResponse>>> List(CurrentUser user, AccessTokens tokens, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<PersonalTokenResponse>(
            [.. (await tokens.ListPersonal(user.Id, cancellationToken)).Select(row => new PersonalTokenResponse(row.Id, row.Name!, row.LastUsedAt, row.ExpiresAt, row.CreatedAt))],
            NextCursor: null));

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(Guid id, CurrentUser user, AccessTokens tokens, CancellationToken cancellationToken) =>
        await tokens.Revoke(user.Id, id, cancellationToken) ? TypedResults.NoContent() : Problems.Of(404);
}

/// <param name="Name">What it is for: 1 to 100 characters.</param>
/// <param name="ExpiresAt">Absent: until it is revoked.</param>
public sealed record CreatePersonalTokenRequest(string Name, DateTimeOffset? ExpiresAt = null);

/// <summary>A new token.</summary>
/// <param name="Token">Is told this once.</param>
public sealed record NewPersonalTokenResponse(Guid Id, string Name, string Token, DateTimeOffset? ExpiresAt, DateTimeOffset CreatedAt);

/// <summary>A token for scripts.</summary>
/// <param name="LastUsedAt">Within the hour; absent where it was not used yet.</param>
public sealed record PersonalTokenResponse(Guid Id, string Name, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt, DateTimeOffset CreatedAt);
