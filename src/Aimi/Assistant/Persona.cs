using System.Collections.Concurrent;
using System.Globalization;

namespace Aimi.Assistant;

/// <summary>Who Aimi is, as a language model is told it: <c>Prompts/persona.LANGUAGE.md</c>.</summary>
internal static class Persona
{
    /// <summary>Longer names are cut, in characters: what stands in the prompt is a name.</summary>
    private const int MaxName = 60;

    private static readonly ConcurrentDictionary<string, string> Prompts = new(StringComparer.Ordinal);

    /// <param name="question">What to ask about beside what the person says; null for nothing.</param>
    public static string For(PersonNow person, CultureInfo language, FeedbackQuestion? question)
    {
        var prompt = Prompt("persona", language);
        var name = Name(person.Name);
        if (name.Length == 0)
            prompt = string.Join('\n', prompt.Split('\n').Where(line => !line.Contains("{name}", StringComparison.Ordinal)));

        prompt = prompt
            .Replace("{name}", name, StringComparison.Ordinal)
            .Replace("{time}", person.LocalTime.ToString("dddd, d MMMM yyyy, HH:mm", language), StringComparison.Ordinal)
            .Replace("{zone}", person.Timezone, StringComparison.Ordinal);
        return question is null ? prompt : prompt + Prompt("feedback", language).Replace("{title}", Name(question.Title), StringComparison.Ordinal);
    }

    // A person chooses their name, and who sends an invitation its title: in the prompt it is one word or several on one line, and ends no quotation.
    private static string Name(string name)
    {
        var letters = name.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '\'' or '’' or '.' ? letter : ' ').Take(MaxName);
        return string.Join(' ', new string([.. letters]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The prompt <c>Prompts/NAME.LANGUAGE.md</c>.</summary>
    internal static string Prompt(string name, CultureInfo language) => Prompts.GetOrAdd($"{name}.{language.TwoLetterISOLanguageName}", Read);

    private static string Read(string name)
    {
        using var stream = typeof(Persona).Assembly.GetManifestResourceStream($"Aimi.Assistant.Prompts.{name}.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
