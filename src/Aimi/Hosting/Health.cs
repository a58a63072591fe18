using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aimi.Hosting;

/// <summary>How the process does: <c>/health</c> in full, <c>/health/live</c> and <c>/health/ready</c> for who starts and balances it.</summary>
internal static class Health
{
    /// <summary>A check that takes longer counts as failed.</summary>
    private static readonly TimeSpan CheckPatience = TimeSpan.FromSeconds(3);

    public static readonly string Version =
        typeof(Health).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<HealthReports>();
        services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", timeout: CheckPatience)
            .AddCheck<CacheHealth>("cache", timeout: CheckPatience)
            .AddCheck<WorkersHealth>("workers", timeout: CheckPatience)
            .AddCheck<LlmHealth>("llm", timeout: CheckPatience)
            .AddCheck<MemoryHealth>("memory", timeout: CheckPatience);
        return services;
    }

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health");
        health.MapGet("/", All).WithName("getHealth").WithSummary("Everything that Aimi needs, and how it does.")
            .Produces<HealthResponse>().Produces<HealthResponse>(503);
        health.MapGet("/live", () => TypedResults.Ok(new LivenessResponse(Wellbeing.Ok))).WithName("getLiveness").WithSummary("The process is there.");
        health.MapGet("/ready", Ready).WithName("getReadiness").WithSummary("The process may be sent requests.")
            .Produces<ReadinessResponse>().Produces<ReadinessResponse>(503);
        return app;
    }

    private static async Task<JsonHttpResult<HealthResponse>> All(HealthReports reports, Readiness readiness, CancellationToken cancellationToken)
    {
        var report = await reports.Latest(cancellationToken);
        var status = readiness.State is ServingState.Starting or ServingState.Migrating ? HealthStatus.Unhealthy : report.Status;
        return TypedResults.Json(
            new HealthResponse(
                Word(status),
                Version,
                readiness.State,
                report.Entries.ToDictionary(entry => entry.Key, entry => Check(entry.Value), StringComparer.Ordinal)),
            statusCode: status == HealthStatus.Unhealthy ? 503 : 200);
    }

    private static JsonHttpResult<ReadinessResponse> Ready(Readiness readiness) =>
        TypedResults.Json(new ReadinessResponse(readiness.State), statusCode: readiness.State == ServingState.Ready ? 200 : 503);

    private static HealthCheckResponse Check(HealthReportEntry entry) => new(
        Word(entry.Status), entry.Description, entry.Data.Count == 0 ? null : entry.Data.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()!, StringComparer.Ordinal));

    private static Wellbeing Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => Wellbeing.Ok,
        HealthStatus.Degraded => Wellbeing.Degraded,
        _ => Wellbeing.Unavailable,
    };
}

/// <summary>Degraded: slower, or simpler, but serving.</summary>
public enum Wellbeing
{
    Ok,
    Degraded,
    Unavailable,
}

/// <summary>How the process does, and each thing that it needs.</summary>
/// <param name="Checks">By name: database, cache, workers, llm, memory.</param>
public sealed record HealthResponse(Wellbeing Status, string Version, ServingState State, IReadOnlyDictionary<string, HealthCheckResponse> Checks);

/// <summary>How one thing does that the process needs.</summary>
/// <param name="Detail">One sentence for the operator.</param>
/// <param name="Data">What else there is to know, by name.</param>
public sealed record HealthCheckResponse(Wellbeing Status, string? Detail, IReadOnlyDictionary<string, string>? Data);

/// <summary>Always ok: a process that is not there does not answer.</summary>
public sealed record LivenessResponse(Wellbeing Status);

/// <summary>Whether the process may be sent requests: only where it is ready.</summary>
public sealed record ReadinessResponse(ServingState Status);

/// <summary>Runs the checks at most once a second, however often it is asked.</summary>
internal sealed class HealthReports(HealthCheckService checks, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1);
    private (HealthReport Report, long At)? _latest;

    public async Task<HealthReport> Latest(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_latest is not { } latest || time.GetElapsedTime(latest.At) >= Freshness)
                _latest = latest = (await checks.CheckHealthAsync(cancellationToken), time.GetTimestamp());

            return latest.Report;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
