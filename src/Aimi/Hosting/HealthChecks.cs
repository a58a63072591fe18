using System.Globalization;
using Aimi.Assistant.Llm;
using Aimi.Data;
using Aimi.Memory.Embeddings;
using Aimi.Sessions;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aimi.Hosting;

/// <summary>The database answers; without it nothing works.</summary>
internal sealed class DatabaseHealth(IDbContextFactory<AimiDbContext> database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var acting = Acting.ForNobody();
            await using var connection = await database.CreateDbContextAsync(cancellationToken);
            await connection.Database.ExecuteSqlRawAsync("SELECT 1", cancellationToken);
            var kind = connection.Database.IsSqlite() ? "sqlite" : "postgresql";
            return HealthCheckResult.Healthy(data: new Dictionary<string, object>(StringComparer.Ordinal) { ["kind"] = kind });
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}

/// <summary>The session cache; without it the database serves alone, slower.</summary>
internal sealed class CacheHealth(ICacheHealth cache) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var state = cache.State;
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["kind"] = EnumColumns.Word(state.Kind.ToString()),
            ["since"] = state.Since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        };
        return Task.FromResult(state.Degraded
            ? HealthCheckResult.Degraded("Redis does not answer; the database serves alone, slower.", data: data)
            : HealthCheckResult.Healthy(data: data));
    }
}

/// <summary>The work in the background: bringing the database up to date, then the workers.</summary>
internal sealed class WorkersHealth(Readiness readiness, WorkerStates states) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (readiness.State is ServingState.Starting or ServingState.Migrating)
            return Task.FromResult(HealthCheckResult.Degraded("The database is being brought up to date."));

        var ailing = states.Ailing();
        return Task.FromResult(ailing.Count > 0
            ? HealthCheckResult.Degraded(
                "Work in the background fails or hangs; the log says why.",
                data: new Dictionary<string, object>(StringComparer.Ordinal) { ["ailing"] = string.Join(", ", ailing) })
            : HealthCheckResult.Healthy());
    }
}

/// <summary>The model that answers; where it does not, the next of the chain does, and this says so. Nobody is asked for it: that would cost money.</summary>
internal sealed class LlmHealth(IChatClient client, LlmModels models) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var model = client.GetService(typeof(ChatClientMetadata)) is ChatClientMetadata { DefaultModelId: { } id } ? id : "unknown";
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["model"] = model };
        if (models.All is not [var first, ..] || (first.Circuit.Trouble is null && !first.Circuit.IsOpen))
            return Task.FromResult(HealthCheckResult.Healthy(data: data));

        data["answering"] = models.All.FirstOrDefault(next => next.Circuit.Trouble is null && !next.Circuit.IsOpen)?.Name ?? (models.EndsOffline ? LlmOptions.Offline : "nobody");
        data["circuit"] = first.Circuit.IsOpen ? "open" : "closed";
        return Task.FromResult(HealthCheckResult.Degraded(first.Circuit.Trouble?.Message, data: data));
    }
}

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
            return HealthCheckResult.Degraded("The memories can not be counted: the database does not answer.", data: data);
        }

        return embeddings.Trouble is { } trouble ? HealthCheckResult.Degraded(trouble.Message, data: data) : HealthCheckResult.Healthy(data: data);
    }
}
