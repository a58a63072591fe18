using System.ComponentModel.DataAnnotations;

namespace Aimi.Assistant.Guardrails.Moderation;

/// <summary>Who decides what is refused.</summary>
/// <remarks>The key is one of its own: the models of the chat may be several, and need not be OpenAI's.</remarks>
public sealed class ModerationOptions : IValidatableObject
{
    public const string Off = "off";
    public const string Rules = "rules";
    public const string OpenAi = "openai";

    private static readonly Uri OpenAiAddress = new("https://api.openai.com/v1");

    /// <summary><c>rules</c> (the default) for Aimi's own, <c>openai</c> for OpenAI's endpoint besides them, or <c>off</c>. Help in a crisis does not depend on it.</summary>
    public string? Moderation { get; set; } = Rules;

    /// <summary>The key of the endpoint, a secret. OpenAI asks for one.</summary>
    public string? ModerationKey { get; set; }

    /// <summary>A server that has OpenAI's <c>/moderations</c>, with its path. Empty: OpenAI.</summary>
    public string? ModerationUrl { get; set; }

    internal bool Is(string kind) => string.Equals(string.IsNullOrWhiteSpace(Moderation) ? Rules : Moderation.Trim(), kind, StringComparison.OrdinalIgnoreCase);

    internal Uri Address => string.IsNullOrWhiteSpace(ModerationUrl) ? OpenAiAddress : new Uri(ModerationUrl.Trim());

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Is(Off) && !Is(Rules) && !Is(OpenAi))
            yield return new ValidationResult("Moderation is rules, openai or off (AIMI__Moderation).", [nameof(Moderation)]);

        if (Is(OpenAi) && string.IsNullOrWhiteSpace(ModerationUrl) && string.IsNullOrWhiteSpace(ModerationKey))
        {
            yield return new ValidationResult(
                "ModerationKey is missing: OpenAI asks for one (AIMI__ModerationKey). For another server say where it is (AIMI__ModerationUrl).", [nameof(ModerationKey)]);
        }

        if (!string.IsNullOrWhiteSpace(ModerationUrl)
            && (!Uri.TryCreate(ModerationUrl.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0))
        {
            yield return new ValidationResult(
                "ModerationUrl is the address of a server with OpenAI's moderations, such as https://api.openai.com/v1 (AIMI__ModerationUrl); a key goes into AIMI__ModerationKey.",
                [nameof(ModerationUrl)]);
        }
    }
}
