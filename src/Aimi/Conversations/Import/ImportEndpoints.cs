using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Aimi.Conversations.Import;

/// <summary>Brings chats from elsewhere, over HTTP.</summary>
internal static class ImportEndpoints
{
    private static readonly MediaTypeHeaderValue EventStream = new("text/event-stream");

    public static void MapChatImport(this RouteGroupBuilder chat)
    {
        chat.MapPost("/import", Import).WithName("importChat").RequireBulkLimit().NotWhileDraining().WithSummary("Imports messages of another chat.")
            .WithDescription("""
                NDJSON, a message a line: `role` (`user` or `assistant`), `text`, `occurred_at`, `external_id`?, `conversation`?; at most 100,000 of them and 200 MiB. Lines of one
                `conversation` form a session, others are parted by silences longer than the session's timeout; 200 messages at most. Whole sessions are committed as they come: whatever stops
                an import, the same file again adds only what is missing. Lines without `external_id` are told apart by all that they say. With `Accept: text/event-stream` it tells how far it is.
                """.ReplaceLineEndings(" "))
            .WithMetadata(new RequestSizeLimitAttribute(ImportLines.MaxBody))
            .Accepts<string>("application/x-ndjson", "application/jsonl")
            .Produces<ImportResponse>(200, "application/json", "text/event-stream")
            .AddOpenApiOperationTransformer(DescribeStream)
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(429);

        chat.MapGet("/import", Status).WithName("getChatImport").WithSummary("How far the summaries of imported sessions are.");
    }

    private static Task DescribeStream(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Responses!["200"].Content![EventStream.ToString()].Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = """
                Server-sent events, the data of each one JSON object. `progress`: `{received, imported, duplicates, sessions}`, after each transaction. Last comes `done`, the object that
                `application/json` is answered with, or `error`: `{status, code, detail, errors?}`.
                """.ReplaceLineEndings(" "),
        };
        return Task.CompletedTask;
    }

    private static async Task<IResult> Import(
        HttpContext http, CurrentUser user, ImportGate gate, ChatImport import, ImportStore store, CancellationToken cancellationToken)
    {
        if (gate.Enter(user.Id) is not { } permission)
            return Problems.Of(429, "An import is under way. Try again when it is done.");

        http.Response.RegisterForDispose(permission);
        var events = Events(import.Run(user.Id, http.Request.BodyReader, cancellationToken), user.Id, store, cancellationToken);
        if (http.Request.GetTypedHeaders().Accept.Any(type => type.IsSubsetOf(EventStream)))
            return TypedResults.ServerSentEvents(events);

        var last = await events.LastAsync(cancellationToken);
        return last.Data is ImportRefusal refusal
            ? Problems.Of(refusal.Status, refusal.Detail, refusal.Code, refusal.Errors)
            : TypedResults.Ok((ImportResponse)last.Data);
    }

    private static async IAsyncEnumerable<SseItem<object>> Events(
        IAsyncEnumerable<ImportStep> steps, Guid userId, ImportStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var step in steps.WithCancellation(cancellationToken))
        {
            yield return step switch
            {
                { Refusal: { } refusal } => new SseItem<object>(refusal, "error"),
                { Done: true } => new SseItem<object>(ImportResponse.Of(step.Totals, await store.Status(userId, cancellationToken)), "done"),
                _ => new SseItem<object>(ImportProgress.Of(step.Totals), "progress"),
            };
        }
    }

    private static async Task<Ok<ImportStatus>> Status(CurrentUser user, ImportStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.Status(user.Id, cancellationToken));
}

/// <summary>What an import did.</summary>
/// <param name="Received">Messages in the file.</param>
/// <param name="Imported">Those that were not there.</param>
/// <param name="Duplicates">Those that were, or that the file holds twice.</param>
/// <param name="Sessions">Sessions that were made of them.</param>
/// <param name="FirstSeq">The first of the new messages; absent where there are none. What was said meanwhile is numbered among them.</param>
/// <param name="PendingSummaries">Sessions that ended so and wait for their summary.</param>
public sealed record ImportResponse(int Received, int Imported, int Duplicates, int Sessions, long? FirstSeq, long? LastSeq, int PendingSummaries)
{
    internal static ImportResponse Of(ImportTotals totals, ImportStatus status) => new(
        totals.Received, totals.Imported, totals.Duplicates, totals.Sessions, totals.FirstSeq, totals.LastSeq, status.SessionsPending);
}

/// <summary>The sessions that Aimi ended herself, as every imported one, by how far their summaries are.</summary>
/// <param name="Messages">Messages that were imported.</param>
public sealed record ImportStatus(int SessionsPending, int SessionsDone, int SessionsFailed, int Messages);

internal sealed record ImportProgress(int Received, int Imported, int Duplicates, int Sessions)
{
    public static ImportProgress Of(ImportTotals totals) => new(totals.Received, totals.Imported, totals.Duplicates, totals.Sessions);
}
