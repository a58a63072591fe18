using System.Text.Json.Nodes;
using Aimi.Data;

namespace Aimi.Hosting.Doctor;

/// <summary>What an Aimi that serves says of herself: each thing that ails her, with what to do.</summary>
internal static class RunningCheckup
{
    public static void Examine(string version, RunningAnswer health, int port, Action<Finding> tell)
    {
        var state = health.Word("state") ?? "?";
        if (state == "ready")
            tell(new(Verdict.Fine, "Port.Aimi", port, version));
        else
            tell(new(Verdict.Doubtful, "Port.NotReady", port, version, Texts.Find($"Health.State.{state}") ?? state));

        foreach (var (name, check) in health.Body["checks"] as JsonObject ?? [])
        {
            if (check is JsonObject ailing && (string?)ailing["status"] is { } status && status != "ok" && Of(name, status, Detail(ailing)) is { } finding)
                tell(finding);
        }
    }

    /// <returns>Null for what a newer Aimi checks, and this one does not know.</returns>
    private static Finding? Of(string name, string status, string detail) => name switch
    {
        "database" when status == "degraded" => new(Verdict.Doubtful, "Running.Database", detail),
        "database" => new(Verdict.Broken, "Running.Database", detail),
        "cache" => new(Verdict.Doubtful, "Running.Cache", detail),
        "workers" => new(Verdict.Broken, "Running.Workers", detail),
        "queues" => new(Verdict.Broken, "Running.Queues", detail),
        "llm" => new(Verdict.Doubtful, "Running.Llm", detail),
        "memory" => new(Verdict.Doubtful, "Running.Memory", detail),
        _ => null,
    };

    // With accounts only the port for metrics tells it.
    private static string Detail(JsonObject check)
    {
        var data = (check["data"] as JsonObject ?? []).Where(pair => pair.Key is not ("kind" or "ailing" or "embedded")).Select(pair => $"{pair.Key}: {pair.Value}");
        var told = string.Join("; ", [.. new[] { (string?)check["detail"] }.OfType<string>(), .. data]);
        return told.Length > 0 ? told : Texts.Get("Doctor.Running.Untold");
    }
}
