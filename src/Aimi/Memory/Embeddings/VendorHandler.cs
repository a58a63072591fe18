using System.Net;
using Aimi.Hosting.Outgoing;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Aimi.Memory.Embeddings;

/// <summary>
/// Asks a vendor as long as it makes sense: again where it is busy or breaks off, at moments spread by chance, never before it wants to be asked. What goes wrong in the
/// end becomes an <see cref="EmbeddingException"/>; nothing of the request or of the vendor's words gets into it.
/// </summary>
internal sealed class VendorHandler : DelegatingHandler
{
    /// <summary>Somebody waits for the answer: it is asked for once and not for long, and not at all while the vendor fails.</summary>
    public static readonly HttpRequestOptionsKey<bool> Urgent = new("aimi.urgent");

    /// <summary>A reply that waits for memories has other ways to find them.</summary>
    public static readonly TimeSpan UrgentPatience = TimeSpan.FromSeconds(5);

    /// <summary>With the first one: five times, the waits between them about 15 seconds in all.</summary>
    public const int MaxRetries = 4;

    /// <summary>Whoever wants to be left alone for longer is asked another time.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Four times what 128 vectors of 4,096 numbers take as text.</summary>
    private const long MaxAnswer = 32 * 1024 * 1024;

    private readonly ResiliencePipeline<HttpResponseMessage> _patient;
    private readonly ResiliencePipeline<HttpResponseMessage> _urgent;
    private readonly TimeProvider _time;
    private long _notBefore;

    public VendorHandler(TimeSpan timeout, TimeProvider time, Random random)
    {
        _time = time;
        _patient = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetries(MaxRetries, first: TimeSpan.FromSeconds(1), LongestWait, IsPassing, asked: outcome => outcome.Result?.RetryAfter(time), random)
            .AddTimeout(timeout)
            .Build();
        _urgent = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = attempt => new(IsPassing(attempt.Outcome)),
                FailureRatio = 0.5,
                MinimumThroughput = 2,
                SamplingDuration = TimeSpan.FromMinutes(2),
                BreakDuration = TimeSpan.FromSeconds(30),
            })
            .AddTimeout(timeout < UrgentPatience ? timeout : UrgentPatience)
            .Build();
    }

    /// <summary>What a patient call may take, its retries and the waits that the vendor asks for between them included.</summary>
    /// <param name="timeout">Of one answer.</param>
    public static TimeSpan LongestCall(TimeSpan timeout) => ((MaxRetries + 1) * timeout) + (MaxRetries * LongestWait);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_time.GetUtcNow().UtcTicks < Interlocked.Read(ref _notBefore))
            throw new EmbeddingException("The embedding model's server wants to be left alone for a while: too many requests, or the quota is used up.");

        try
        {
            var pipeline = request.Options.TryGetValue(Urgent, out var urgent) && urgent ? _urgent : _patient;
            var response = await pipeline.ExecuteAsync(
                static async (attempt, token) => await attempt.Handler.Ask(attempt.Request, token), (Handler: this, Request: request), cancellationToken);
            if (response.IsSuccessStatusCode)
                return response;

            using (response)
                throw Failure(response.StatusCode);
        }
        catch (TimeoutRejectedException)
        {
            throw new EmbeddingException("The embedding model's server did not answer in time (AIMI__EmbeddingsTimeout).");
        }
        catch (BrokenCircuitException)
        {
            throw new EmbeddingException("The embedding model's server failed just now, and is left alone for half a minute.");
        }
        catch (HttpRequestException failure)
        {
            throw new EmbeddingException($"The embedding model's server can not be reached, or breaks off (AIMI__EmbeddingsUrl): {failure.HttpRequestError}.");
        }
    }

    // The whole answer, within the time: one that breaks off is no answer.
    private async Task<HttpResponseMessage> Ask(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            if (response.IsSuccessStatusCode)
                await response.Content.LoadIntoBufferAsync(MaxAnswer, cancellationToken);
            else if (response.RetryAfter(_time) is { } asked)
                Interlocked.Exchange(ref _notBefore, (_time.GetUtcNow() + asked).UtcTicks);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool IsPassing(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException
        || outcome.Result is { StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError };

    private static EmbeddingException Failure(HttpStatusCode status) => (int)status switch
    {
        400 or 413 or 422 => new($"The embedding model refuses what it was sent: HTTP {(int)status}.") { Refused = true },
        401 or 403 => new($"The embedding model's server refuses the key (AIMI__EmbeddingsKey): HTTP {(int)status}."),
        404 => new("The embedding model's server knows no such model or address (AIMI__Embeddings, AIMI__EmbeddingsUrl): HTTP 404."),
        >= 300 and < 400 => new($"The embedding model's server is elsewhere, and redirects are not followed (AIMI__EmbeddingsUrl): HTTP {(int)status}."),
        429 => new("The embedding model's server wants to be left alone for a while: too many requests, or the quota is used up: HTTP 429."),
        _ => new($"The embedding model's server failed: HTTP {(int)status}."),
    };
}
