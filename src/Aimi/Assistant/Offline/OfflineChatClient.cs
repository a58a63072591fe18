using System.Runtime.CompilerServices;
using Aimi.Language;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Offline;

/// <summary>
/// The chat client of first run: no key, no network. It greets, answers the simplest things in Russian and English, and says honestly what it is.
/// The same message of the same conversation always gets the same reply.
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
        var said = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        if (said[^1].Role == ChatRole.User && options?.Tools is { Count: > 0 } && OfflineMemory.Call(said) is { } call)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [call]) { ModelId = Model, FinishReason = ChatFinishReason.ToolCalls };
            yield break;
        }

        foreach (var piece in Pieces(await Reply(said, OpenTurn.Of(options))))
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

    private static async Task<string> Reply(IReadOnlyList<ChatMessage> said, OpenTurn? turn)
    {
        var person = turn?.Now;
        if (said[^1].Contents.OfType<FunctionResultContent>().FirstOrDefault() is not { } result)
            return OfflineReply.To(said, person, turn is null ? null : await turn.Context, turn?.Question);

        var asked = said.Last(message => message.Role == ChatRole.User).Text;
        var call = said.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Last(call => call.CallId == result.CallId);
        return OfflineMemory.Tell(call, result, SpokenLanguage.Of(asked, person?.Locale));
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
