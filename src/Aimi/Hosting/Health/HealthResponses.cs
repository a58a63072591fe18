namespace Aimi.Hosting;

/// <summary>Degraded: slower, or simpler, but serving.</summary>
public enum Wellbeing
{
    Ok,
    Degraded,
    Unavailable,
}

/// <summary>How the process does, and each thing that it needs.</summary>
/// <param name="Checks">By name: database, cache, workers, queues, llm, memory.</param>
public sealed record HealthResponse(Wellbeing Status, string Version, ServingState State, IReadOnlyDictionary<string, HealthCheckResponse> Checks);

/// <summary>How one thing does that the process needs. Where Aimi has accounts, its status alone.</summary>
/// <param name="Detail">For the operator: what ails it, and what to do.</param>
/// <param name="Data">What else there is to know, by name.</param>
public sealed record HealthCheckResponse(Wellbeing Status, string? Detail, IReadOnlyDictionary<string, string>? Data);

/// <summary>Always ok: a process that does not get on does not answer.</summary>
public sealed record LivenessResponse(Wellbeing Status);

/// <summary>Whether the process may be sent requests: only where it is ready.</summary>
public sealed record ReadinessResponse(ServingState Status);
