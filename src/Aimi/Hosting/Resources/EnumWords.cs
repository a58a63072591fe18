using System.Text.Json;

namespace Aimi.Hosting.Resources;

/// <summary>The words of an enum as the contract writes them, <c>snake_case</c>, for queries: bodies have them by <see cref="WireJson"/>.</summary>
public static class EnumWords
{
    public static string Word<TEnum>(this TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static bool TryRead<TEnum>(string word, out TEnum value)
        where TEnum : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<TEnum>())
        {
            if (candidate.Word() == word)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>As <see cref="TryRead"/>; an absent word is null.</summary>
    public static bool TryReadOptional<TEnum>(string? word, out TEnum? value)
        where TEnum : struct, Enum
    {
        value = word is not null && TryRead<TEnum>(word, out var read) ? read : null;
        return word is null || value is not null;
    }

    /// <summary>What to say of a word that is none.</summary>
    public static string Choice<TEnum>()
        where TEnum : struct, Enum => $"One of: {string.Join(", ", Enum.GetValues<TEnum>().Select(Word))}.";
}
