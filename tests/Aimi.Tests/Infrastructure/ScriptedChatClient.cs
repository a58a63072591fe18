using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Aimi.Assistant.Offline;
using Aimi.Assistant.Tools;
using Microsoft.Extensions.AI;

namespace Aimi.Tests.Infrastructure;

/// <summary>Answers as a test tells it to; what it was told nothing about is answered by the offline assistant.</summary>
public sealed class ScriptedChatClient : IChatClient
{
    private readonly OfflineChatClient _offline = new();
    private readonly ConcurrentDictionary<string, Func<CancellationToken, IAsyncEnumerable<string>>> _scripts = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, Func<ToolAnswer?, AIContent>[]> _deeds = new(StringComparer.Ordinal);

    /// <summary>What the model was given, by the person's last words.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<ChatMessage>> Prompts { get; } = new(StringComparer.Ordinal);

    /// <summary>How often the model was asked, by the person's last words.</summary>
    public ConcurrentDictionary<string, int> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>To this text, says that.</summary>
    public void To(string text, Func<CancellationToken, IAsyncEnumerable<string>> says) => _scripts[text] = says;

    /// <summary>To this text, says the pieces, one whenever the test lets it.</summary>
    public ReplyGate Gated(string text, params string[] pieces)
    {
        var gate = new ReplyGate();
        To(text, token => gate.Say(pieces, token));
        return gate;
    }

    /// <summary>To this text, does one step after the other: calls a tool, or says something. Each step is given the answer of the call before.</summary>
    public void Does(string text, params Func<ToolAnswer?, AIContent>[] steps) => _deeds[text] = steps;

    /// <summary>A call of a tool, with arguments as an anonymous object has them.</summary>
    public static FunctionCallContent Call(string tool, object arguments) => new(
        $"call-{Guid.CreateVersion7():N}",
        tool,
        JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value, StringComparer.Ordinal));

    /// <summary>To this text, fails.</summary>
    public void Failing(string text) => To(text, _ => throw new HttpRequestException("The model is away."));

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prompt = messages.ToList();
        var text = prompt.Last(message => message.Role == ChatRole.User).Text;
        Prompts[text] = prompt;
        Calls.AddOrUpdate(text, 1, (_, count) => count + 1);
        if (_deeds.TryGetValue(text, out var steps))
        {
            var answers = prompt.SkipWhile(message => message.Role != ChatRole.User || message.Text != text).SelectMany(message => message.Contents).OfType<FunctionResultContent>().ToList();
            yield return new ChatResponseUpdate(ChatRole.Assistant, [steps[answers.Count](answers.LastOrDefault()?.Result as ToolAnswer)]);
            yield break;
        }

        if (!_scripts.TryGetValue(text, out var script))
        {
            await foreach (var update in _offline.GetStreamingResponseAsync(prompt, options, cancellationToken))
                yield return update;
            yield break;
        }

        await foreach (var piece in script(cancellationToken).WithCancellation(cancellationToken))
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece);
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => _offline.GetService(serviceType, serviceKey);

    public void Dispose()
    {
    }
}

/// <summary>Holds a reply back, piece by piece.</summary>
public sealed class ReplyGate : IDisposable
{
    private readonly SemaphoreSlim _open = new(0);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The model was asked.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Lets so many pieces through.</summary>
    public void Let(int pieces = 1) => _open.Release(pieces);

    public void Dispose() => _open.Dispose();

    internal async IAsyncEnumerable<string> Say(string[] pieces, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        foreach (var piece in pieces)
        {
            await _open.WaitAsync(cancellationToken);
            yield return piece;
        }
    }
}
