using Aimi.Data;

namespace Aimi.Tests.Sessions;

/// <summary>The Redis that all tests share; each keeps to persons of its own.</summary>
internal static class SharedRedis
{
    public static string Address =>
        Environment.GetEnvironmentVariable("AIMI_TEST_REDIS") is { Length: > 0 } address
            ? address
            : throw new InvalidOperationException("There is no Redis to test with. Run ./test, which starts one, or set AIMI_TEST_REDIS to host:port.");

    public static RedisConnection Connect() => new(Address);
}
