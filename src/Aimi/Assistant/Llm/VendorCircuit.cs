using Polly;
using Polly.CircuitBreaker;

namespace Aimi.Assistant.Llm;

/// <summary>
/// Whether a model's server is worth asking: one that failed often is left alone for half a minute, and one that asks for it as long as it asks. All models of a server share it.
/// </summary>
internal sealed class VendorCircuit
{
    public static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    /// <summary>So many attempts, half of them in vain, within a minute: about two turns.</summary>
    public const int MinimumAttempts = 5;

    /// <summary>Who wants to be left alone for longer is asked earlier all the same: a quota may have been raised.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _breaker;
    private readonly TimeProvider _time;
    private long _notBefore;

    public VendorCircuit(TimeProvider time)
    {
        _time = time;
        _breaker = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = static attempt => new(attempt.Outcome.Exception is LlmException { IsOfServer: true }),
                FailureRatio = 0.5,
                MinimumThroughput = MinimumAttempts,
                SamplingDuration = TimeSpan.FromMinutes(1),
                BreakDuration = Break,
                StateProvider = _state,
            })
            .Build();
    }

    /// <summary>The server is not asked now.</summary>
    public bool IsOpen => IsResting || _state.CircuitState == CircuitState.Open;

    /// <summary>Why it gave no answer when it was last asked; null where it did.</summary>
    public LlmException? Trouble { get; private set; }

    private bool IsResting => _time.GetUtcNow().UtcTicks < Interlocked.Read(ref _notBefore);

    /// <exception cref="LlmException">It failed, or was not asked.</exception>
    public async Task<T> Try<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        if (IsResting)
            throw new LlmException(LlmFailure.Resting, "The model's server wants to be left alone for a while: too many requests, or the quota is used up.");

        try
        {
            var answer = await _breaker.ExecuteAsync(static async (ask, token) => await ask(token), ask, cancellationToken);
            Trouble = null;
            return answer;
        }
        catch (BrokenCircuitException)
        {
            throw new LlmException(LlmFailure.Resting, $"The model's server failed just now, and is left alone for {Break.TotalSeconds:0} seconds.");
        }
        catch (LlmException failure)
        {
            Trouble = failure;
            if (failure.RetryAfter is { } pause && pause > PersistentChatClient.LongestWait)
                Interlocked.Exchange(ref _notBefore, (_time.GetUtcNow() + (pause < LongestRest ? pause : LongestRest)).UtcTicks);
            throw;
        }
    }
}
