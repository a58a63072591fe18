using Aimi.Data;
using Aimi.Memory.Embeddings;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aimi.Hosting;

/// <summary>The vectors that memories are found by; without them they are found by their words.</summary>
internal sealed class MemoryHealth(EmbeddingService embeddings, EmbeddingBacklog backlog) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["model"] = embeddings.Model };
        try
        {
            using var acting = Acting.AsService();
            var progress = await backlog.Progress(cancellationToken);
            (data["embedded"], data["waiting"]) = (progress.Embedded, progress.Waiting);
            if (progress.Refused > 0)
                data["refused"] = progress.Refused;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return HealthCheckResult.Degraded("The memories can not be counted: the database does not answer, or is not up to date yet.", data: data);
        }

        return embeddings.Trouble is { } trouble
            ? HealthCheckResult.Degraded($"{trouble.Message} Meanwhile memories are found by their words.", data: data)
            : HealthCheckResult.Healthy(data: data);
    }
}
