using StackExchange.Redis;

namespace Aimi.Data;

/// <summary>
/// The process's one connection to Redis, made when it is first needed and kept by itself from then on. Redis may be down at any time, at the
/// start too: calls then fail at once instead of queueing (their callers serve without Redis), and go on when it is back.
/// </summary>
public sealed class RedisConnection : IAsyncDisposable
{
    /// <summary>The setting, in StackExchange.Redis's form: <c>host:6379,password=…,ssl=true</c>. Empty: no Redis.</summary>
    public const string Setting = "Redis";

    // What the operator's own configuration may override. A dead peer is noticed after a few heartbeats, not after TCP's minutes.
    private const string Defaults = "name=aimi,connectTimeout=1000,asyncTimeout=1000,syncTimeout=1000,keepAlive=10,";

    private readonly Lock _gate = new();
    private readonly ConfigurationOptions _options;
    private Task<IConnectionMultiplexer>? _connecting;
    private bool _disposed;

    /// <exception cref="ArgumentException">The configuration is not understood.</exception>
    public RedisConnection(string configuration)
    {
        _options = Parse(configuration);
        _options.AbortOnConnectFail = false;
        _options.BacklogPolicy = BacklogPolicy.FailFast;
        _options.ReconnectRetryPolicy = new LinearRetry(1000);
        _options.IncludeDetailInExceptions = false; // they would name keys
    }

    /// <summary>The connection if it was made already, up or down; null before that. Asking for it starts it.</summary>
    public IConnectionMultiplexer? Current => Connect() is { IsCompletedSuccessfully: true } made ? made.GetAwaiter().GetResult() : null;

    /// <summary>Waits for the first attempt to connect, and no longer: what it answers may be down.</summary>
    public Task<IConnectionMultiplexer> Connect()
    {
        var connecting = Volatile.Read(ref _connecting);
        if (connecting is { IsFaulted: false })
            return connecting;

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _connecting is { IsFaulted: false } ? _connecting : _connecting = Task.Run(Open);
        }
    }

    /// <summary>Refuses at start what could never connect.</summary>
    /// <exception cref="ArgumentException">The configuration is not understood.</exception>
    public static void Validate(string configuration) => Parse(configuration);

    private static ConfigurationOptions Parse(string configuration)
    {
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(Defaults + configuration);
        }
        catch (ArgumentException failure)
        {
            throw new ArgumentException($"The setting Redis is not understood: {failure.Message}", nameof(configuration), failure);
        }

        return options.EndPoints.Count > 0
            ? options
            : throw new ArgumentException("The setting Redis names no server. It is written as host:6379.", nameof(configuration));
    }

    private async Task<IConnectionMultiplexer> Open() => await ConnectionMultiplexer.ConnectAsync(_options);

    public async ValueTask DisposeAsync()
    {
        Task<IConnectionMultiplexer>? connecting;
        lock (_gate)
        {
            (connecting, _connecting) = (_connecting, null);
            _disposed = true;
        }

        if (connecting is { IsFaulted: false })
            await (await connecting).DisposeAsync();
    }
}
