using Aimi.Assistant.Llm;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aimi.Hosting;

/// <summary>The model that answers; where it does not, the next of the chain does, and this says so. Nobody is asked for it, that would cost money: it tells how the last turns went.</summary>
internal sealed class LlmHealth(IChatClient client, LlmModels models) : IHealthCheck
{
    private const string Nobody = "nobody";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var model = client.GetService(typeof(ChatClientMetadata)) is ChatClientMetadata { DefaultModelId: { } id } ? id : "unknown";
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["model"] = model };
        if (models.All is not [var first, ..] || IsWell(first))
            return Task.FromResult(HealthCheckResult.Healthy(data: data));

        var answering = models.All.FirstOrDefault(IsWell)?.Name ?? (models.EndsOffline ? LlmOptions.Offline : Nobody);
        data["answering"] = answering;
        data["circuit"] = first.Circuit.IsOpen ? "open" : "closed";
        var trouble = first.Circuit.Trouble?.Message ?? "The model's server wants to be left alone for a while.";
        return Task.FromResult(HealthCheckResult.Degraded(
            answering == Nobody ? $"{trouble} Nobody answers in its place, and turns fail: name another, or offline, after it (AIMI__Llm)." : $"{trouble} Meanwhile {answering} answers.",
            data: data));
    }

    private static bool IsWell(ChainedModel model) => model.Circuit.Trouble is null && !model.Circuit.IsOpen;
}
