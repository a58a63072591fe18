using System.Runtime.CompilerServices;
using Aimi.Assistant.Context;
using Aimi.Assistant.Guardrails.Outgoing;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Guardrails;

/// <summary>
/// Lets out of a reply only what is true and may be said. Around the client that calls the tools, so that it sees what they answered. A model that claims a deed without a row to
/// show for it is told so and asked once more; if it claims it again, an honest sentence takes the claim's place.
/// </summary>
internal sealed class GuardedChatClient(IChatClient model, Guard guard) : StreamingChatClient(model)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var turn = OpenTurn.Of(options) ?? throw new InvalidOperationException("A reply belongs to a turn.");
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var told = turn.IsCalm ? Told(options!, PromptFile.Read(PromptFile.Calm, turn.Language)) : options!;
        var reply = new GuardedReply(guard, turn);
        for (var isSecond = false; ; isSecond = true)
        {
            var heard = new List<ChatResponseUpdate>();
            await foreach (var update in base.GetStreamingResponseAsync(asked, told, cancellationToken))
            {
                heard.Add(update);
                yield return await Guarded(update, reply, cancellationToken);
            }

            if (await reply.End(cancellationToken) is { Length: > 0 } rest)
                yield return new ChatResponseUpdate(ChatRole.Assistant, rest);
            if (!reply.HasFalseClaims)
                yield break;

            guard.Caught(turn, "claim", "reply");
            if (isSecond)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, await reply.Correct(cancellationToken));
                yield break;
            }

            reply.Drop();
            asked = [.. asked, .. Deeds(heard)];

            // As an instruction and not as a message: every vendor has a place for one, and the offline assistant reads none.
            told = Told(told, PromptFile.Read(PromptFile.Undone, turn.Language).Replace("{said}", reply.Said, StringComparison.Ordinal));
        }
    }

    private static async ValueTask<ChatResponseUpdate> Guarded(ChatResponseUpdate update, GuardedReply reply, CancellationToken cancellationToken)
    {
        foreach (var call in update.Contents.OfType<FunctionCallContent>())
            reply.Hear(call);
        if (!update.Contents.Any(content => content is TextContent or FunctionResultContent))
            return update;

        var contents = new List<AIContent>();
        foreach (var content in update.Contents)
        {
            var released = content switch
            {
                TextContent text => await reply.Hear(text.Text, cancellationToken),
                FunctionResultContent result => await reply.Hear(result, cancellationToken),
                _ => "",
            };
            if (content is not TextContent)
                contents.Add(content);
            if (released.Length > 0)
                contents.Add(new TextContent(released));
        }

        var guarded = update.Clone();
        guarded.Contents = contents;
        return guarded;
    }

    /// <summary>The calls of tools and what they answered, without what was said beside them.</summary>
    private static IEnumerable<ChatMessage> Deeds(List<ChatResponseUpdate> heard) =>
        heard.ToChatResponse().Messages
            .Select(message => new ChatMessage(message.Role, [.. message.Contents.Where(content => content is FunctionCallContent or FunctionResultContent)]))
            .Where(message => message.Contents.Count > 0);

    private static ChatOptions Told(ChatOptions options, string instruction)
    {
        var told = options.Clone();
        told.Instructions = told.Instructions is { Length: > 0 } before ? $"{before}\n{instruction}" : instruction;
        return told;
    }
}
