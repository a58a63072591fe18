using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Aimi.Assistant.Llm;

/// <summary>A wire protocol of chat, and who speaks it first of all.</summary>
/// <param name="Id">Before the model's name in the setting; the provider's name in metrics, as OpenTelemetry has it.</param>
/// <param name="Name">For the operator.</param>
/// <param name="Address">Where the vendor itself is.</param>
internal sealed record LlmVendor(string Id, string Name, Uri Address, Func<LlmModel, HttpClient, IChatClient> Create)
{
    /// <summary>Anthropic asks how long an answer may be at most. Its smallest models give no more, and a coach is brief.</summary>
    private const int MaxAnswerTokens = 4096;

    /// <summary>OpenAI, and whatever speaks like it: Ollama, vLLM, LM Studio, OpenRouter.</summary>
    public static readonly LlmVendor OpenAi = new("openai", "OpenAI", new Uri("https://api.openai.com/v1"), AskOpenAi);

    public static readonly LlmVendor Claude = new("anthropic", "Anthropic", new Uri("https://api.anthropic.com"), AskAnthropic);

    private static readonly IReadOnlyList<LlmVendor> All = [OpenAi, Claude];

    /// <summary>Whose the model of this setting is (<c>openai:gpt-4o-mini</c>); null where nobody's.</summary>
    public static LlmVendor? Of(string setting) => All.FirstOrDefault(vendor => setting.StartsWith(vendor.Id + ":", StringComparison.OrdinalIgnoreCase));

    public string ModelOf(string setting) => setting[(Id.Length + 1)..].Trim();

    // Both libraries would try again by themselves, and keep a time; here that is done around them, the same for both, on the program's clock.
    private static IChatClient AskOpenAi(LlmModel model, HttpClient http) =>
        new OpenAIClient(
            // A server without keys is sent some word: the protocol's header has no empty form.
            new ApiKeyCredential(model.Key ?? "none"),
            new OpenAIClientOptions
            {
                Endpoint = model.Address,
                UserAgentApplicationId = "aimi",
                NetworkTimeout = Timeout.InfiniteTimeSpan,
                RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
                Transport = new HttpClientPipelineTransport(http),
            }).GetChatClient(model.Name).AsIChatClient();

    // Everything that the library would else take from variables of its own is said here: a key that is not Aimi's goes nowhere.
    private static IChatClient AskAnthropic(LlmModel model, HttpClient http) =>
        new AnthropicClient
        {
            ApiKey = model.Key ?? "none",
            AuthToken = null,
            BaseUrl = model.Address.ToString().TrimEnd('/'),
            HttpClient = http,
            MaxRetries = 0,
            Timeout = TimeSpan.FromHours(1),
        }.AsIChatClient(model.Name, MaxAnswerTokens);
}
