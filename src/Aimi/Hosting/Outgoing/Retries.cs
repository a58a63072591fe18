using Polly;
using Polly.Retry;

namespace Aimi.Hosting.Outgoing;

/// <summary>Asks a server again that was busy or broke off: at moments spread by chance, so that not all come back at once, and never before it wants to be asked.</summary>
internal static class Retries
{
    /// <param name="most">Beside the first attempt.</param>
    /// <param name="first">About how long to wait before the first of them; each wait is about twice the one before.</param>
    /// <param name="longest">Of a wait. Who wants to be left alone for longer is not asked again.</param>
    /// <param name="isPassing">Asked again it may well answer.</param>
    /// <param name="asked">How long the server wants to be left alone; null where it does not say.</param>
    /// <param name="random">Spreads the moments.</param>
    public static ResiliencePipelineBuilder<TAnswer> AddRetries<TAnswer>(
        this ResiliencePipelineBuilder<TAnswer> pipeline,
        int most,
        TimeSpan first,
        TimeSpan longest,
        Func<Outcome<TAnswer>, bool> isPassing,
        Func<Outcome<TAnswer>, TimeSpan?> asked,
        Random random)
    {
        var gate = new Lock();
        return pipeline.AddRetry(new RetryStrategyOptions<TAnswer>
        {
            ShouldHandle = attempt => new(isPassing(attempt.Outcome) && (asked(attempt.Outcome) ?? TimeSpan.Zero) <= longest),
            MaxRetryAttempts = most,
            Delay = first,
            BackoffType = DelayBackoffType.Exponential,
            MaxDelay = longest,
            UseJitter = true,
            Randomizer = Chance,
            DelayGenerator = attempt => new(asked(attempt.Outcome) is { } pause ? pause + (Chance() * first) : default(TimeSpan?)),
        });

        double Chance()
        {
            lock (gate)
                return random.NextDouble();
        }
    }

    /// <summary>How long a server wants to be left alone; null where it does not say.</summary>
    public static TimeSpan? RetryAfter(this HttpResponseMessage response, TimeProvider time)
    {
        var asked = response.Headers.RetryAfter;
        return (asked?.Delta ?? asked?.Date - time.GetUtcNow()) is { Ticks: > 0 } pause ? pause : null;
    }
}
