using System.Runtime.CompilerServices;
using Aimi.Hosting.Telemetry;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Offline;

/// <summary>
/// The chat client of first run and of last resort: no key, no network. It calls the tools that a language model would call, through the same loop, and says
/// in Russian and English what came of it. It remembers nothing: the same message of the same conversation always gets the same reply.
/// </summary>
public sealed class OfflineChatClient : IChatClient
{
    public const string Model = "aimi-offline";

    private static readonly ChatClientMetadata Metadata = new("aimi", defaultModelId: Model);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var turn = OpenTurn.Of(options) ?? throw new InvalidOperationException("The offline assistant answers within a turn.");
        using var span = Spans.Source.StartActivity("chat " + Model);
        span?.SetTag("gen_ai.operation.name", "chat").SetTag("gen_ai.provider.name", "aimi").SetTag("gen_ai.request.model", Model);
        var talk = Talk.Of([.. messages], turn);
        var reply = Dialogue.Answer(talk);
        await Task.WhenAny(reply, talk.Tools.Missing).WaitAsync(cancellationToken);
        if (!reply.IsCompleted)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [await talk.Tools.Missing]) { ModelId = Model, FinishReason = ChatFinishReason.ToolCalls };
            yield break;
        }

        foreach (var piece in Pieces(await reply))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece) { ModelId = Model };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? Metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }

    // Word by word, each with the space behind it.
    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not (' ' or '\n') || i + 1 == text.Length)
                continue;

            yield return text[start..(i + 1)];
            start = i + 1;
        }

        if (start < text.Length)
            yield return text[start..];
    }
}
