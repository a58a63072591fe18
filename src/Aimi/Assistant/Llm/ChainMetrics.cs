using System.Diagnostics.Metrics;
using Aimi.Hosting.Resources;
using Aimi.Hosting.Telemetry;
using Aimi.Messages;

namespace Aimi.Assistant.Llm;

/// <summary>Which models of the chain are asked now; and the fallbacks that may come, counted from 0.</summary>
internal sealed class ChainMetrics(LlmModels models, LlmMetrics metrics) : IMetrics
{
    // Two servers may have a model of one name.
    private readonly (KeyValuePair<string, object?> Label, VendorCircuit[] Circuits)[] _models =
    [
        .. models.All.GroupBy(model => model.Name, StringComparer.Ordinal)
            .Select(same => (new KeyValuePair<string, object?>("gen_ai.request.model", same.Key), same.Select(model => model.Circuit).ToArray())),
    ];

    public void Begin(Meter meter)
    {
        meter.CreateObservableGauge(
            "aimi.llm.circuit.open",
            () => _models.Select(model => new Measurement<int>(model.Circuits.Any(circuit => circuit.IsOpen) ? 1 : 0, model.Label)),
            description: "1 while a model's server failed and is not asked, else 0.");
        if (models.All.Count == 0)
            return;

        foreach (var why in Enum.GetValues<FallbackReason>())
        {
            foreach (var to in models.All.Skip(1).Select(model => model.Name).Append(LlmOptions.Offline).Distinct(StringComparer.Ordinal))
                metrics.CountFallback(to, why.Word(), replies: 0);
        }
    }
}
