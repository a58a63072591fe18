using Aimi.Assistant.Llm;
using Aimi.Messages;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Aimi.Tests.Assistant.Llm;

/// <summary>A chain of two servers, mostly Anthropic's protocol before OpenAI's, each with its own stub.</summary>
public sealed class FallbackChatClientTests : IAsyncLifetime
{
    private readonly PassingTime _time = new(shortest: TimeSpan.FromSeconds(25));
    private StubLlm _first = null!;
    private StubLlm _second = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _first = await StubLlm.Start();
        _second = await StubLlm.Start();
        _first.Reply = _ => StubReply.Says("from ", "the first");
        _second.Reply = _ => StubReply.Says("from ", "the second");
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task The_first_answers_as_a_rule_and_says_who_it_is()
    {
        var (text, origin) = await Ask();
        Assert.Equal(("from the first", new ReplyOrigin("model-1", null)), (text, origin));
        Assert.Empty(_second.Asked);
    }

    [Theory]
    [InlineData(500, FallbackReason.Failed)]
    [InlineData(401, FallbackReason.Failed)]
    [InlineData(429, FallbackReason.Failed)]
    public async Task Where_it_fails_the_next_answers_and_says_why(int status, FallbackReason why)
    {
        _first.Reply = _ => StubReply.Status(status);
        var (text, origin) = await Ask();
        Assert.Equal(("from the second", new ReplyOrigin("model-2", why)), (text, origin));
    }

    [Fact]
    public async Task What_a_filter_keeps_from_being_answered_is_asked_of_the_next()
    {
        _first.Reply = _ => StubReply.Nothing.Filtered();
        Assert.Equal(("from the second", new ReplyOrigin("model-2", FallbackReason.Filtered)), await Ask());
        Assert.Single(_first.Asked);
    }

    [Fact]
    public async Task A_model_that_is_slow_is_not_waited_for()
    {
        _first.Reply = _ => StubReply.Nothing.Hangs();
        var answer = Ask();
        await _first.Arrival();
        _time.PassAll();
        Assert.Equal(("from the second", new ReplyOrigin("model-2", FallbackReason.Failed)), await answer);
        Assert.Single(_first.Asked);
    }

    [Fact]
    public async Task Once_something_was_said_nobody_else_takes_over()
    {
        _first.Reply = _ => StubReply.Says("half").Stops();
        await Assert.ThrowsAsync<LlmException>(() => Ask());
        Assert.Single(_first.Asked);
        Assert.Empty(_second.Asked);
    }

    [Fact]
    public async Task The_offline_assistant_answers_only_where_the_chain_ends_with_it()
    {
        (_first.Reply, _second.Reply) = (_ => StubReply.Status(500), _ => StubReply.Status(500));
        await Assert.ThrowsAsync<LlmException>(() => Ask());

        var (text, origin) = await Ask(endsOffline: true);
        Assert.NotEmpty(text);
        Assert.Equal(new ReplyOrigin("offline", FallbackReason.Failed), origin);
    }

    [Fact]
    public async Task What_every_filter_refuses_the_offline_assistant_answers_in_any_case()
    {
        (_first.Reply, _second.Reply) = (_ => StubReply.Nothing.Filtered(), _ => StubReply.Nothing.Filtered());
        Assert.Equal(new ReplyOrigin("offline", FallbackReason.Filtered), (await Ask()).Origin);
    }

    [Fact]
    public async Task Who_called_the_tools_goes_on_with_what_they_gave()
    {
        _first.Next(StubReply.Status(401));
        _second.Next(StubReply.Calls("now"), StubReply.Says("It is noon"));
        using var chain = new FunctionInvokingChatClient(Chain(endsOffline: false));
        var updates = await chain.GetStreamingResponseAsync(Question, Tools(() => "12:00"), Cancellation).Hear();
        Assert.Equal("It is noon", updates.Text());
        Assert.Equal((1, 2), (_first.Asked.Count, _second.Asked.Count));
        Assert.Equal(["\"12:00\""], _second.Asked.Last().ToolResults);
        Assert.Equal(new ReplyOrigin("model-2", FallbackReason.Failed), ReplyOrigin.Of(updates[^1]));
    }

    [Fact]
    public async Task Where_it_can_not_go_on_the_next_model_does_but_never_the_offline_assistant()
    {
        _first.Next(StubReply.Calls("now"), StubReply.Status(401), StubReply.Calls("now"), StubReply.Status(401));
        _second.Next(StubReply.Says("Noon, says the other"), StubReply.Status(401));
        using var chain = new FunctionInvokingChatClient(Chain(endsOffline: true));
        Assert.Equal("Noon, says the other", (await chain.GetStreamingResponseAsync(Question, Tools(() => "12:00"), Cancellation).Hear()).Text());
        Assert.Equal(["\"12:00\""], _second.Asked.Last().ToolResults);

        // It would begin the turn anew, and call the tools a second time.
        await Assert.ThrowsAsync<LlmException>(() => chain.GetStreamingResponseAsync(Question, Tools(() => "12:00"), Cancellation).Hear());
    }

    [Fact]
    public async Task A_call_with_malformed_arguments_is_not_carried_out_and_the_model_may_mend_it()
    {
        var called = new List<string>();
        _first.Next(StubReply.Calls("forget", """{"what": oops"""), StubReply.Calls("forget", new { what = "tea" }), StubReply.Says("Forgotten"));
        using var chain = new FunctionInvokingChatClient(Chain(endsOffline: false)) { FunctionInvoker = MalformedCalls.Refuse };
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string what = "everything") => { called.Add(what); return "done"; }, "forget")] };
        Assert.Equal("Forgotten", (await chain.GetStreamingResponseAsync(Question, options, Cancellation).Hear()).Text());
        Assert.Equal(["tea"], called);
    }

    [Fact]
    public async Task Who_wants_a_models_judgement_gets_no_offline_answer()
    {
        (_first.Reply, _second.Reply) = (_ => StubReply.Nothing.Filtered(), _ => StubReply.Status(500));
        var options = StubModels.Options(("openai", _first), ("openai", _second));
        options.Llm += ",offline";
        await Assert.ThrowsAsync<LlmException>(() => StubModels.Chain(options, _time, plain: true).GetResponseAsync("hi", cancellationToken: Cancellation));
        var none = await Assert.ThrowsAsync<LlmException>(
            () => StubModels.Chain(new LlmOptions(), _time, plain: true).GetResponseAsync("hi", cancellationToken: Cancellation));
        Assert.Equal(LlmFailure.NoModel, none.Kind);
    }

    private static ChatMessage[] Question => [new(ChatRole.User, "What time is it?")];

    private static ChatOptions Tools(Func<string> now) => new() { Tools = [AIFunctionFactory.Create(now, "now")] };

    private FallbackChatClient Chain(bool endsOffline)
    {
        var options = StubModels.Options(("anthropic", _first), ("openai", _second));
        options.Llm += endsOffline ? ",offline" : "";
        return StubModels.Chain(options, _time);
    }

    private async Task<(string Text, ReplyOrigin? Origin)> Ask(bool endsOffline = false)
    {
        var updates = await Chain(endsOffline).GetStreamingResponseAsync(Question, cancellationToken: Cancellation).Hear();
        return (updates.Text(), ReplyOrigin.Of(Assert.Single(updates.DistinctBy(ReplyOrigin.Of))));
    }
}
