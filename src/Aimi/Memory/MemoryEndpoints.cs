using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Aimi.Memory.Forgetting;
using Aimi.Memory.Recall;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Aimi.Memory;

/// <summary>The memory over HTTP: read it, search it, add to it, correct it, have it forgotten.</summary>
public static class MemoryEndpoints
{
    public static IEndpointRouteBuilder MapMemory(this IEndpointRouteBuilder app)
    {
        var memory = app.MapGroup("/memory").WithTags("Memory").RequireAuthorization().WithIdempotencyKey().WithIfMatch().ProducesProblem(401).ProducesProblem(503);
        memory.MapGet("/", List).WithName("listMemories").WithSummary("What is remembered, the newest first.").ProducesProblem(400);
        memory.MapPost("/", Remember).WithName("remember").WithSummary("Remembers something. What was known of its subject gives way.").ProducesProblem(400);
        memory.MapGet("/search", Search).WithName("searchMemory").WithSummary("What is remembered about something, the best first, and where it comes from.").ProducesProblem(400);
        memory.MapGet("/{id:guid}", Get).WithName("getMemory").WithSummary("A memory, active or superseded.").ProducesProblem(404);
        memory.MapPatch("/{id:guid}", Correct).WithName("correctMemory")
            .WithSummary("Corrects a memory. Other words make a new one in its place; the old stays as history.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(422);
        memory.MapDelete("/{id:guid}", Forget).WithName("forget")
            .WithSummary("Forgets for good: the memory, the words in the messages, and all that was drawn from them. Answers what was removed.").ProducesProblem(404);
        return app;
    }

    private static async Task<Results<Ok<Page<MemoryResponse>>, ProblemHttpResult>> List(
        CurrentUser user,
        Notebook notebook,
        MemorySources sources,
        CancellationToken cancellationToken,
        [Description("`goal`, `event`, `experience`, `summary`, `fact` or `message`; absent for all."), FromQuery(Name = "entity_type")] string? entityType = null,
        [Description("`true` for what holds now, `false` for what was superseded; absent for both.")] bool? active = null,
        [Description("1 to 200."), Range(1, Page.MaxLimit)] int limit = Page.DefaultLimit,
        [Description("The `next_cursor` of the page before.")] string? cursor = null)
    {
        if (Page.LimitRefusal(limit) is { } outOfBounds)
            return outOfBounds;
        if (!EnumWords.TryReadOptional<MemoryType>(entityType, out var type))
            return Problems.Invalid("entity_type", EnumWords.Choice<MemoryType>());

        Guid? before = null;
        if (cursor is not null)
        {
            if (!Cursor.TryRead(cursor, out Guid position))
                return Problems.Invalid("cursor", "Not a cursor that was given.");
            before = position;
        }

        var rows = await notebook.List(user.Id, type, active, before, limit + 1, cancellationToken);
        var from = await sources.Of(user.Id, rows.SelectMany(memory => memory.SourceSeqs), cancellationToken);
        return TypedResults.Ok(Page.Of(rows, limit, memory => memory.Id, memory => MemoryResponse.Of(memory, from)));
    }

    private static async Task<Results<Created<MemoryResponse>, Ok<MemoryResponse>, ProblemHttpResult>> Remember(
        RememberRequest request,
        HttpResponse response,
        CurrentUser user,
        Notebook notebook,
        MemorySources sources,
        CancellationToken cancellationToken)
    {
        if (request.Refusal is { } refusal)
            return refusal;

        if (await notebook.RememberOnce(user.Id, request.Id, request.Content, request.Subject, request.EntityType ?? MemoryType.Fact, request.Importance, cancellationToken)
            is not var (memory, isNew))
            return ClientIds.Taken;

        var answer = await Answer(memory, response, user, sources, cancellationToken);
        return isNew ? TypedResults.Created($"/memory/{memory.Id}", answer) : TypedResults.Ok(answer);
    }

    private static async Task<Results<Ok<FoundMemories>, ProblemHttpResult>> Search(
        [Description("What to look for, in words of any form, in Russian or English; at most 1,000 characters.")] string q,
        CurrentUser user,
        MemorySearch search,
        CancellationToken cancellationToken,
        [Description("1 to 200."), Range(1, Page.MaxLimit)] int limit = MemorySearch.DefaultLimit,
        [Description("Only memories of this kind, as in the list."), FromQuery(Name = "entity_type")] string? entityType = null,
        [Description("What was known then: an instant, or a day (its end, in the person's zone).")] string? at = null)
    {
        if (Page.LimitRefusal(limit) is { } outOfBounds)
            return outOfBounds;
        if (PlainText.Refusal(q, MemorySearch.MaxQuery) is { } refusal)
            return Problems.Invalid("q", refusal);
        if (!EnumWords.TryReadOptional<MemoryType>(entityType, out var type))
            return Problems.Invalid("entity_type", EnumWords.Choice<MemoryType>());

        var then = at is null ? null : await search.Instant(user.Id, at, cancellationToken);
        if (at is not null && then is null)
            return Problems.Invalid("at", "A time such as 2026-03-15T18:30:00Z, or a day such as 2026-03-15.");

        return TypedResults.Ok(await search.Find(user.Id, q, type is null ? null : [type.Value], then, limit, cancellationToken));
    }

    private static async Task<Results<Ok<MemoryResponse>, ProblemHttpResult>> Get(
        Guid id, HttpResponse response, CurrentUser user, Notebook notebook, MemorySources sources, CancellationToken cancellationToken) =>
        await notebook.Find(user.Id, id, cancellationToken) is { } memory
            ? TypedResults.Ok(await Answer(memory, response, user, sources, cancellationToken))
            : Problems.Of(404);

    private static async Task<Results<Ok<MemoryResponse>, ProblemHttpResult>> Correct(
        Guid id, MemoryPatch patch, HttpContext http, CurrentUser user, Notebook notebook, MemorySources sources, CancellationToken cancellationToken)
    {
        if (patch.Refusal is { } refusal)
            return refusal;

        var correction = await notebook.Correct(user.Id, id, http.Request.IfMatch(), patch.Content.Value, patch.Importance.Value, cancellationToken);
        return correction.Result switch
        {
            CorrectionResult.NotFound => Problems.Of(404),
            CorrectionResult.OtherVersion => Problems.Of(412),
            CorrectionResult.NotActive => Problems.Of(422, "It was superseded. Correct what took its place.", "memory_not_active"),
            CorrectionResult.Known => Problems.Of(422, "Another memory says that already.", "memory_known"),
            _ => TypedResults.Ok(await Answer(correction.Memory!, http.Response, user, sources, cancellationToken)),
        };
    }

    private static async Task<Results<Ok<Receipt>, ProblemHttpResult>> Forget(
        Guid id, CurrentUser user, MemoryForgetting forgetting, CancellationToken cancellationToken) =>
        await forgetting.Forget(user.Id, id, cancellationToken) is { } receipt ? TypedResults.Ok(receipt) : Problems.Of(404);

    private static async Task<MemoryResponse> Answer(
        MemoryVector memory, HttpResponse response, CurrentUser user, MemorySources sources, CancellationToken cancellationToken)
    {
        response.SetVersion(memory.Version);
        return MemoryResponse.Of(memory, await sources.Of(user.Id, memory.SourceSeqs, cancellationToken));
    }
}
