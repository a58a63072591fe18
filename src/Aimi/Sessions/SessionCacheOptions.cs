using System.ComponentModel.DataAnnotations;
using Aimi.Messages;

namespace Aimi.Sessions;

/// <summary>How the cache of open sessions behaves.</summary>
public sealed class SessionCacheOptions
{
    public const string Section = "SessionCache";

    /// <summary>A Redis that takes longer than this for an answer is not used until it is well again. Default 250 ms, 10 ms to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10", ErrorMessage =
        "SessionCache:SlowAfter is a time such as 00:00:00.250, from 10 milliseconds to 10 seconds.")]
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often Redis is probed, whether it is in use or not. Default 2 seconds, 100 ms to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00", ErrorMessage =
        "SessionCache:ProbeEvery is a time such as 00:00:02, from 100 milliseconds to one minute.")]
    public TimeSpan ProbeEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Memory for sessions where there is no Redis, in MiB; those not written to for the longest go first. Default 64, 1 to 16,384.</summary>
    [Range(1, 16_384, ErrorMessage = "SessionCache:MaxMegabytes is a number from 1 to 16384.")]
    public int MaxMegabytes { get; set; } = 64;

    /// <summary>
    /// How long a session is kept after its last message. Longer than it lives, so that a clock which differs or a worker which comes
    /// late still finds it; the database tells when it is over.
    /// </summary>
    public static TimeSpan TimeToLive(ChatSessionOptions sessions) => sessions.Timeout + TimeSpan.FromMinutes(1);
}
