using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Aimi.Accounts;
using Aimi.Conversations.Import;
using Aimi.Hosting;
using Aimi.Hosting.Limits;
using Aimi.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Aimi.Conversations;

/// <summary>The chat over HTTP.</summary>
public static class ConversationEndpoints
{
    public static IEndpointRouteBuilder MapConversations(this IEndpointRouteBuilder app)
    {
        var chat = app.MapGroup("/chat").WithTags("Chat").RequireAuthorization().ProducesProblem(401).ProducesProblem(503);

        chat.MapPost("/send", Send).WithName("sendMessage").RequireSendLimit()
            .WithSummary("Says something to Aimi.")
            .WithDescription("Answers once the message and its reply are stored. With `Accept: text/event-stream` the reply streams: `accepted`, `delta` (many), then `message` or `error`.")
            .Accepts<SendRequest>("application/json")
            .Produces<SendResponse>(200, "application/json", "text/event-stream")
            .AddOpenApiOperationTransformer(DescribeStream)
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(429);

        chat.MapGet("/messages", History).WithName("listMessages").WithSummary("Pages the history, by seq.").ProducesProblem(400);

        chat.MapPost("/read", Read).WithName("markRead").WithSummary("Marks the assistant's messages up to a seq as seen.")
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415);

        chat.MapPost("/end", End).WithName("endSession").WithSummary("Ends the open session.")
            .WithDescription("A reply in progress is stopped first. Ending where nothing is open is no error.");

        chat.MapGet("/session", Session).WithName("getSession").WithSummary("The open session.");
        chat.MapChatImport();
        return app;
    }

    private static Task DescribeStream(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Responses!["200"].Content![EventStream.ToString()].Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = """
                Server-sent events, the data of each one JSON object. `accepted`: `{client_message_id?, message}`, the message is stored. `delta`: `{reply_id, text}`,
                a piece of the reply. Last comes `message`, the object that `application/json` is answered with, or `error`: `{code, detail}`.
                """.ReplaceLineEndings(" "),
        };
        return Task.CompletedTask;
    }

    private static async Task<IResult> Send(
        SendRequest request, HttpRequest http, CurrentUser user, ConversationService conversation, CancellationToken cancellationToken)
    {
        if (MessageText.Refusal(request.Text) is { } refusal)
            return Problems.Invalid("text", refusal);

        var sent = await conversation.Send(user.Id, request.Text, request.ClientMessageId, origin: null, accepted: null, cancellationToken);
        if (sent.Refusal is { } refused)
            return Problems.Of(refused.Status, refused.Detail, refused.Code);
        if (http.GetTypedHeaders().Accept.Any(type => type.IsSubsetOf(EventStream)))
            return TypedResults.ServerSentEvents(Stream(sent, cancellationToken));

        try
        {
            var reply = sent.Reply ?? await sent.Turn!.Reply.WaitAsync(cancellationToken);
            return TypedResults.Ok(SendResponse.Of(sent.Message!, reply));
        }
        catch (ReplyFailedException failure)
        {
            return Problems.Of(503, failure.Message);
        }
    }

    private static readonly MediaTypeHeaderValue EventStream = new("text/event-stream");

    private static async IAsyncEnumerable<SseItem<object>> Stream(SendOutcome sent, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SseItem<object>(new AcceptedEvent(sent.Message!.ClientMessageId, MessageResponse.Of(sent.Message, read: true)), "accepted");
        var reply = sent.Reply;
        if (sent.Turn is { } turn)
        {
            await foreach (var piece in turn.Deltas(cancellationToken))
                yield return new SseItem<object>(new DeltaEvent(turn.ReplyId, piece), "delta");

            reply = await Outcome(turn);
        }

        yield return reply is null
            ? new SseItem<object>(new ErrorEvent(Problems.Unavailable, ReplyFailedException.Advice), "error")
            : new SseItem<object>(SendResponse.Of(sent.Message, reply), "message");
    }

    private static async Task<ChatMessage?> Outcome(Turn turn)
    {
        try
        {
            return await turn.Reply;
        }
        catch (ReplyFailedException)
        {
            return null;
        }
    }

    private static async Task<Results<Ok<MessagesResponse>, ProblemHttpResult>> History(
        CurrentUser user,
        ChatMessages messages,
        CancellationToken cancellationToken,
        [Description("Messages with a smaller seq, the last of them.")] long? before = null,
        [Description("Messages with a greater seq, the first of them.")] long? after = null,
        [Description("1 to 200."), Range(1, 200)] int limit = 50)
    {
        if (limit is < 1 or > 200)
            return Problems.Invalid("limit", "A number from 1 to 200.");
        if (before < 1)
            return Problems.Invalid("before", "A seq: 1 or more.");
        if (after < 0)
            return Problems.Invalid("after", "A seq: 0 or more.");

        var page = await messages.History(user.Id, before, after, limit, cancellationToken);
        return TypedResults.Ok(new MessagesResponse(
            [.. page.Messages.Select(message => MessageResponse.Of(message, message.Seq <= page.ReadSeq))], page.HasMore));
    }

    private static async Task<Results<Ok<ReadResponse>, ProblemHttpResult>> Read(
        ReadRequest request, CurrentUser user, ConversationService conversation, CancellationToken cancellationToken) =>
        request.UpToSeq < 0
            ? Problems.Invalid("up_to_seq", "A seq: 0 or more.")
            : TypedResults.Ok(new ReadResponse(await conversation.MarkRead(user.Id, request.UpToSeq, cancellationToken)));

    private static async Task<Ok<EndResponse>> End(CurrentUser user, ConversationService conversation, CancellationToken cancellationToken)
    {
        var ended = await conversation.End(user.Id, cancellationToken);
        return TypedResults.Ok(new EndResponse(ended?.SessionId, ended?.Reason));
    }

    private static async Task<Ok<SessionResponse>> Session(
        CurrentUser user, ConversationService conversation, CancellationToken cancellationToken) =>
        TypedResults.Ok(await conversation.OpenSession(user.Id, cancellationToken));
}

/// <summary>A page of the history.</summary>
/// <param name="Items">Ascending by seq.</param>
/// <param name="HasMore">There are more in the direction of the page.</param>
public sealed record MessagesResponse(IReadOnlyList<MessageResponse> Items, bool HasMore);

/// <param name="UpToSeq">Assistant messages up to this seq were seen.</param>
public sealed record ReadRequest(long UpToSeq);

/// <param name="UpToSeq">The mark as it stands: it never goes back, nor beyond the last message.</param>
public sealed record ReadResponse(long UpToSeq);

/// <summary>The session that ended; both absent where none was open.</summary>
public sealed record EndResponse(Guid? SessionId, SessionEndReason? Reason);

/// <summary>The open session; where none is open, only a count of 0.</summary>
/// <param name="Count">Messages in it.</param>
/// <param name="PendingActions">What waits for the person's word, by name.</param>
public sealed record SessionResponse(
    Guid? Id, DateTimeOffset? StartedAt, DateTimeOffset? LastActiveAt, int Count, IReadOnlyDictionary<string, string> PendingActions);

internal sealed record AcceptedEvent(Guid? ClientMessageId, MessageResponse Message);

internal sealed record DeltaEvent(Guid ReplyId, string Text);

internal sealed record ErrorEvent(string Code, string Detail);
