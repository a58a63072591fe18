using System.Diagnostics;
using System.Diagnostics.Metrics;
using Aimi.Hosting.Resources;
using Aimi.Hosting.Telemetry;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Llm;

/// <summary>What asking models takes and costs, by OpenTelemetry's conventions for generative AI. Labels are words of the settings and of this program, never of a conversation.</summary>
internal sealed class LlmMetrics(IMeterFactory meters)
{
    private readonly Histogram<double> _duration = meters.Seconds(
        "gen_ai.client.operation.duration", "How long a request to a model took.",
        0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);

    private readonly Histogram<double> _firstWord = meters.Seconds(
        "aimi.llm.first_word", "From a request to a model until its first word.", 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60);

    private readonly Histogram<long> _tokens = meters.Histogram<long>(
        "gen_ai.client.token.usage", "{token}", "Tokens of a request to a model.", 1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304);

    private readonly Counter<double> _cost = meters.Create(Instruments.Meter).CreateCounter<double>("aimi.llm.cost", "{usd}", "What requests to models cost, by AIMI__LlmPrice.");
    private readonly Counter<long> _fallbacks = meters.Counter("aimi.llm.fallback", "{reply}", "Answers that another than the first of the chain gave.");

    /// <summary>Counts one request to a model that has ended.</summary>
    /// <param name="usage">As the server counted; null where it did not.</param>
    /// <param name="failure">Null where it was answered.</param>
    public void Count(LlmModel model, TimeSpan duration, TimeSpan? firstWord, UsageDetails? usage, LlmFailure? failure)
    {
        var labels = new TagList
        {
            { "gen_ai.operation.name", "chat" }, { "gen_ai.provider.name", model.Vendor.Id }, { "gen_ai.request.model", model.Name },
        };
        if (firstWord is { } waited)
            _firstWord.Record(waited.TotalSeconds, labels);
        _duration.Record(duration.TotalSeconds, failure is { } kind ? With(labels, "error.type", kind.Word()) : labels);
        if (usage is null)
            return;

        var (prompt, answer) = (usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0);
        _tokens.Record(prompt, With(labels, "gen_ai.token.type", "input"));
        _tokens.Record(answer, With(labels, "gen_ai.token.type", "output"));
        if (model.Prices is { } prices)
            _cost.Add((double)prices.Of(prompt, answer), labels);
    }

    /// <summary>Counts a reply that another than the first of the chain gave.</summary>
    public void CountFallback(string to, string why, int replies = 1) => _fallbacks.Add(replies, new("to", to), new("reason", why));

    // The list is a struct: this one is a copy.
    private static TagList With(TagList labels, string name, string value)
    {
        labels.Add(name, value);
        return labels;
    }
}
