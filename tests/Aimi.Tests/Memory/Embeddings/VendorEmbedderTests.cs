using Aimi.Memory.Embeddings;
using Aimi.Tests.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Memory.Embeddings;

/// <summary>Vendors over their real protocol. The clock's waits between attempts are over at once; the limit of an attempt passes where a test says so. For a question the clock stands.</summary>
public sealed class VendorEmbedderTests : IAsyncLifetime
{
    private readonly PassingTime _time = new(shortest: TimeSpan.FromSeconds(25));
    private readonly FakeTimeProvider _still = new(A.Now);
    private StubVendor _stub = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stub = await StubVendor.Start();

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    [Fact]
    public async Task OpenAi_is_asked_in_its_words()
    {
        var vectors = await _stub.Service(_time, dimensions: 256).Embed(["Любит «чай»", "b"], Cancellation);
        var asked = Assert.Single(_stub.Asked);
        Assert.Equal(("/v1/embeddings", "Bearer sk-secret"), (asked.Path, asked.Authorization));
        Assert.Equal("""{"model":"stub","input":["Любит «чай»","b"],"encoding_format":"float","dimensions":256}""", Plain(asked));
        Assert.Equal(StubVendor.Unit("Любит «чай»"), vectors[0].ToArray());
        Assert.Equal(StubVendor.Unit("b"), vectors[1].ToArray());
    }

    [Fact]
    public async Task Voyage_is_told_what_is_a_question_and_what_may_answer_one()
    {
        var service = _stub.Service(_still, "voyage:voyage-3.5");
        await service.Embed(["a"], Cancellation);
        var vector = await service.EmbedQuery("who?", Cancellation);
        Assert.Equal(
            ["""{"model":"voyage-3.5","input":["a"],"input_type":"document"}""", """{"model":"voyage-3.5","input":["who?"],"input_type":"query"}"""],
            _stub.Asked.Select(Plain));
        Assert.Equal(StubVendor.Unit("who?"), vector.ToArray());
        Assert.Equal("voyage-3.5", service.Model);

        await _stub.Service(_time, "voyage:voyage-3.5", dimensions: 512).Embed(["a"], Cancellation);
        Assert.Equal("""{"model":"voyage-3.5","input":["a"],"input_type":"document","output_dimension":512}""", Plain(_stub.Asked.Last()));
    }

    [Fact]
    public void A_length_that_was_chosen_makes_another_model_of_it() =>
        Assert.Equal("text-embedding-3-small@256", _stub.Service(_time, "openai:text-embedding-3-small", dimensions: 256).Model);

    [Fact]
    public async Task A_server_that_asks_for_no_key_is_sent_none()
    {
        var options = _stub.Options();
        options.EmbeddingsKey = " ";
        await new EmbeddingService(VendorEmbedder.Create(options, options.Vendor!, _time, new Random(1))).Embed(["a"], Cancellation);
        Assert.Equal("", Assert.Single(_stub.Asked).Authorization);
    }

    [Fact]
    public async Task Vectors_are_put_beside_their_texts_by_the_index()
    {
        _stub.Answer = (context, asked) => StubVendor.Give(context, asked.Texts.Select((text, index) => (index, StubVendor.Vector(text))).Reverse());
        var vectors = await _stub.Service(_time).Embed(["a", "bb", "ccc"], Cancellation);
        Assert.Equal([StubVendor.Unit("a"), StubVendor.Unit("bb"), StubVendor.Unit("ccc")], vectors.Select(vector => vector.ToArray()));
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":0,"embedding":[0,1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":2,"embedding":[0,1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[0,1]},{"index":2,"embedding":[0,1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":1}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[0,1,0]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[0,0]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[1e300,0]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[NaN,0]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":["my secret wish",0]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[1,""")]
    [InlineData("""{"error":"my secret wish"}""")]
    [InlineData("<html>my secret wish</html>")]
    [InlineData("null")]
    public async Task An_answer_that_does_not_fit_is_no_answer(string json)
    {
        _stub.Answer = (context, _) => StubVendor.Write(context, json);
        var failure = await Fails(service => service.Embed(["my secret wish", "b"], Cancellation));
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.Single(_stub.Asked);
    }

    [Fact]
    public async Task A_model_that_changes_its_length_is_noticed()
    {
        _stub.AnswerInTurn((context, _) => StubVendor.Give(context, [[1f, 0]]), (context, _) => StubVendor.Give(context, [[1f, 0, 0]]));
        var service = _stub.Service(_still);
        await service.Embed(["a"], Cancellation);
        var failure = await Assert.ThrowsAsync<EmbeddingException>(() => service.EmbedQuery("a", Cancellation));
        Assert.Contains("reindex --all", failure.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(401, "AIMI__EmbeddingsKey"), InlineData(403, "AIMI__EmbeddingsKey"), InlineData(404, "AIMI__Embeddings,"), InlineData(307, "redirects"), InlineData(400, "refuses")]
    public async Task What_trying_again_does_not_mend_is_tried_once_and_the_vendors_words_are_not_repeated(int status, string hint)
    {
        _stub.Answer = (context, _) =>
        {
            context.Response.Headers.Location = "/elsewhere";
            return StubVendor.Refuse(context, status);
        };
        var failure = await Fails(service => service.Embed(["my secret wish"], Cancellation));
        Assert.Contains(hint, failure.Message, StringComparison.Ordinal);
        Assert.Contains($"HTTP {status}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(status == 400, failure.Refused);
        Assert.Single(_stub.Asked);
    }

    [Theory, InlineData(500), InlineData(502), InlineData(503), InlineData(429), InlineData(408)]
    public async Task A_server_that_is_busy_is_asked_again_later_and_later(int status)
    {
        Task Busy(HttpContext context, StubVendor.Question _) => StubVendor.Refuse(context, status);
        _stub.AnswerInTurn(Busy, Busy, _stub.Answer);
        var vectors = await _stub.Service(_time).Embed(["a"], Cancellation);
        Assert.Equal(StubVendor.Unit("a"), vectors[0].ToArray());
        Assert.Equal(3, _stub.Asked.Count);
        Assert.Equal(2, _time.Waits.Count);
        Assert.All(_time.Waits, wait => Assert.InRange(wait, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(8)));
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up_after_a_bounded_time()
    {
        _stub.Answer = (context, _) => StubVendor.Refuse(context, 500);
        var failure = await Fails(service => service.Embed(["my secret wish"], Cancellation));
        Assert.Contains("HTTP 500", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(1 + VendorHandler.MaxRetries, _stub.Asked.Count);
        Assert.InRange(_time.Waits.Aggregate((all, wait) => all + wait), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Those_who_failed_together_do_not_come_back_together()
    {
        _stub.Answer = (context, _) => StubVendor.Refuse(context, 500);
        var options = _stub.Options();
        var first = new PassingTime(TimeSpan.FromSeconds(25));
        var second = new PassingTime(TimeSpan.FromSeconds(25));
        await Assert.ThrowsAsync<EmbeddingException>(() => new EmbeddingService(VendorEmbedder.Create(options, options.Vendor!, first, new Random(1))).Embed(["a"], Cancellation));
        await Assert.ThrowsAsync<EmbeddingException>(() => new EmbeddingService(VendorEmbedder.Create(options, options.Vendor!, second, new Random(2))).Embed(["a"], Cancellation));
        Assert.NotEqual(first.Waits, second.Waits);
    }

    [Fact]
    public async Task A_server_that_asks_for_time_gets_it()
    {
        _stub.AnswerInTurn((context, _) => StubVendor.Refuse(context, 429, retryAfter: "17"), _stub.Answer);
        await _stub.Service(_time).Embed(["a"], Cancellation);
        Assert.InRange(Assert.Single(_time.Waits), TimeSpan.FromSeconds(17), TimeSpan.FromSeconds(18));
        Assert.Equal(2, _stub.Asked.Count);
    }

    [Fact]
    public async Task A_server_that_asks_for_more_than_anyone_would_wait_is_left_alone_for_so_long()
    {
        _stub.AnswerInTurn((context, _) => StubVendor.Refuse(context, 429, retryAfter: "600"), _stub.Answer);
        var service = _stub.Service(_time);
        await Assert.ThrowsAsync<EmbeddingException>(() => service.Embed(["a"], Cancellation));
        _time.Now += TimeSpan.FromSeconds(599);
        await Assert.ThrowsAsync<EmbeddingException>(() => service.Embed(["a"], Cancellation));
        await Assert.ThrowsAsync<EmbeddingException>(() => service.EmbedQuery("a", Cancellation));
        Assert.Single(_stub.Asked);
        Assert.NotNull(service.Trouble);

        _time.Now += TimeSpan.FromSeconds(1);
        await service.Embed(["a"], Cancellation);
        Assert.Equal(2, _stub.Asked.Count);
        Assert.Null(service.Trouble);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_asked_for_again()
    {
        _stub.AnswerInTurn(
            async (context, _) =>
            {
                context.Response.ContentLength = 1000;
                await StubVendor.Write(context, """{"data":[""");
                context.Abort();
            },
            _stub.Answer);
        Assert.Equal(StubVendor.Unit("a"), (await _stub.Service(_time).Embed(["a"], Cancellation))[0].ToArray());
        Assert.Equal(2, _stub.Asked.Count);
    }

    [Fact]
    public async Task A_server_that_nobody_runs_is_named_by_its_setting()
    {
        var service = _stub.Service(_time);
        await _stub.DisposeAsync();
        var failure = await Assert.ThrowsAsync<EmbeddingException>(() => service.Embed(["a"], Cancellation));
        Assert.Contains("AIMI__EmbeddingsUrl", failure.Message, StringComparison.Ordinal);
        Assert.Equal(VendorHandler.MaxRetries, _time.Waits.Count);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_asked_for_again()
    {
        _stub.AnswerInTurn(
            async (context, _) =>
            {
                _time.PassAll();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            _stub.Answer);
        Assert.Equal(StubVendor.Unit("a"), (await _stub.Service(_time).Embed(["a"], Cancellation))[0].ToArray());
        Assert.Equal(2, _stub.Asked.Count);
    }

    [Fact]
    public async Task A_question_is_asked_once_and_not_at_all_while_the_server_fails()
    {
        _stub.Answer = (context, _) => StubVendor.Refuse(context, 500);
        var service = _stub.Service(_still);
        await Assert.ThrowsAsync<EmbeddingException>(() => service.EmbedQuery("a", Cancellation));
        await Assert.ThrowsAsync<EmbeddingException>(() => service.EmbedQuery("a", Cancellation));
        Assert.Equal(2, _stub.Asked.Count);
        await Assert.ThrowsAsync<EmbeddingException>(() => service.EmbedQuery("a", Cancellation));
        Assert.Equal(2, _stub.Asked.Count);

        _still.Advance(TimeSpan.FromSeconds(31));
        _stub.Answer = (context, asked) => StubVendor.Give(context, asked.Texts.Select(StubVendor.Vector));
        Assert.Equal(StubVendor.Unit("a"), (await service.EmbedQuery("a", Cancellation)).ToArray());
    }

    [Fact]
    public async Task A_question_does_not_wait_as_long_as_the_rest()
    {
        var asked = new TaskCompletionSource();
        _stub.Answer = async (context, _) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var answer = _stub.Service(_still).EmbedQuery("a", Cancellation);
        await asked.Task.WaitAsync(Cancellation);
        _still.Advance(VendorHandler.UrgentPatience);
        var failure = await Assert.ThrowsAsync<EmbeddingException>(() => answer);
        Assert.Contains("in time", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_stops_waiting_hears_no_failure_of_the_model()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        _stub.Answer = async (context, _) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var service = _stub.Service(_time);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.Embed(["a"], stop.Token));
        Assert.Null(service.Trouble);
    }

    // The order of members and the letters, as they were sent.
    private static string Plain(StubVendor.Question asked) =>
        asked.Body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private Task<EmbeddingException> Fails(Func<EmbeddingService, Task> work) => Assert.ThrowsAsync<EmbeddingException>(() => work(_stub.Service(_time)));
}
