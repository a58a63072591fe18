using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aimi.Tests.Assistant.Guardrails;

/// <summary>A model that says, and calls, what a function tells it to, letter by letter.</summary>
internal sealed class ScriptedModel(Func<IReadOnlyList<ChatMessage>, ChatOptions?, IEnumerable<AIContent>> says) : IChatClient
{
    private int _asked;

    public int Asked => _asked;

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _asked);
        await Task.Yield();
        foreach (var content in says([.. messages], options))
        {
            if (content is not TextContent text)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, [content]);
                continue;
            }

            foreach (var letter in text.Text)
                yield return new ChatResponseUpdate(ChatRole.Assistant, letter.ToString());
        }
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    /// <summary>Puts it in the place of the model.</summary>
    public void Into(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<IChatClient>(this));

    /// <summary>What tools answered since the person's last words.</summary>
    public static int Answers(IReadOnlyList<ChatMessage> messages) => Since(messages).OfType<FunctionResultContent>().Count();

    public static IEnumerable<AIContent> Since(IReadOnlyList<ChatMessage> messages)
    {
        var last = messages.ToList().FindLastIndex(message => message.Role == ChatRole.User);
        return messages.Skip(last + 1).SelectMany(message => message.Contents);
    }
}
