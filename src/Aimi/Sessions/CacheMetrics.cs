using System.Diagnostics.Metrics;
using Aimi.Hosting.Telemetry;

namespace Aimi.Sessions;

/// <summary>How often the open session came out of the cache, and whether the cache is in use.</summary>
internal sealed class CacheMetrics(IMeterFactory meters, ICacheHealth cache) : IMetrics
{
    private readonly Counter<long> _reads = meters.Counter("aimi.cache.read", "{read}", "Sessions that were looked for in the cache.");
    private readonly Counter<long> _rebuilds = meters.Counter("aimi.cache.rebuild", "{session}", "Sessions that were put into the cache again, from the database.");

    public void Read(bool isWhole) => Read(1, isWhole ? "hit" : cache.State.Degraded ? "unavailable" : "miss");

    /// <summary>A cache that is not in use was told nothing.</summary>
    public void Rebuilt()
    {
        if (!cache.State.Degraded)
            _rebuilds.Add(1);
    }

    public void Begin(Meter meter)
    {
        foreach (var result in (string[])["hit", "miss", "unavailable"])
            Read(0, result);
        _rebuilds.Add(0);
        meter.CreateObservableGauge("aimi.cache.circuit.open", () => cache.State.Degraded ? 1 : 0, description: "1 while the cache does not answer and is not asked, else 0.");
    }

    private void Read(int count, string result) => _reads.Add(count, new KeyValuePair<string, object?>("result", result));
}
