using System.ComponentModel.DataAnnotations;

namespace Aimi.Assistant;

/// <summary>Which language model answers.</summary>
public sealed class LlmOptions : IValidatableObject
{
    public const string Offline = "offline";

    /// <summary>Where OpenAI itself is.</summary>
    public static readonly Uri OpenAiAddress = new("https://api.openai.com/v1");

    private const string OpenAi = "openai:";

    /// <summary><c>offline</c> (the default), or <c>openai:MODEL</c>: a model behind OpenAI's protocol, at OpenAI or at <see cref="LlmUrl"/>.</summary>
    public string? Llm { get; set; } = Offline;

    /// <summary>The key of the model's server, a secret. OpenAI asks for one, a server on this machine mostly for none.</summary>
    public string? LlmKey { get; set; }

    /// <summary>The server of the model, with its path, such as Ollama's <c>http://localhost:11434/v1</c>. Empty: OpenAI.</summary>
    public string? LlmUrl { get; set; }

    /// <summary>How long the model may be silent, before its first word or between two. Default 60 seconds, 1 to 90: no turn lasts longer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:30", ErrorMessage = "LlmTimeout is a time such as 00:01:00, from 1 to 90 seconds.")]
    public TimeSpan LlmTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The model's name; null where Aimi answers offline.</summary>
    public string? Model => Llm?.Trim() is { } llm && llm.StartsWith(OpenAi, StringComparison.OrdinalIgnoreCase) ? llm[OpenAi.Length..] : null;

    /// <summary>Where the model is.</summary>
    public Uri Address => string.IsNullOrWhiteSpace(LlmUrl) ? OpenAiAddress : new Uri(LlmUrl.Trim());

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var offline = string.IsNullOrWhiteSpace(Llm) || string.Equals(Llm.Trim(), Offline, StringComparison.OrdinalIgnoreCase);
        if (!offline && string.IsNullOrWhiteSpace(Model))
            yield return new ValidationResult("Llm is offline, or openai: and the name of a model, such as openai:gpt-4o-mini (AIMI__Llm).", [nameof(Llm)]);

        if (string.IsNullOrWhiteSpace(LlmUrl))
        {
            if (Model is not null && string.IsNullOrWhiteSpace(LlmKey))
            {
                yield return new ValidationResult(
                    "LlmKey is missing: OpenAI asks for one (AIMI__LlmKey). For a model on another server say where it is (AIMI__LlmUrl).", [nameof(LlmKey)]);
            }
        }
        else if (!Uri.TryCreate(LlmUrl.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
        {
            yield return new ValidationResult(
                "LlmUrl is the address of a server that speaks OpenAI's protocol, such as http://localhost:11434/v1 (AIMI__LlmUrl); a key goes into AIMI__LlmKey.",
                [nameof(LlmUrl)]);
        }
    }
}
