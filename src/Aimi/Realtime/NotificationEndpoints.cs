using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Realtime;

/// <summary>Notifications over HTTP: what the socket pushed, for a client that was away.</summary>
public static class NotificationEndpoints
{
    public static IEndpointRouteBuilder MapNotifications(this IEndpointRouteBuilder app)
    {
        var notifications = app.MapGroup("/notifications").WithTags("Notifications").RequireAuthorization().WithIdempotencyKey().ProducesProblem(401).ProducesProblem(503);
        notifications.MapGet("/", List).WithName("listNotifications").WithSummary("What was pushed, the newest first.").ProducesProblem(400);
        notifications.MapPost("/read", Read).WithName("readNotifications").WithSummary("Marks a notification, and all before it, as seen.")
            .ProducesProblem(400).ProducesProblem(404);
        return app;
    }

    private static async Task<Results<Ok<Page<NotificationResponse>>, ProblemHttpResult>> List(
        CurrentUser user,
        Notifications notifications,
        CancellationToken cancellationToken,
        [Description("True for those not seen, false for those seen; absent for all.")] bool? unread = null,
        [Description("1 to 200."), Range(1, Page.MaxLimit)] int limit = Page.DefaultLimit,
        [Description("The `next_cursor` of the page before.")] string? cursor = null)
    {
        if (Page.LimitRefusal(limit) is { } outOfBounds)
            return outOfBounds;

        Guid? before = null;
        if (cursor is not null)
        {
            if (!Cursor.TryRead<Guid>(cursor, out var place))
                return Problems.Invalid("cursor", "Not a cursor that was given.");
            before = place;
        }

        var rows = await notifications.List(user.Id, unread, before, limit + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, limit, notification => notification.Id, NotificationResponse.Of));
    }

    private static async Task<Results<Ok<ReadNotificationsResponse>, ProblemHttpResult>> Read(
        ReadNotificationsRequest request, CurrentUser user, Notifications notifications, CancellationToken cancellationToken) =>
        await notifications.MarkRead(user.Id, request.UpToId, cancellationToken) is { } marked
            ? TypedResults.Ok(new ReadNotificationsResponse(marked))
            : Problems.Of(404);
}

/// <summary>A notification on the wire.</summary>
/// <param name="Kind">Such as <c>reminder</c>; ignore those that are not known.</param>
/// <param name="EntityType">What <paramref name="EntityId"/> is the id of.</param>
/// <param name="ReadAt">Absent while it was not seen.</param>
public sealed record NotificationResponse(
    Guid Id, string Kind, string Title, string? Body, string? EntityType, Guid? EntityId, DateTimeOffset OccurredAt, DateTimeOffset? ReadAt)
{
    public static NotificationResponse Of(Notification notification) => new(
        notification.Id,
        notification.Kind,
        notification.Title,
        notification.Body,
        notification.EntityType,
        notification.EntityId,
        notification.CreatedAt,
        notification.ReadAt);
}

/// <param name="UpToId">The newest notification that was seen.</param>
public sealed record ReadNotificationsRequest(Guid UpToId);

/// <param name="Marked">How many were not seen before.</param>
public sealed record ReadNotificationsResponse(int Marked);
