using Aimi.Memory.Embeddings;

namespace Aimi.Tests.Memory.Embeddings;

/// <summary>What goes out in which requests, and what becomes of texts that a model refuses.</summary>
public sealed class EmbeddingServiceTests : IAsyncLifetime
{
    private StubVendor _stub = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stub = await StubVendor.Start();

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    [Fact]
    public async Task Many_texts_go_in_requests_of_bounded_size_and_come_back_in_order()
    {
        string[] texts = [.. Enumerable.Range(1, 300).Select(length => new string('a', length))];
        var vectors = await _stub.Service().Embed(texts, Cancellation);
        Assert.Equal([128, 128, 44], _stub.Asked.Select(asked => asked.Texts.Count));
        Assert.Equal(texts.Select(StubVendor.Unit), vectors.Select(vector => vector.ToArray()));
    }

    [Fact]
    public async Task Long_texts_go_in_smaller_requests_and_are_cut()
    {
        await _stub.Service().Embed([.. Enumerable.Repeat(new string('a', EmbeddingService.MaxText + 1), 20)], Cancellation);
        Assert.Equal([12, 8], _stub.Asked.Select(asked => asked.Texts.Count));
        Assert.All(_stub.Texts, text => Assert.Equal(EmbeddingService.MaxText, text.Length));
    }

    [Fact]
    public async Task No_character_is_cut_in_two()
    {
        await _stub.Service().Embed([string.Concat(Enumerable.Repeat("🌅", EmbeddingService.MaxText)), "a" + string.Concat(Enumerable.Repeat("🌅", EmbeddingService.MaxText))], Cancellation);
        Assert.Equal([EmbeddingService.MaxText, EmbeddingService.MaxText - 1], _stub.Texts.Select(text => text.Length));
        Assert.All(_stub.Texts, text => Assert.True(char.IsLowSurrogate(text[^1])));
    }

    [Fact]
    public async Task Of_nothing_nobody_is_asked()
    {
        Assert.Empty(await _stub.Service().Embed([], Cancellation));
        Assert.Empty(await _stub.Service().EmbedEach([], Cancellation));
        Assert.Empty(_stub.Asked);
    }

    [Fact]
    public async Task A_text_that_is_refused_keeps_the_others_from_nothing()
    {
        _stub.Answer = (context, asked) => asked.Texts.Contains("bad") ? StubVendor.Refuse(context, 400) : StubVendor.Give(context, asked.Texts.Select(StubVendor.Vector));
        string[] texts = [.. Enumerable.Range(1, 100).Select(length => new string('a', length)), "bad", .. Enumerable.Range(101, 20).Select(length => new string('a', length))];
        var service = _stub.Service();
        var vectors = await service.EmbedEach(texts, Cancellation);
        Assert.Equal(texts.Select(text => text == "bad" ? null : StubVendor.Unit(text)), vectors.Select(vector => vector?.ToArray()));
        Assert.InRange(_stub.Asked.Count, 3, 20);
        Assert.Null(service.Trouble);
    }

    [Fact]
    public async Task Of_a_text_that_is_too_long_for_the_model_the_beginning_counts()
    {
        _stub.Answer = (context, asked) => asked.Texts.Any(text => text.Length > 1000)
            ? StubVendor.Refuse(context, 400)
            : StubVendor.Give(context, asked.Texts.Select(StubVendor.Vector));
        var vectors = await _stub.Service().EmbedEach(["short", new string('a', 5000)], Cancellation);
        Assert.Equal([StubVendor.Unit("short"), StubVendor.Unit(new string('a', EmbeddingService.ShortText))], vectors.Select(vector => vector?.ToArray()));
    }

    [Fact]
    public async Task A_vector_that_is_none_is_a_refusal_of_that_text_alone()
    {
        _stub.Answer = (context, asked) => StubVendor.Give(context, asked.Texts.Select(text => text == "???" ? [0f, 0, 0] : StubVendor.Vector(text)));
        var vectors = await _stub.Service().EmbedEach(["a", "???"], Cancellation);
        Assert.Equal([StubVendor.Unit("a"), null], vectors.Select(vector => vector?.ToArray()));
    }

    [Fact]
    public async Task A_model_that_refuses_everything_is_in_trouble_and_no_text_is_blamed()
    {
        _stub.Answer = (context, _) => StubVendor.Refuse(context, 400);
        var service = _stub.Service();
        var failure = await Assert.ThrowsAsync<EmbeddingException>(() => service.EmbedEach(["my secret wish", "b"], Cancellation));
        Assert.False(failure.Refused);
        Assert.Same(failure, service.Trouble);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, _stub.Asked.Count);
    }

    [Fact]
    public async Task Trouble_lasts_until_the_model_answers()
    {
        var answers = _stub.Answer;
        _stub.Answer = (context, _) => StubVendor.Refuse(context, 401);
        var service = _stub.Service();
        Assert.Null(service.Trouble);
        await Assert.ThrowsAsync<EmbeddingException>(() => service.Embed(["a"], Cancellation));
        Assert.Contains("AIMI__EmbeddingsKey", service.Trouble!.Message, StringComparison.Ordinal);
        _stub.Answer = answers;
        await service.EmbedQuery("a", Cancellation);
        Assert.Null(service.Trouble);
    }
}
