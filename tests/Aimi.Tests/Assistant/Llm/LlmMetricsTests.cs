using System.Diagnostics.Metrics;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Assistant.Llm;

public sealed class LlmMetricsTests : IAsyncLifetime
{
    private const string Model = "gen_ai.operation.name=chat gen_ai.provider.name=anthropic gen_ai.request.model=model-1";

    private readonly PassingTime _time = new(shortest: TimeSpan.FromSeconds(25));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private Measurements _measured = null!;
    private StubLlm _stub = null!;

    public async ValueTask InitializeAsync()
    {
        _stub = await StubLlm.Start();
        _measured = new Measurements(_services.GetRequiredService<IMeterFactory>());
    }

    public async ValueTask DisposeAsync()
    {
        _measured.Dispose();
        await _services.DisposeAsync();
        await _stub.DisposeAsync();
    }

    [Fact]
    public async Task Tokens_times_and_cost_are_measured_and_nothing_of_the_conversation_is_a_label()
    {
        _stub.Next(StubReply.Says("my secret answer").Usage(1000, 200));
        await Ask(price: "3/15");
        Assert.Equal([$"0.006 {Model}"], _measured.Counted("aimi.llm.cost"));
        Assert.Equal([$"1 {Model}"], _measured.Recorded("aimi.llm.first_word"));
        Assert.Equal([$"1 {Model}"], _measured.Recorded("gen_ai.client.operation.duration"));
        Assert.Equal([$"1000 {Model} gen_ai.token.type=input", $"200 {Model} gen_ai.token.type=output"], _measured.Values("gen_ai.client.token.usage"));
    }

    [Fact]
    public async Task Each_attempt_and_each_fallback_is_counted_with_its_reason_and_without_a_price_there_is_no_cost()
    {
        _stub.Reply = _ => StubReply.Status(500);
        await Ask(price: null);
        Assert.Equal([$"3 error.type=failed {Model}"], _measured.Recorded("gen_ai.client.operation.duration"));
        Assert.Equal(["1 reason=failed to=offline"], _measured.Counted("aimi.llm.fallback"));
        Assert.Empty(_measured.Counted("aimi.llm.cost"));
    }

    private async Task Ask(string? price)
    {
        var options = StubModels.Options(("anthropic", _stub));
        (options.Llm, options.LlmPrice) = (options.Llm + ",offline", price);
        await StubModels.Chain(options, _time, _services.GetRequiredService<IMeterFactory>())
            .GetResponseAsync("my secret wish", cancellationToken: TestContext.Current.CancellationToken);
    }
}
