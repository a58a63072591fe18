using System.ComponentModel.DataAnnotations;

namespace Aimi.Memory.Embeddings;

/// <summary>Which model makes the vectors that memories are found by.</summary>
public sealed class EmbeddingOptions : IValidatableObject
{
    public const string Offline = "offline";

    /// <summary>Longer names of models there are none; the name stands beside every vector.</summary>
    private const int MaxModel = 80;

    private const string Mend =
        "Embeddings is offline, openai: or voyage: and the name of a model, such as openai:text-embedding-3-small or voyage:voyage-3.5 (AIMI__Embeddings).";

    /// <summary>
    /// <c>offline</c> (the default), <c>openai:MODEL</c> for a model behind OpenAI's protocol, at OpenAI or at <see cref="EmbeddingsUrl"/>, or <c>voyage:MODEL</c>.
    /// </summary>
    public string? Embeddings { get; set; } = Offline;

    /// <summary>The key of the model's server, a secret. OpenAI and Voyage ask for one, a server on this machine mostly for none.</summary>
    public string? EmbeddingsKey { get; set; }

    /// <summary>The server of the model, with its path, such as Ollama's <c>http://localhost:11434/v1</c>. Empty: the vendor's own.</summary>
    public string? EmbeddingsUrl { get; set; }

    /// <summary>How many numbers a vector has, for models that let one choose, 8 to 4,096. Empty: as many as the model gives of itself.</summary>
    [Range(8, 4096, ErrorMessage = "EmbeddingsDimensions is a number from 8 to 4096 that the model offers, or empty (AIMI__EmbeddingsDimensions).")]
    public int? EmbeddingsDimensions { get; set; }

    /// <summary>How long one answer of the model's server may take. Default 30 seconds, 1 to 300.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "EmbeddingsTimeout is a time such as 00:00:30, from 1 second to 5 minutes (AIMI__EmbeddingsTimeout).")]
    public TimeSpan EmbeddingsTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whose protocol the model speaks; null where Aimi makes the vectors herself.</summary>
    internal EmbeddingVendor? Vendor => EmbeddingVendor.All.FirstOrDefault(vendor => (Embeddings ?? "").Trim().StartsWith(vendor.Prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The model's name; null where Aimi makes the vectors herself.</summary>
    public string? Model => Vendor is { } vendor ? Embeddings!.Trim()[vendor.Prefix.Length..].Trim() : null;

    /// <summary>Where the model is; null where Aimi makes the vectors herself.</summary>
    public Uri? Address => string.IsNullOrWhiteSpace(EmbeddingsUrl) ? Vendor?.Address : new Uri(EmbeddingsUrl.Trim());

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var offline = string.IsNullOrWhiteSpace(Embeddings) || string.Equals(Embeddings.Trim(), Offline, StringComparison.OrdinalIgnoreCase);
        if (!offline && (string.IsNullOrWhiteSpace(Model) || Model.Length > MaxModel))
            yield return new ValidationResult(Mend, [nameof(Embeddings)]);

        if (string.IsNullOrWhiteSpace(EmbeddingsUrl))
        {
            if (Vendor is not null && string.IsNullOrWhiteSpace(EmbeddingsKey))
            {
                yield return new ValidationResult(
                    $"EmbeddingsKey is missing: {Vendor.Name} asks for one (AIMI__EmbeddingsKey). For a model on another server say where it is (AIMI__EmbeddingsUrl).",
                    [nameof(EmbeddingsKey)]);
            }
        }
        else if (!Uri.TryCreate(EmbeddingsUrl.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
        {
            yield return new ValidationResult(
                "EmbeddingsUrl is the address of the model's server, such as http://localhost:11434/v1 (AIMI__EmbeddingsUrl); a key goes into AIMI__EmbeddingsKey.",
                [nameof(EmbeddingsUrl)]);
        }
    }
}
