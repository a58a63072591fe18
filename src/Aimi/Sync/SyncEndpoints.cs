using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Aimi.Accounts;
using Aimi.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Sync;

/// <summary>All that changed, for clients that keep it on the device.</summary>
public static class SyncEndpoints
{
    public const int DefaultLimit = 200;
    public const int MaxLimit = 500;

    public static IEndpointRouteBuilder MapSync(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sync", Next).WithTags("Sync").RequireAuthorization().WithName("sync").WithSummary("What changed since the cursor, deletions too; without one, everything.")
            .WithDescription("""
                A page has at most `limit` things, messages among them. Ask again with its `cursor`, at once while `has_more`, later for what has changed by then.
                What is told twice is told newer: the last word counts. 410 `cursor_expired` for a cursor that was not used for 90 days, or where the database was restored: begin without one, and drop what is
                not told again.
                """)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(410).ProducesProblem(503);
        return app;
    }

    private static async Task<Results<Ok<SyncResponse>, ProblemHttpResult>> Next(
        CurrentUser user,
        SyncPages pages,
        CancellationToken cancellationToken,
        [Description("The `cursor` of the last answer; absent for everything.")] string? cursor = null,
        [Description("1 to 500."), Range(1, MaxLimit)] int limit = DefaultLimit)
    {
        if (limit is < 1 or > MaxLimit)
            return Problems.Invalid("limit", "A number from 1 to 500.");

        SyncCursor? given = null;
        if (cursor is not null && !SyncCursor.TryRead(cursor, user.Id, out given))
            return Problems.Invalid("cursor", "Not a cursor that was given to this person.");

        return await pages.Next(user.Id, given, limit, cancellationToken) is { } page
            ? TypedResults.Ok(page)
            : Problems.Of(410, "Begin without a cursor, and drop what is not told again.");
    }
}
