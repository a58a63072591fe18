using System.ComponentModel.DataAnnotations;

namespace Aimi.Assistant.Llm;

/// <summary>Which language models answer. Each setting but the times is a list in the order of <see cref="Llm"/>, separated by commas; for a single model it is just that.</summary>
public sealed class LlmOptions : IValidatableObject
{
    public const string Offline = "offline";

    /// <summary>Models are tried one after the other while a person waits.</summary>
    private const int MostModels = 4;

    /// <summary>
    /// <c>offline</c> (the default), <c>openai:MODEL</c>, <c>anthropic:MODEL</c>, or several: whoever stands first answers, the next where it can not. <c>offline</c> may
    /// stand at the end.
    /// </summary>
    public string? Llm { get; set; } = Offline;

    /// <summary>The key of each model's server, a secret; an empty place where a server asks for none.</summary>
    public string? LlmKey { get; set; }

    /// <summary>The server of each model, with its path, such as Ollama's <c>http://localhost:11434/v1</c>; an empty place for the vendor itself.</summary>
    public string? LlmUrl { get; set; }

    /// <summary>What each model costs, in dollars for a million tokens of prompt and of answer: <c>0.15/0.60</c>. For the metrics only. None by default.</summary>
    public string? LlmPrice { get; set; }

    /// <summary>How long a model may take to its first word; then the next is asked. Default 30 seconds, 1 to 90: no turn lasts longer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:30", ErrorMessage = "LlmFirstWord is a time such as 00:00:30, from 1 to 90 seconds (AIMI__LlmFirstWord).")]
    public TimeSpan LlmFirstWord { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the model may be silent between two words. Default 60 seconds, 1 to 90: no turn lasts longer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:30", ErrorMessage = "LlmTimeout is a time such as 00:01:00, from 1 to 90 seconds (AIMI__LlmTimeout).")]
    public TimeSpan LlmTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many tokens, of prompts and answers together, a person may use up a day; then the offline assistant answers until their next day. None by default.</summary>
    [Range(1_000, 1_000_000_000, ErrorMessage = "LlmDailyTokens is a number from 1000 on, or empty for no limit (AIMI__LlmDailyTokens).")]
    public int? LlmDailyTokens { get; set; }

    /// <summary>Where nobody else can answer, the offline assistant does.</summary>
    public bool EndsOffline => Names is [.., var last] ? IsOffline(last) : true;

    /// <summary>The models, first the one that answers as a rule; none where Aimi answers offline. Of settings that are <see cref="Validate">valid</see>.</summary>
    internal IReadOnlyList<LlmModel> Models =>
    [
        .. Names.Where(name => !IsOffline(name)).Select((name, place) =>
        {
            var vendor = LlmVendor.Of(name)!;
            return new LlmModel(vendor, vendor.ModelOf(name), At(LlmKey, place), At(LlmUrl, place) is { } url ? new Uri(url) : vendor.Address, LlmPrices.Read(At(LlmPrice, place)));
        }),
    ];

    private string[] Names => Places(Llm);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var models = Names.Where(name => !IsOffline(name)).ToList();
        if (models.Exists(name => LlmVendor.Of(name)?.ModelOf(name) is not { Length: > 0 and <= LlmModel.MaxName }))
        {
            yield return new(
                "Llm is offline, openai: or anthropic: and the name of a model, such as openai:gpt-4o-mini, or several of them separated by commas (AIMI__Llm).", [nameof(Llm)]);
        }
        else if (models.Count > MostModels || Names.SkipLast(1).Any(IsOffline))
        {
            yield return new($"Llm is a chain of at most {MostModels} models; offline may only stand at its end: nobody would be asked after it (AIMI__Llm).", [nameof(Llm)]);
        }

        foreach (var (name, value) in new[] { (nameof(LlmKey), LlmKey), (nameof(LlmUrl), LlmUrl), (nameof(LlmPrice), LlmPrice) })
        {
            if (models.Count > 0 && Places(value).Length > 0 && Places(value).Length != models.Count)
            {
                yield return new(
                    $"{name} has {Places(value).Length} places and Llm {models.Count} models: it has one for each, in their order, separated by commas; a place may be empty (AIMI__{name}).",
                    [name]);
            }
        }

        foreach (var problem in models.Index().SelectMany(model => Problems(model.Item, model.Index)).Concat(models.Count == 0 ? UrlProblems(0) : []))
            yield return problem;
    }

    private IEnumerable<ValidationResult> Problems(string model, int place)
    {
        if (LlmVendor.Of(model) is { } vendor && At(LlmUrl, place) is null && At(LlmKey, place) is null)
        {
            yield return new(
                $"LlmKey is missing: {vendor.Name} asks for one (AIMI__LlmKey). For a model on another server say where it is (AIMI__LlmUrl).", [nameof(LlmKey)]);
        }

        foreach (var problem in UrlProblems(place))
            yield return problem;
        if (At(LlmPrice, place) is { } price && LlmPrices.Read(price) is null)
            yield return new("LlmPrice is dollars for a million tokens of prompt and of answer, such as 0.15/0.60 (AIMI__LlmPrice).", [nameof(LlmPrice)]);
    }

    private IEnumerable<ValidationResult> UrlProblems(int place)
    {
        if (At(LlmUrl, place) is { } url && (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0))
        {
            yield return new(
                "LlmUrl is the address of a server that speaks the model's protocol, such as http://localhost:11434/v1 (AIMI__LlmUrl); a key goes into AIMI__LlmKey.",
                [nameof(LlmUrl)]);
        }
    }

    private static bool IsOffline(string name) => string.Equals(name, Offline, StringComparison.OrdinalIgnoreCase);

    private static string[] Places(string? setting) => string.IsNullOrWhiteSpace(setting) ? [] : setting.Split(',', StringSplitOptions.TrimEntries);

    private static string? At(string? setting, int place) => Places(setting).ElementAtOrDefault(place) is { Length: > 0 } value ? value : null;
}
