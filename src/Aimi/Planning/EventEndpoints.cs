using System.ComponentModel;
using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Hosting.Resources;

namespace Aimi.Planning;

/// <summary>Events over HTTP: what takes place.</summary>
public static class EventEndpoints
{
    private static readonly PlanRoutes Routes = new("Event", type => type is not EventType.Task);

    public static IEndpointRouteBuilder MapEvents(this IEndpointRouteBuilder app)
    {
        var events = app.MapGroup("/events").WithTags("Events").RequireAuthorization().WithIdempotencyKey().WithIfMatch().ProducesProblem(401).ProducesProblem(503);
        events.MapGet("", List).WithName("listEvents").WithSummary("Events; within `from` and `to` every occurrence of each, in order.")
            .WithDescription("Without a span the rows are listed, a series once. With one, at most 400 days long, series are expanded: an item has `occurrence_at` then. Skipped ones are left out unless `status` asks for them.")
            .Produces<Page<EventResponse>>().ProducesProblem(400);
        events.MapPost("", Create).WithName("createEvent").WithSummary("Plans an event.")
            .Produces<EventResponse>(201).Produces<EventResponse>().ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        events.MapPatch("/{id:guid}", Patch).WithName("patchEvent").WithSummary("Changes an event: the whole, one occurrence, or one and all later.")
            .WithDescription("With `scope=this_and_later` the series ends before the occurrence; the answer is a new series that goes on from there.")
            .Produces<EventResponse>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        Routes.Map(events);
        return app;
    }

    private static Task<IResult> List(
        CurrentUser user,
        EventRepository events,
        CancellationToken cancellationToken,
        string? status = null,
        Guid? goal_id = null,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        [Description("1 to 200.")] int? limit = null,
        string? cursor = null) =>
        Routes.List(new PlanQuery(status, goal_id, from, to, limit, cursor), "from", "to", user.Id, events, cancellationToken);

    private static async Task<IResult> Create(
        CreateEventRequest request, HttpContext http, CurrentUser user, EventRepository events, TimeProvider time, CancellationToken cancellationToken)
    {
        if (request.Type is EventType.Task)
            return Problems.Invalid("type", "`event` or `follow_up`; tasks are made at /tasks.");

        return await PlanRoutes.Create(request, request.Type, nagEvery: null, "/events", http, user, events, time, cancellationToken);
    }

    private static Task<IResult> Patch(
        Guid id,
        PatchEventRequest request,
        HttpContext http,
        CurrentUser user,
        EventRepository events,
        CancellationToken cancellationToken,
        [Description("The occurrence that is meant.")] DateTimeOffset? occurrence_at = null,
        [Description(PlanRoutes.ScopeWords)] string? scope = null) =>
        Routes.Patch(id, request.Patch(), occurrence_at, scope, http, user, events, cancellationToken);
}
