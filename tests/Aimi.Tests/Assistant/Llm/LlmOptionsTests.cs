using Aimi.Assistant.Llm;
using Aimi.Hosting;
using Microsoft.Extensions.Configuration;

namespace Aimi.Tests.Assistant.Llm;

public sealed class LlmOptionsTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", null, null)]
    [InlineData("Offline", null, null)]
    [InlineData("openai:gpt-4o-mini", "sk", null)]
    [InlineData("openai:llama3.1", null, "http://localhost:11434/v1")]
    [InlineData(" Anthropic:claude-sonnet-4-5 ", "sk-ant", "")]
    [InlineData("anthropic:claude-sonnet-4-5, openai:gpt-4o-mini, offline", "sk-ant, sk", null)]
    [InlineData("openai:gpt-4o-mini,openai:llama3.1,offline", "sk,", ",http://localhost:11434/v1")]
    public void Right_ones_pass(string? llm, string? key, string? url) => Assert.Empty(Problems(("Llm", llm), ("LlmKey", key), ("LlmUrl", url)));

    [Theory]
    [InlineData("gpt", "S3cret", null, "AIMI__Llm)")]
    [InlineData("openai:", "S3cret", null, "AIMI__Llm)")]
    [InlineData("offline,openai:m", "S3cret", null, "at its end")]
    [InlineData("openai:a,openai:b,openai:c,openai:d,openai:e", "S3cret,b,c,d,e", null, "at most 4")]
    [InlineData("openai:m", null, null, "OpenAI asks for one (AIMI__LlmKey)")]
    [InlineData("openai:m,anthropic:m", "S3cret,", null, "Anthropic asks for one (AIMI__LlmKey)")]
    [InlineData("openai:m,anthropic:m", "S3cret", "http://a,http://b", "LlmKey has 1 places and Llm 2 models")]
    [InlineData("openai:m", null, "here", "AIMI__LlmUrl")]
    [InlineData("openai:m", null, "https://user:S3cret@here/v1", "AIMI__LlmUrl")]
    public void Wrong_ones_say_how_they_are_mended_without_a_secret(string llm, string? key, string? url, string hint)
    {
        var problem = Assert.Single(Problems(("Llm", llm), ("LlmKey", key), ("LlmUrl", url)));
        Assert.Contains(hint, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LlmTimeout", "00:00:00")]
    [InlineData("LlmFirstWord", "00:02:00")]
    [InlineData("LlmDailyTokens", "10")]
    [InlineData("LlmDailyTokens", "many")]
    public void Numbers_and_times_have_bounds(string name, string value) =>
        Assert.Contains($"AIMI__{name}", Assert.Single(Problems((name, value))), StringComparison.Ordinal);

    [Theory, InlineData("1"), InlineData("1/2/3"), InlineData("-1/2"), InlineData("one/two")]
    public void A_price_is_of_prompt_and_answer(string price) =>
        Assert.Contains("AIMI__LlmPrice", Assert.Single(Problems(("Llm", "openai:m"), ("LlmKey", "sk"), ("LlmPrice", price))), StringComparison.Ordinal);

    [Fact]
    public void A_chain_is_read_in_its_order()
    {
        var options = new LlmOptions
        {
            Llm = "anthropic:claude-sonnet-4-5, openai:hf.co/some/model:Q8, offline",
            LlmKey = "sk-ant,",
            LlmUrl = ",http://localhost:11434/v1",
            LlmPrice = "3/15,",
        };
        Assert.True(options.EndsOffline);
        Assert.Equal(
            [("claude-sonnet-4-5", "sk-ant", "https://api.anthropic.com/"), ("hf.co/some/model:Q8", null, "http://localhost:11434/v1")],
            options.Models.Select(model => (model.Name, model.Key, model.Address.ToString())));
        Assert.Equal(0.018m, options.Models[0].Prices!.Of(1000, 1000));
        Assert.Null(options.Models[1].Prices);
        Assert.DoesNotContain("sk-ant", options.Models[0].ToString(), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Problems(params (string Name, string? Value)[] settings) =>
        Settings.Problems(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal)).Build());
}
