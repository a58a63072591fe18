using System.Runtime.CompilerServices;
using Aimi.Hosting.Outgoing;
using Microsoft.Extensions.AI;
using Polly;

namespace Aimi.Assistant.Llm;

/// <summary>Asks a model again whose server was busy or broke off, at moments spread by chance, as long as nothing was said; what was said is never said twice.</summary>
internal sealed class PersistentChatClient : StreamingChatClient
{
    /// <summary>Beside the first attempt. A person is waiting.</summary>
    public const int MaxRetries = 2;

    /// <summary>Who wants to be left alone for longer is not waited for: the next in the chain is asked.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly ResiliencePipeline<Answer> _retry;
    private readonly VendorCircuit _circuit;

    /// <param name="random">Spreads the moments of trying again.</param>
    public PersistentChatClient(IChatClient model, VendorCircuit circuit, TimeProvider time, Random random)
        : base(model)
    {
        _circuit = circuit;
        _retry = new ResiliencePipelineBuilder<Answer> { TimeProvider = time }
            .AddRetries(
                MaxRetries,
                first: TimeSpan.FromSeconds(0.5),
                LongestWait,
                isPassing: static outcome => outcome.Exception is LlmException { IsPassing: true },
                asked: static outcome => (outcome.Exception as LlmException)?.RetryAfter,
                random)
            .Build();
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var said = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        await using var answer = await _retry.ExecuteAsync(
            async token => await _circuit.Try(cancel => Begin(said, options, cancel), token), cancellationToken);
        foreach (var update in answer.Beginning)
            yield return update;
        while (await answer.Rest.MoveNextAsync())
            yield return answer.Rest.Current;
    }

    /// <summary>Listens until the model says something.</summary>
    private async Task<Answer> Begin(IReadOnlyList<ChatMessage> said, ChatOptions? options, CancellationToken cancellationToken)
    {
        var answer = new Answer(base.GetStreamingResponseAsync(said, options, cancellationToken).GetAsyncEnumerator(cancellationToken));
        try
        {
            do
            {
                if (!await answer.Rest.MoveNextAsync())
                    break;
                answer.Beginning.Add(answer.Rest.Current);
            }
            while (!LlmChatClient.Says(answer.Rest.Current));
            return answer;
        }
        catch
        {
            await answer.DisposeAsync();
            throw;
        }
    }

    /// <param name="Rest">What comes after <see cref="Beginning"/>.</param>
    private sealed record Answer(IAsyncEnumerator<ChatResponseUpdate> Rest) : IAsyncDisposable
    {
        public List<ChatResponseUpdate> Beginning { get; } = [];

        public ValueTask DisposeAsync() => Rest.DisposeAsync();
    }
}
