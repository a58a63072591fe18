using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Context;

/// <summary>Tells a language model who it is and what is known of the person, before what was said. The offline assistant needs no prompt, and is not wrapped.</summary>
internal sealed class PromptingChatClient(IChatClient model) : DelegatingChatClient(model)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await base.GetResponseAsync(await Prompted(messages, options), options, cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(await Prompted(messages, options), options, cancellationToken))
            yield return update;
    }

    private static async Task<IEnumerable<ChatMessage>> Prompted(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (OpenTurn.Of(options) is not { } turn)
            return messages;

        // Who gave no name in their account is called as they said they are.
        var context = await turn.Context;
        var now = turn.Now.Name.Length > 0 ? turn.Now : turn.Now with { Name = context.Name ?? "" };
        var prompt = Persona.For(now, turn.Language, turn.Question) + ContextPrompt.For(context, turn.Language);
        return [new ChatMessage(ChatRole.System, prompt), .. messages];
    }
}
