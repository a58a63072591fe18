using System.Text.Json;

namespace Aimi.Hosting.Resources;

/// <summary>Words of the contract in a query. ASP.NET Core would read an enum there by its name in the code, or by its number.</summary>
public static class Words
{
    /// <summary>Reads the word of an enum as JSON has it, in snake_case; an absent one is null. False where there is no such word.</summary>
    public static bool TryRead<T>(string? word, out T? value)
        where T : struct, Enum
    {
        value = null;
        foreach (var known in Enum.GetValues<T>())
        {
            if (JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString()) == word)
                value = known;
        }

        return word is null || value is not null;
    }
}
