using Aimi.Assistant.Llm;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Assistant.Llm;

/// <summary>One request to a model, over both wire protocols.</summary>
public sealed class LlmChatClientTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(A.Now);
    private StubLlm _stub = null!;

    public static TheoryData<string> Wires => StubModels.Wires;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stub = await StubLlm.Start();

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    [Theory, MemberData(nameof(Wires))]
    public async Task Pieces_arrive_as_they_are_said(string wire)
    {
        var more = new TaskCompletionSource();
        _stub.Next(StubReply.Says("При").Waits(more.Task).Say("вет"));
        var said = new List<string>();
        await foreach (var update in Ask(wire))
        {
            if (update.Text.Length == 0)
                continue;
            said.Add(update.Text);
            more.TrySetResult();
        }

        Assert.Equal(["При", "вет"], said);
    }

    [Theory]
    [InlineData("openai", "/v1/chat/completions", "Bearer sk-secret")]
    [InlineData("anthropic", "/v1/messages", "Bearer sk-secret")]
    public async Task The_question_goes_to_the_model_with_the_key(string wire, string path, string authorization)
    {
        await Client(wire).GetResponseAsync(
            [new(ChatRole.System, "You are Aimi."), new(ChatRole.User, "Hi"), new(ChatRole.Assistant, "Hello"), new(ChatRole.User, "Вопрос")], cancellationToken: Cancellation);
        var asked = Assert.Single(_stub.Asked);
        Assert.Equal((path, authorization, "model-1", "You are Aimi."), (asked.Path, asked.Authorization, asked.Model, asked.System));
        Assert.Equal([("user", "Hi"), ("assistant", "Hello"), ("user", "Вопрос")], asked.Messages);
        Assert.True((bool)asked.Json["stream"]!);
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task Tools_are_offered_called_in_pieces_and_in_parallel_and_told_what_came_of_it(string wire)
    {
        _stub.To("Запиши", StubReply.Says("Сейчас. ").Call("create_event", new { title = "Врач «Айболит»", count = 2 }, "a").Call("create_event", new { title = "Мама" }, "b").Call("now", id: "c"));
        _stub.To("Что вышло", StubReply.Says("Готово"));
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string title, int count) => title, "create_event"), AIFunctionFactory.Create(() => "now", "now")] };
        List<ChatMessage> said = [new(ChatRole.User, "Запиши")];
        var answer = await Client(wire).GetResponseAsync(said, options, Cancellation);
        Assert.Equal("Сейчас. ", answer.Text);
        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
        var calls = answer.Messages.SelectMany(message => message.Contents.OfType<FunctionCallContent>()).ToList();
        Assert.Equal([("a", "create_event"), ("b", "create_event"), ("c", "now")], calls.Select(call => (call.CallId, call.Name)));
        Assert.Equal(["Врач «Айболит»", "Мама"], calls.Take(2).Select(call => call.Arguments!["title"]!.ToString()));
        Assert.Equal("2", calls[0].Arguments!["count"]!.ToString());
        Assert.Equal(["create_event", "now"], Assert.Single(_stub.Asked).Tools);

        await Client(wire).GetResponseAsync(
            [.. said, .. answer.Messages, new(ChatRole.Tool, [new FunctionResultContent("a", "one"), new FunctionResultContent("b", "two"), new FunctionResultContent("c", "three")])],
            options, Cancellation);
        var next = _stub.Asked.Last();
        Assert.Equal(["one", "two", "three"], next.ToolResults);
        Assert.Equal(1, next.Round);
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task A_call_whose_arguments_are_no_JSON_says_so(string wire)
    {
        _stub.Next(StubReply.Calls("create_event", """{"title": oops"""));
        var answer = await Client(wire).GetResponseAsync("Запиши", cancellationToken: Cancellation);
        var call = Assert.Single(answer.Messages.SelectMany(message => message.Contents.OfType<FunctionCallContent>()));
        Assert.NotNull(call.Exception);
        Assert.Null(call.Arguments);
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task Tokens_are_told(string wire)
    {
        _stub.Next(StubReply.Says("a", "b").Usage(1234, 56));
        var usage = (await Client(wire).GetResponseAsync("Hi", cancellationToken: Cancellation)).Usage;
        Assert.Equal((1234, 56), (usage?.InputTokenCount, usage?.OutputTokenCount));
    }

    [Theory, CombinatorialWires(500, 529, 401, 403, 404, 429, 400, 307)]
    public async Task A_server_that_fails_is_asked_once_and_its_words_are_not_repeated(string wire, int status)
    {
        _stub.Reply = _ => StubReply.Status(status, retryAfter: 7);
        var failure = await Fails(wire);
        var expected = status switch { 429 => LlmFailure.Busy, >= 500 => LlmFailure.Failed, _ => LlmFailure.Refused };
        Assert.Equal(expected, failure.Kind);
        Assert.Contains($"HTTP {status}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(status is 429 or >= 500 ? TimeSpan.FromSeconds(7) : null, failure.RetryAfter);
        Assert.Single(_stub.Asked);
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task An_answer_that_breaks_off_is_no_answer(string wire)
    {
        var heard = new TaskCompletionSource();
        _stub.Next(StubReply.Says("half").Waits(heard.Task).Cut(), StubReply.Says("half").Stops());
        var failure = await Assert.ThrowsAsync<LlmException>(async () =>
        {
            await foreach (var update in Ask(wire))
            {
                if (update.Text.Length > 0)
                    heard.SetResult();
            }
        });
        Assert.Equal(LlmFailure.BrokeOff, failure.Kind);
        Assert.Equal(LlmFailure.BrokeOff, (await Fails(wire)).Kind);
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task A_vendor_that_fails_in_the_middle_of_its_answer_is_not_repeated(string wire)
    {
        _stub.Next(StubReply.Says("half").Fails());
        var failure = await Fails(wire);
        Assert.True(failure.IsPassing);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task What_is_no_answer_of_the_protocol_is_a_failure(string wire)
    {
        _stub.Next(StubReply.Nothing.Garbage("""{"my secret": oops"""));
        var failure = await Fails(wire);
        Assert.Equal(LlmFailure.Unreadable, failure.Kind);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task A_server_that_nobody_runs_is_named_by_its_setting(string wire)
    {
        await _stub.DisposeAsync();
        var failure = await Fails(wire);
        Assert.Equal(LlmFailure.Unreachable, failure.Kind);
        Assert.Contains("AIMI__LlmUrl", failure.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task A_filter_that_lets_nothing_through_is_a_failure_and_what_it_let_through_stands(string wire)
    {
        _stub.Next(StubReply.Nothing.Filtered(), StubReply.Says("As far as ").Filtered(), StubReply.Says("No room for m").Full());
        Assert.Equal(LlmFailure.Filtered, (await Fails(wire)).Kind);
        Assert.Equal("As far as ", (await Ask(wire).Hear()).Text());
        Assert.Equal("No room for m", (await Ask(wire).Hear()).Text());
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task A_model_that_does_not_begin_is_not_waited_for(string wire)
    {
        _stub.Next(StubReply.Nothing.Hangs());
        var answer = Fails(wire);
        var asked = await _stub.Arrival();
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(answer.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        var failure = await answer;
        Assert.Equal(LlmFailure.Slow, failure.Kind);
        Assert.Contains("AIMI__LlmFirstWord", failure.Message, StringComparison.Ordinal);
        await asked.Closed.WaitAsync(Patience.Longest, Cancellation);
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task Silence_ends_the_call_and_each_word_starts_the_wait_anew(string wire)
    {
        var half = new TaskCompletionSource();
        _stub.Next(StubReply.Says("one").Waits(half.Task).Say("two").Hangs());
        await using var updates = Ask(wire).Where(update => update.Text.Length > 0).GetAsyncEnumerator(Cancellation);
        Assert.True(await updates.MoveNextAsync());
        _time.Advance(TimeSpan.FromSeconds(50));
        half.SetResult();
        Assert.True(await updates.MoveNextAsync());
        _time.Advance(TimeSpan.FromSeconds(50));
        var next = updates.MoveNextAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(11));
        var failure = await Assert.ThrowsAsync<LlmException>(() => next);
        Assert.Contains("AIMI__LlmTimeout", failure.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Wires))]
    public async Task Stopping_closes_the_connection_to_the_server(string wire)
    {
        _stub.Next(StubReply.Says("one").Hangs());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in Client(wire).GetStreamingResponseAsync("hi", cancellationToken: stop.Token))
            {
                if (update.Text.Length > 0)
                    await stop.CancelAsync();
            }
        });
        await (await _stub.Arrival()).Closed.WaitAsync(Patience.Longest, Cancellation);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _stub.Answer = context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };
        Assert.Contains("redirects", (await Fails("openai")).Message, StringComparison.Ordinal);
        Assert.Single(_stub.Asked);
    }

    private LlmChatClient Client(string wire) => StubModels.Once(wire, _stub, _time);

    private IAsyncEnumerable<ChatResponseUpdate> Ask(string wire) => Client(wire).GetStreamingResponseAsync("my secret wish", cancellationToken: Cancellation);

    private Task<LlmException> Fails(string wire) => Assert.ThrowsAsync<LlmException>(() => Ask(wire).Hear());
}
