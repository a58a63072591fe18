using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Assistant.Llm;

public sealed class LlmMetricsTests : IAsyncLifetime
{
    private readonly PassingTime _time = new(shortest: TimeSpan.FromSeconds(25));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentQueue<string> _measured = [];
    private readonly MeterListener _listener = new();
    private StubLlm _stub = null!;

    public async ValueTask InitializeAsync()
    {
        _stub = await StubLlm.Start();
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Note(instrument, $"{value}", labels));

        // How long a thing took is no test's business.
        _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Note(instrument, instrument is Counter<double> ? $"{value:0.####}" : "·", labels));
        _listener.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _services.DisposeAsync();
        await _stub.DisposeAsync();
    }

    [Fact]
    public async Task Tokens_times_and_cost_are_measured_and_nothing_of_the_conversation_is_a_label()
    {
        _stub.Next(StubReply.Says("my secret answer").Usage(1000, 200));
        await Ask(price: "3/15");
        const string Model = "gen_ai.operation.name=chat gen_ai.provider.name=anthropic gen_ai.request.model=model-1";
        Assert.Equal(
            [
                $"aimi.llm.cost 0.006 {Model}",
                $"aimi.llm.first_word · {Model}",
                $"gen_ai.client.operation.duration · {Model}",
                $"gen_ai.client.token.usage 1000 {Model} gen_ai.token.type=input",
                $"gen_ai.client.token.usage 200 {Model} gen_ai.token.type=output",
            ],
            _measured.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_attempt_and_each_fallback_is_counted_with_its_reason_and_without_a_price_there_is_no_cost()
    {
        _stub.Reply = _ => StubReply.Status(500);
        await Ask(price: null);
        Assert.Equal(3, _measured.Count(line => line.StartsWith("gen_ai.client.operation.duration", StringComparison.Ordinal) && line.EndsWith("error.type=failed", StringComparison.Ordinal)));
        Assert.Contains("aimi.llm.fallback 1 to=offline reason=failed", _measured);
        Assert.Equal(4, _measured.Count);
    }

    private async Task Ask(string? price)
    {
        var options = StubModels.Options(("anthropic", _stub));
        (options.Llm, options.LlmPrice) = (options.Llm + ",offline", price);
        await StubModels.Chain(options, _time, _services.GetRequiredService<IMeterFactory>())
            .GetResponseAsync("my secret wish", cancellationToken: TestContext.Current.CancellationToken);
    }

    private void Note(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> labels) =>
        _measured.Enqueue(string.Join(' ', [instrument.Name, value, .. labels.ToArray().Select(label => $"{label.Key}={label.Value}")]));
}
