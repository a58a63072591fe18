using Aimi.Hosting;
using Aimi.Memory.Embeddings;
using Microsoft.Extensions.Configuration;

namespace Aimi.Tests.Memory.Embeddings;

public sealed class EmbeddingOptionsTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", null, null)]
    [InlineData("Offline", null, null)]
    [InlineData("openai:text-embedding-3-small", "sk", null)]
    [InlineData("openai:nomic-embed-text", null, "http://localhost:11434/v1")]
    [InlineData(" OpenAI:m ", "sk", "")]
    [InlineData("voyage:voyage-3.5", "pa", null)]
    public void Right_ones_pass(string? embeddings, string? key, string? url) =>
        Assert.Empty(Problems(("Embeddings", embeddings), ("EmbeddingsKey", key), ("EmbeddingsUrl", url)));

    [Theory]
    [InlineData("gpt", null, null, "AIMI__Embeddings)")]
    [InlineData("openai:", "sk", null, "AIMI__Embeddings)")]
    [InlineData("openai:m", null, null, "AIMI__EmbeddingsKey")]
    [InlineData("voyage:m", null, null, "Voyage asks for one")]
    [InlineData("openai:m", null, "here", "AIMI__EmbeddingsUrl")]
    [InlineData("openai:m", null, "ftp://here/v1", "AIMI__EmbeddingsUrl")]
    [InlineData("openai:m", null, "https://user:S3cret@here/v1", "AIMI__EmbeddingsUrl")]
    public void Wrong_ones_say_how_they_are_mended_without_a_secret(string embeddings, string? key, string? url, string hint)
    {
        var problem = Assert.Single(Problems(("Embeddings", embeddings), ("EmbeddingsKey", key), ("EmbeddingsUrl", url)));
        Assert.Contains(hint, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EmbeddingsDimensions", "0")]
    [InlineData("EmbeddingsDimensions", "many")]
    [InlineData("EmbeddingsTimeout", "00:00:00")]
    [InlineData("EmbeddingsTimeout", "1.00:00:00")]
    public void Numbers_and_times_have_bounds(string name, string value) =>
        Assert.Contains($"AIMI__{name}", Assert.Single(Problems((name, value))), StringComparison.Ordinal);

    [Theory]
    [InlineData("openai:m", null, "https://api.openai.com/v1", "m")]
    [InlineData("Voyage: voyage-3.5", null, "https://api.voyageai.com/v1", "voyage-3.5")]
    [InlineData("openai:hf.co/some/model:Q8", "http://localhost:11434/v1", "http://localhost:11434/v1", "hf.co/some/model:Q8")]
    public void A_model_is_where_its_vendor_is_or_where_it_is_said_to_be(string embeddings, string? url, string address, string model)
    {
        var options = new EmbeddingOptions { Embeddings = embeddings, EmbeddingsUrl = url };
        Assert.Equal((new Uri(address), model), (options.Address, options.Model));
    }

    private static IReadOnlyList<string> Problems(params (string Name, string? Value)[] settings) =>
        Settings.Problems(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal)).Build());
}
