using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Planning.Calendar;

/// <summary>Subscriptions to the calendar: made, listed, revoked.</summary>
internal static class CalendarFeedEndpoints
{
    public const string TooManyFeeds = "too_many_feeds";

    private const int MaxName = 100;

    public static void MapCalendarFeeds(this IEndpointRouteBuilder app)
    {
        var feeds = app.MapGroup("/calendar/feeds").WithTags("Calendar").RequireAuthorization().WithIdempotencyKey().ProducesProblem(401).ProducesProblem(503);

        feeds.MapPost("", Create).WithName("createCalendarFeed").WithSummary("Makes a subscription.")
            .WithDescription("The token, and the address that has it, are told this once. Whoever has them may read the calendar until the feed is deleted. At most 20 a person.")
            .ProducesProblem(400).ProducesProblem(415).ProducesProblem(422);

        feeds.MapGet("", List).WithName("listCalendarFeeds").WithSummary("The subscriptions, without their tokens; all on one page.");

        feeds.MapDelete("/{id:guid}", Revoke).WithName("deleteCalendarFeed").WithSummary("Revokes a subscription: its address leads nowhere from now on.")
            .ProducesProblem(404);
    }

    private static async Task<Results<Created<NewFeedResponse>, ProblemHttpResult>> Create(
        CreateFeedRequest request, HttpRequest http, CurrentUser user, CalendarFeeds feeds, CancellationToken cancellationToken)
    {
        if (request.Name.Length > MaxName || CalendarText.Clean(request.Name, MaxName) is not { } name || name != request.Name.Trim())
            return Problems.Invalid("name", "1 to 100 characters, and no control characters.");
        if (await feeds.Create(user.Id, name, cancellationToken) is not var (feed, token))
            return Problems.Of(422, "There are 20 feeds, the most that a person may have. Delete one first.", TooManyFeeds);

        var url = $"{http.Scheme}://{http.Host.ToUriComponent()}{http.PathBase.ToUriComponent()}{CalendarDocumentEndpoint.Path}?token={token}";
        return TypedResults.Created($"/calendar/feeds/{feed.Id}", new NewFeedResponse(feed.Id, feed.Name, url, token, feed.CreatedAt));
    }

    private static async Task<Page<FeedResponse>> List(CurrentUser user, CalendarFeeds feeds, CancellationToken cancellationToken) =>
        new([.. (await feeds.List(user.Id, cancellationToken)).Select(FeedResponse.Of)], NextCursor: null);

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        Guid id, CurrentUser user, CalendarFeeds feeds, CancellationToken cancellationToken) =>
        await feeds.Revoke(user.Id, id, cancellationToken) ? TypedResults.NoContent() : Problems.Of(404);
}

/// <param name="Name">Where it is subscribed to: 1 to 100 characters.</param>
public sealed record CreateFeedRequest(string Name);

/// <summary>A new subscription.</summary>
/// <param name="Url">To be given to a calendar; holds the token.</param>
/// <param name="Token">Is told this once.</param>
public sealed record NewFeedResponse(Guid Id, string Name, string Url, string Token, DateTimeOffset CreatedAt);

/// <summary>A subscription.</summary>
/// <param name="LastUsedAt">Within the hour; absent where nobody read it yet.</param>
public sealed record FeedResponse(Guid Id, string Name, DateTimeOffset? LastUsedAt, DateTimeOffset CreatedAt)
{
    public static FeedResponse Of(CalendarFeed feed) => new(feed.Id, feed.Name, feed.LastUsedAt, feed.CreatedAt);
}
