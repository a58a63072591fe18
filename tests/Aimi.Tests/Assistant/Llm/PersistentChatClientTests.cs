using Aimi.Assistant.Llm;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.AI;

namespace Aimi.Tests.Assistant.Llm;

/// <summary>A model is asked again as long as it makes sense. Waits between attempts are over at once, and written down; times for words stand.</summary>
public sealed class PersistentChatClientTests : IAsyncLifetime
{
    private readonly PassingTime _time = new(shortest: TimeSpan.FromSeconds(25));
    private StubLlm _stub = null!;

    public static TheoryData<string> Wires => StubModels.Wires;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stub = await StubLlm.Start();

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    [Theory, CombinatorialWires(500, 503, 529, 429, 408)]
    public async Task A_server_that_is_busy_is_asked_again_a_little_later(string wire, int status)
    {
        _stub.Next(StubReply.Status(status), StubReply.Status(status), StubReply.Says("Here I am"));
        Assert.Equal("Here I am", (await Ask(Model(wire)).Hear()).Text());
        Assert.Equal(2, _time.Waits.Count);
        Assert.All(_time.Waits, wait => Assert.InRange(wait, TimeSpan.FromTicks(1), PersistentChatClient.LongestWait));
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task An_answer_that_breaks_off_before_its_first_word_is_asked_for_again(string wire)
    {
        _stub.Next(StubReply.Nothing.Cut(), StubReply.Nothing.Fails(), StubReply.Says("Here I am"));
        Assert.Equal("Here I am", (await Ask(Model(wire)).Hear()).Text());
        Assert.Equal(3, _stub.Asked.Count);
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task What_was_said_is_never_said_twice(string wire)
    {
        _stub.Next(StubReply.Says("half").Stops(), StubReply.Says("whole"));
        var said = new List<string>();
        await Assert.ThrowsAsync<LlmException>(async () =>
        {
            await foreach (var update in Ask(Model(wire)))
                said.Add(update.Text);
        });
        Assert.Equal("half", string.Concat(said));
        Assert.Single(_stub.Asked);
    }

    [Theory, CombinatorialWires(400, 401, 404)]
    public async Task What_asking_again_does_not_mend_is_asked_once(string wire, int status)
    {
        _stub.Reply = _ => StubReply.Status(status);
        Assert.Equal(LlmFailure.Refused, (await Fails(Model(wire))).Kind);
        Assert.Single(_stub.Asked);
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task A_server_that_asks_for_a_little_time_gets_it(string wire)
    {
        _stub.Next(StubReply.Status(429, retryAfter: 4), StubReply.Says("Now"));
        Assert.Equal("Now", (await Ask(Model(wire)).Hear()).Text());
        Assert.InRange(Assert.Single(_time.Waits), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4.5));
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task Who_asks_for_more_time_than_a_person_waits_is_left_alone_for_so_long(string wire)
    {
        _stub.Next(StubReply.Status(429, retryAfter: 60), StubReply.Says("Now"));
        var model = Model(wire);
        Assert.Equal(LlmFailure.Busy, (await Fails(model)).Kind);
        _time.Now += TimeSpan.FromSeconds(59);
        Assert.Equal(LlmFailure.Resting, (await Fails(model)).Kind);
        Assert.Single(_stub.Asked);
        Assert.True(model.Circuit.IsOpen);

        _time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal("Now", (await Ask(model).Hear()).Text());
        Assert.Null(model.Circuit.Trouble);
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task A_server_that_keeps_failing_is_left_alone_and_then_asked_once(string wire)
    {
        _stub.Reply = _ => StubReply.Status(500);
        var model = Model(wire);
        await Fails(model);
        await Fails(model);
        Assert.Equal(VendorCircuit.MinimumAttempts, _stub.Asked.Count);
        Assert.Equal(LlmFailure.Resting, (await Fails(model)).Kind);
        Assert.Equal(VendorCircuit.MinimumAttempts, _stub.Asked.Count);

        _stub.Reply = _ => StubReply.Says("Back");
        _time.Now += VendorCircuit.Break;
        Assert.Equal("Back", (await Ask(model).Hear()).Text());
        Assert.False(model.Circuit.IsOpen);
    }

    [Fact]
    public async Task Models_of_one_server_share_its_trouble_and_those_of_another_do_not()
    {
        await using var other = await StubLlm.Start();
        var models = StubModels.Models(StubModels.Options(("openai", _stub), ("openai", _stub), ("anthropic", other)), _time).All;
        _stub.Reply = _ => StubReply.Status(429, retryAfter: 60);
        await Fails(models[0]);
        Assert.Equal([true, true, false], models.Select(model => model.Circuit.IsOpen));
    }

    private ChainedModel Model(string wire) => StubModels.Models(StubModels.Options((wire, _stub)), _time).All[0];

    private static IAsyncEnumerable<ChatResponseUpdate> Ask(ChainedModel model) => model.Client.GetStreamingResponseAsync("hi", cancellationToken: Cancellation);

    private static Task<LlmException> Fails(ChainedModel model) => Assert.ThrowsAsync<LlmException>(() => Ask(model).Hear());
}
