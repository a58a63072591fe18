using System.ComponentModel;
using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Hosting.Resources;

namespace Aimi.Planning;

/// <summary>Tasks over HTTP: what is to be done.</summary>
public static class TaskEndpoints
{
    private static readonly PlanRoutes Routes = new("Task", type => type is EventType.Task);

    public static IEndpointRouteBuilder MapTasks(this IEndpointRouteBuilder app)
    {
        var tasks = app.MapGroup("/tasks").WithTags("Tasks").RequireAuthorization().WithIdempotencyKey().WithIfMatch().ProducesProblem(401).ProducesProblem(503);
        tasks.MapGet("", List).WithName("listTasks").WithSummary("Tasks; within `due_after` and `due_before` every occurrence of each, in order.")
            .WithDescription("Without a span the rows are listed, those without a date too. With one, at most 400 days long, series are expanded. What starts counts by its start.")
            .Produces<Page<EventResponse>>().ProducesProblem(400);
        tasks.MapPost("", Create).WithName("createTask").WithSummary("Plans a task.")
            .Produces<EventResponse>(201).Produces<EventResponse>().ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        tasks.MapPatch("/{id:guid}", Patch).WithName("patchTask").WithSummary("Changes a task: the whole, one occurrence, or one and all later.")
            .Produces<EventResponse>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        Routes.Map(tasks);
        return app;
    }

    private static Task<IResult> List(
        CurrentUser user,
        EventRepository events,
        CancellationToken cancellationToken,
        string? status = null,
        Guid? goal_id = null,
        [Description("Due before this.")] DateTimeOffset? due_before = null,
        [Description("Due at this or later.")] DateTimeOffset? due_after = null,
        [Description("1 to 200.")] int? limit = null,
        string? cursor = null) =>
        Routes.List(new PlanQuery(status, goal_id, due_after, due_before, limit, cursor), "due_after", "due_before", user.Id, events, cancellationToken);

    private static async Task<IResult> Create(
        CreateTaskRequest request, HttpContext http, CurrentUser user, EventRepository events, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!Nag(request.NagEvery, out var nag))
            return BadNag;

        return await PlanRoutes.Create(request, EventType.Task, nag, "/tasks", http, user, events, time, cancellationToken);
    }

    private static Task<IResult> Patch(
        Guid id,
        PatchTaskRequest request,
        HttpContext http,
        CurrentUser user,
        EventRepository events,
        CancellationToken cancellationToken,
        [Description("The occurrence that is meant.")] DateTimeOffset? occurrence_at = null,
        [Description(PlanRoutes.ScopeWords)] string? scope = null)
    {
        if (!Nag(request.NagEvery.Value, out var nag))
            return Task.FromResult<IResult>(BadNag);

        var patch = request.NagEvery.IsGiven ? request.Patch() with { NagEvery = new(nag) } : request.Patch();
        return Routes.Patch(id, patch, occurrence_at, scope, http, user, events, cancellationToken);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult BadNag => Problems.Invalid("nag_every", "A duration from PT5M to P1D.");

    private static bool Nag(string? text, out TimeSpan? every)
    {
        every = null;
        if (text is null)
            return true;
        if (!Durations.TryParse(text, out var duration))
            return false;

        every = duration;
        return true;
    }
}
