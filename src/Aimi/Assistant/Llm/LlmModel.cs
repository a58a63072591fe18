using System.Globalization;

namespace Aimi.Assistant.Llm;

/// <summary>A model that may answer.</summary>
/// <param name="Name">As its server calls it.</param>
/// <param name="Key">Null where its server asks for none.</param>
/// <param name="Prices">Null where nobody said what it costs.</param>
internal sealed record LlmModel(LlmVendor Vendor, string Name, string? Key, Uri Address, LlmPrices? Prices)
{
    /// <summary>It is stored with what the model wrote.</summary>
    public const int MaxName = 100;

    // A record would print the key.
    public override string ToString() => $"{Vendor.Id}:{Name}";
}

/// <summary>Dollars for a million tokens.</summary>
internal sealed record LlmPrices(decimal Prompt, decimal Answer)
{
    /// <summary>Reads <c>0.15/0.60</c>; null where it is not that.</summary>
    public static LlmPrices? Read(string? text) =>
        text?.Split('/', StringSplitOptions.TrimEntries) is [var prompt, var answer] && Dollars(prompt) is { } one && Dollars(answer) is { } other ? new(one, other) : null;

    public decimal Of(long promptTokens, long answerTokens) => ((Prompt * promptTokens) + (Answer * answerTokens)) / 1_000_000;

    private static decimal? Dollars(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) ? dollars : null;
}
