namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>
/// What a provider publishes, its keys or its addresses: asked for seldom, kept while it is fresh, and through an outage for longer. The library's
/// own keeper goes by the machine's clock, and refreshes behind the request that needs it.
/// </summary>
/// <param name="fetch">Null where the provider does not give it at the moment.</param>
internal sealed class Kept<TValue>(Func<CancellationToken, Task<TValue?>> fetch, TimeProvider time) : IDisposable
    where TValue : class
{
    /// <summary>For so long nobody asks whether it changed.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromHours(12);

    /// <summary>For so long it goes on where the provider is away; then a key that was taken back in the meantime may do harm.</summary>
    public static readonly TimeSpan Usable = TimeSpan.FromDays(3);

    /// <summary>Whoever sends tokens with made-up key ids has the provider asked no more often than this.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>A provider that is away is not asked by every request.</summary>
    public static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _gate = new(1);
    private volatile Fetched? _last;
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;

    /// <summary>What the provider publishes; null where it is away, and was for too long.</summary>
    public async ValueTask<TValue?> Get(CancellationToken cancellationToken)
    {
        if (_last is { } last && Age(last) < Freshness)
            return last.Value;

        await Fetch(_last, PauseAfterFailure, cancellationToken);
        return _last is { } kept && Age(kept) < Usable ? kept.Value : null;
    }

    /// <summary>For who misses something in what is known: asks again, unless that was just done.</summary>
    public async ValueTask<TValue?> Renew(TValue known, CancellationToken cancellationToken)
    {
        var last = _last;
        if (last is not null && ReferenceEquals(last.Value, known))
            await Fetch(last, Pause, cancellationToken);
        return _last?.Value;
    }

    public void Dispose() => _gate.Dispose();

    /// <param name="known">What the caller found wanting: whoever waited while another fetched has what it needs.</param>
    private async Task Fetch(Fetched? known, TimeSpan pause, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!ReferenceEquals(_last, known) || time.GetUtcNow() - _triedAt < pause)
                return;

            var value = await fetch(cancellationToken);
            _triedAt = time.GetUtcNow();
            if (value is not null)
                _last = new Fetched(value, _triedAt);
        }
        finally
        {
            _gate.Release();
        }
    }

    private TimeSpan Age(Fetched fetched) => time.GetUtcNow() - fetched.At;

    private sealed record Fetched(TValue Value, DateTimeOffset At);
}
