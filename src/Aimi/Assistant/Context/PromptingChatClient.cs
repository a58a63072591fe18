using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Context;

/// <summary>Tells a language model who it is and what is known of the person, and as much of what was said as there is room for. The offline assistant needs no prompt, and is not wrapped.</summary>
internal sealed class PromptingChatClient(IChatClient model, PromptBudget budget) : StreamingChatClient(model)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(await Prompted(messages, options), options, cancellationToken))
            yield return update;
    }

    private async Task<IEnumerable<ChatMessage>> Prompted(IEnumerable<ChatMessage> messages, ChatOptions? options) =>
        OpenTurn.Of(options) is { } turn ? budget.Prompt(turn, await turn.Context, [.. messages], options?.Instructions) : messages;
}
