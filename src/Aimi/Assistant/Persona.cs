using System.Collections.Concurrent;
using System.Globalization;

namespace Aimi.Assistant;

/// <summary>Who Aimi is, as a language model is told it: <c>Prompts/persona.LANGUAGE.md</c>.</summary>
internal static class Persona
{
    /// <summary>Longer names are cut, in characters: what stands in the prompt is a name.</summary>
    private const int MaxName = 60;

    private static readonly ConcurrentDictionary<string, string> Prompts = new(StringComparer.Ordinal);

    public static string For(PersonNow person, CultureInfo language)
    {
        var prompt = Prompts.GetOrAdd(language.TwoLetterISOLanguageName, Read);
        var name = Name(person.Name);
        if (name.Length == 0)
            prompt = string.Join('\n', prompt.Split('\n').Where(line => !line.Contains("{name}", StringComparison.Ordinal)));

        return prompt
            .Replace("{name}", name, StringComparison.Ordinal)
            .Replace("{time}", person.LocalTime.ToString("dddd, d MMMM yyyy, HH:mm", language), StringComparison.Ordinal)
            .Replace("{zone}", person.Timezone, StringComparison.Ordinal);
    }

    // A person chooses their name: in the prompt it is one word or several on one line, and ends no quotation.
    private static string Name(string name)
    {
        var letters = name.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '\'' or '’' or '.' ? letter : ' ').Take(MaxName);
        return string.Join(' ', new string([.. letters]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Read(string language)
    {
        using var stream = typeof(Persona).Assembly.GetManifestResourceStream($"Aimi.Assistant.Prompts.persona.{language}.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
