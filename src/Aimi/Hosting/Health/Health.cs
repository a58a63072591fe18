using System.Reflection;
using Aimi.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Aimi.Hosting;

/// <summary>How the process does: <c>/health</c> in full, <c>/health/live</c> and <c>/health/ready</c> for who starts and balances it.</summary>
internal static class Health
{
    private const string Path = "/health";

    /// <summary>A check that takes longer has failed: twice what a database that is well needs at its worst, and less than who asks waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static readonly string Version =
        typeof(Health).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Only without its database nothing works. Whatever else fails leaves Aimi slower or simpler.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<HealthReports>();
        services.AddCheck<DatabaseHealth>("database", HealthStatus.Unhealthy);
        services.AddCheck<CacheHealth>("cache", HealthStatus.Degraded);
        services.AddCheck<WorkersHealth>("workers", HealthStatus.Degraded);
        services.AddCheck<QueuesHealth>("queues", HealthStatus.Degraded);
        services.AddCheck<LlmHealth>("llm", HealthStatus.Degraded);
        services.AddCheck<MemoryHealth>("memory", HealthStatus.Degraded);
        return services;
    }

    /// <summary>Answers whoever asks for it here: what comes behind, limits and sign-in with their databases, may be what ails.</summary>
    public static IApplicationBuilder UseHealth(this IApplicationBuilder app) => app.Use((context, next) =>
        context.GetEndpoint() is { RequestDelegate: { } answer } endpoint && endpoint.Metadata.GetMetadata<AtOnce>() is not null ? answer(context) : next(context));

    /// <summary>For a port that only the operator reaches.</summary>
    public static IApplicationBuilder UseHealthInFull(this IApplicationBuilder app) => app.Map(Path, only => only.Run(async context =>
    {
        var services = context.RequestServices;
        if (context.Request.Path.HasValue)
            await Problems.Of(404).ExecuteAsync(context);
        else
            await (await Tell(services.GetRequiredService<HealthReports>(), services.GetRequiredService<Readiness>(), inFull: true, context.RequestAborted)).ExecuteAsync(context);
    }));

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup(Path).WithTags("Health").WithMetadata(new AtOnce());
        health.MapGet("/", All).WithName("getHealth").WithSummary("Everything that Aimi needs, and how it does. With accounts: what ails is told on the port for metrics alone.")
            .Produces<HealthResponse>().Produces<HealthResponse>(503);
        health.MapGet("/live", () => TypedResults.Ok(new LivenessResponse(Wellbeing.Ok))).WithName("getLiveness").WithSummary("The process gets on.");
        health.MapGet("/ready", Ready).WithName("getReadiness").WithSummary("The process may be sent requests.")
            .Produces<ReadinessResponse>().Produces<ReadinessResponse>(503);
        return app;
    }

    // Without accounts whoever reaches the port is the owner; with them anybody does.
    private static Task<JsonHttpResult<HealthResponse>> All(HealthReports reports, Readiness readiness, IOptions<AccountOptions> accounts, CancellationToken cancellationToken) =>
        Tell(reports, readiness, inFull: !accounts.Value.IsMulti, cancellationToken);

    private static async Task<JsonHttpResult<HealthResponse>> Tell(HealthReports reports, Readiness readiness, bool inFull, CancellationToken cancellationToken)
    {
        var report = await reports.Latest(cancellationToken);
        var state = readiness.State;
        var status = state is ServingState.Starting or ServingState.Migrating ? HealthStatus.Unhealthy : report.Status;
        return TypedResults.Json(
            new HealthResponse(
                Word(status),
                Version,
                state,
                report.Entries.ToDictionary(entry => entry.Key, entry => inFull ? InFull(entry.Value) : new HealthCheckResponse(Word(entry.Value.Status), Detail: null, Data: null), StringComparer.Ordinal)),
            statusCode: status == HealthStatus.Unhealthy ? 503 : 200);
    }

    private static JsonHttpResult<ReadinessResponse> Ready(Readiness readiness)
    {
        var state = readiness.State;
        return TypedResults.Json(new ReadinessResponse(state), statusCode: state == ServingState.Ready ? 200 : 503);
    }

    private static HealthCheckResponse InFull(HealthReportEntry entry) => new(
        Word(entry.Status), entry.Description, entry.Data.Count == 0 ? null : entry.Data.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()!, StringComparer.Ordinal));

    internal static Wellbeing Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => Wellbeing.Ok,
        HealthStatus.Degraded => Wellbeing.Degraded,
        _ => Wellbeing.Unavailable,
    };

    private static void AddCheck<TCheck>(this IServiceCollection services, string name, HealthStatus late)
        where TCheck : class, IHealthCheck
    {
        services.AddKeyedSingleton(name, (provider, _) => new PatientCheck(ActivatorUtilities.CreateInstance<TCheck>(provider), Patience, provider.GetRequiredService<TimeProvider>()));
        services.AddHealthChecks().Add(new HealthCheckRegistration(name, provider => provider.GetRequiredKeyedService<PatientCheck>(name), late, tags: null));
    }

    private sealed record AtOnce;
}
