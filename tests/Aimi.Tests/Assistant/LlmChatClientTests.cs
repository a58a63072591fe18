using Aimi.Assistant;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Assistant;

public sealed class LlmChatClientTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(A.Now);
    private StubLlm _stub = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stub = await StubLlm.Start();

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    [Fact]
    public async Task Pieces_arrive_as_they_are_said()
    {
        var more = new TaskCompletionSource();
        _stub.Answer = async context =>
        {
            await StubLlm.Piece(context, "При");
            await more.Task;
            await StubLlm.Say(context, "вет");
        };
        var said = new List<string>();
        await foreach (var update in Ask())
        {
            if (update.Text.Length > 0)
                said.Add(update.Text);
            more.TrySetResult();
        }

        Assert.Equal(["При", "вет"], said);
    }

    [Fact]
    public async Task The_question_goes_to_the_model_with_the_key_as_bearer()
    {
        await Read();
        var (path, authorization, body) = Assert.Single(_stub.Asked);
        Assert.Equal("/v1/chat/completions", path);
        Assert.Equal("Bearer sk-secret", authorization);
        Assert.Contains("\"model\":\"stub-model\"", body, StringComparison.Ordinal);
        Assert.Contains("\"stream\":true", body, StringComparison.Ordinal);
    }

    [Theory, InlineData(500), InlineData(401), InlineData(404), InlineData(429)]
    public async Task A_server_that_fails_is_asked_once_and_its_words_are_not_repeated(int status)
    {
        _stub.Answer = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("""{"error":{"message":"Bad key sk-secret for: my secret wish"}}""");
        };
        var failure = await Assert.ThrowsAsync<LlmException>(Read);
        Assert.Contains($"HTTP {status}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.Single(_stub.Asked);
    }

    [Fact]
    public async Task An_answer_that_is_cut_off_is_no_answer()
    {
        _stub.Answer = async context =>
        {
            await StubLlm.Piece(context, "half");
            context.Abort();
        };
        await Assert.ThrowsAsync<LlmException>(Read);
    }

    [Fact]
    public async Task An_answer_that_just_stops_without_its_end_is_no_answer()
    {
        _stub.Answer = context => StubLlm.Piece(context, "half");
        await Assert.ThrowsAsync<LlmException>(Read);
    }

    [Fact]
    public async Task What_is_no_answer_of_the_protocol_is_a_failure()
    {
        _stub.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"choices\": oops\n\n");
        };
        await Assert.ThrowsAsync<LlmException>(Read);
    }

    [Fact]
    public async Task A_server_that_nobody_runs_is_named_by_its_setting()
    {
        await _stub.DisposeAsync();
        var failure = await Assert.ThrowsAsync<LlmException>(Read);
        Assert.Contains("AIMI__LlmUrl", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_ends_the_call_and_each_word_starts_the_wait_anew()
    {
        var (half, whole) = (new TaskCompletionSource(), new TaskCompletionSource());
        _stub.Answer = async context =>
        {
            await StubLlm.Piece(context, "one");
            await half.Task;
            await StubLlm.Piece(context, "two");
            await whole.Task.WaitAsync(context.RequestAborted);
        };
        await using var updates = Ask().GetAsyncEnumerator(Cancellation);
        Assert.True(await updates.MoveNextAsync());
        _time.Advance(TimeSpan.FromSeconds(50));
        half.SetResult();
        Assert.True(await updates.MoveNextAsync());
        _time.Advance(TimeSpan.FromSeconds(50));
        var next = updates.MoveNextAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(11));
        await Assert.ThrowsAsync<LlmException>(() => next);
    }

    [Fact]
    public async Task Stopping_ends_the_servers_work()
    {
        var gone = new TaskCompletionSource();
        _stub.Answer = async context =>
        {
            context.RequestAborted.Register(gone.SetResult);
            await StubLlm.Piece(context, "one");
            await gone.Task;
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Client().GetStreamingResponseAsync("hi", cancellationToken: stop.Token))
                await stop.CancelAsync();
        });
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    private LlmChatClient Client() => LlmChatClient.Create(
        new LlmOptions { Llm = "openai:stub-model", LlmKey = "sk-secret", LlmUrl = _stub.Url.ToString(), LlmTimeout = TimeSpan.FromSeconds(60) }, _time);

    private IAsyncEnumerable<ChatResponseUpdate> Ask() => Client().GetStreamingResponseAsync("my secret wish", cancellationToken: Cancellation);

    private async Task Read()
    {
        await foreach (var _ in Ask())
        {
        }
    }
}
