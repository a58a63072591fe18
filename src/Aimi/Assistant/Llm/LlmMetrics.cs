using System.Diagnostics.Metrics;
using Aimi.Hosting.Resources;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Llm;

/// <summary>What asking models takes and costs, by OpenTelemetry's conventions for generative AI. Labels are words of the settings and of this program, never of a conversation.</summary>
internal sealed class LlmMetrics(IMeterFactory meters)
{
    private readonly Instruments _instruments = new(meters.Create("Aimi"));

    /// <summary>Counts one request to a model that has ended.</summary>
    /// <param name="usage">As the server counted; null where it did not.</param>
    /// <param name="failure">Null where it was answered.</param>
    public void Count(LlmModel model, TimeSpan duration, TimeSpan? firstWord, UsageDetails? usage, LlmFailure? failure)
    {
        KeyValuePair<string, object?>[] labels =
        [
            new("gen_ai.operation.name", "chat"), new("gen_ai.provider.name", model.Vendor.Id), new("gen_ai.request.model", model.Name),
        ];
        _instruments.Duration.Record(duration.TotalSeconds, failure is { } kind ? [.. labels, new("error.type", kind.Word())] : labels);
        if (firstWord is { } waited)
            _instruments.FirstWord.Record(waited.TotalSeconds, labels);
        if (usage is null)
            return;

        var (prompt, answer) = (usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0);
        _instruments.Tokens.Record(prompt, [.. labels, new("gen_ai.token.type", "input")]);
        _instruments.Tokens.Record(answer, [.. labels, new("gen_ai.token.type", "output")]);
        if (model.Prices is { } prices)
            _instruments.Cost.Add((double)prices.Of(prompt, answer), labels);
    }

    /// <summary>Counts a reply that another than the first of the chain gave.</summary>
    public void CountFallback(string to, string why) => _instruments.Fallbacks.Add(1, new("to", to), new("reason", why));

    private sealed class Instruments(Meter meter)
    {
        public Histogram<double> Duration { get; } = meter.CreateHistogram(
            "gen_ai.client.operation.duration", "s", "How long a request to a model took.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] });

        public Histogram<double> FirstWord { get; } = meter.CreateHistogram(
            "aimi.llm.first_word", "s", "From a request to a model until its first word.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60] });

        public Histogram<long> Tokens { get; } = meter.CreateHistogram(
            "gen_ai.client.token.usage", "{token}", "Tokens of a request to a model.",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304] });

        public Counter<double> Cost { get; } = meter.CreateCounter<double>("aimi.llm.cost", "{usd}", "What requests to models cost, by AIMI__LlmPrice.");

        public Counter<long> Fallbacks { get; } = meter.CreateCounter<long>("aimi.llm.fallback", "{reply}", "Answers that another than the first of the chain gave.");
    }
}
