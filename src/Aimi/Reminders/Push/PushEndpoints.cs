using System.ComponentModel;
using Aimi.Accounts;
using Aimi.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Reminders.Push;

/// <summary>
/// Answers to pushes, from the lock screen: who answers is not signed in, so that the token, which was sealed in the push, is all there is. And the key
/// that a browser needs to subscribe.
/// </summary>
internal static class PushEndpoints
{
    public static IEndpointRouteBuilder MapPush(this IEndpointRouteBuilder app)
    {
        app.MapPost($"{PushActionToken.Path}/{{token}}", Act).WithTags("Reminders").AllowAnonymous().OutsideLocalGuard()
            .WithName("answerPush").WithSummary("Done, or again in ten minutes: the answer to a push, without signing in.")
            .WithDescription("""
                The path is in the push, as `action_path`. A push is answered once, within 24 hours: the same answer again is answered the same and does nothing, another is 409 `action_taken`,
                a late one 410 `action_expired`. 404 for a token that is none. What is refused with 412 or 422, as `POST /reminders/{id}/done` and `/snooze` refuse it, leaves the push unanswered.
                """)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(410).ProducesProblem(412).ProducesProblem(413).ProducesProblem(415)
            .ProducesProblem(422).ProducesProblem(503);
        app.MapGet("/push/vapid-public-key", Key).WithTags("Devices").RequireAuthorization()
            .WithName("getVapidPublicKey").WithSummary("What a browser subscribes to pushes with.")
            .ProducesProblem(401).ProducesProblem(503);
        return app;
    }

    private static async Task<Results<Ok<PushActionResponse>, ProblemHttpResult>> Act(
        [Description("As it stands in the push.")] string token, PushActionRequest request, PushActions actions, CancellationToken cancellationToken) =>
        await actions.Act(token, request.Action, cancellationToken) switch
        {
            { Delivery: { } delivery } => TypedResults.Ok(PushActionResponse.Of(delivery)),
            { Refusal: { } refusal } => Problems.Of(refusal.Status, refusal.Detail, refusal.Code),
            _ => throw new InvalidOperationException("Neither done nor refused."),
        };

    private static Ok<VapidKeyResponse> Key(VapidSigner signer) => TypedResults.Ok(new VapidKeyResponse(signer.PublicKey));
}

/// <param name="Action"><c>done</c>: what it reminds of. <c>snooze10</c>: it rings again in ten minutes.</param>
public sealed record PushActionRequest(PushAction Action);

/// <summary>What a push was answered with.</summary>
/// <param name="RingsAt">For <c>snooze10</c>: when it rings again.</param>
public sealed record PushActionResponse(PushAction Action, Guid ReminderId, DateTimeOffset? RingsAt)
{
    public static PushActionResponse Of(PushDelivery delivery) =>
        new(delivery.Action!.Value, delivery.ReminderId, delivery.Action is PushAction.Snooze10 ? delivery.ActedAt + PushActions.Snooze : null);
}

/// <param name="PublicKey">The <c>applicationServerKey</c>: an uncompressed point of P-256, base64url.</param>
public sealed record VapidKeyResponse(string PublicKey);
