using System.Globalization;
using System.Resources;
using Aimi.Language;
using Aimi.Memory;

namespace Aimi.Assistant.Context;

/// <summary>Tells a language model what is known of the person: <c>Prompts/memory.LANGUAGE.md</c>.</summary>
internal static class ContextPrompt
{
    /// <summary>Longer memories are cut, in UTF-16 units: a prompt has room for the gist of many rather than for one in full.</summary>
    private const int MaxLine = 300;

    private static readonly ResourceManager Texts = new("Aimi.Assistant.Context.ContextTexts", typeof(ContextPrompt).Assembly);

    /// <summary>Empty where nothing is known.</summary>
    public static string For(PersonContext context, CultureInfo language)
    {
        var portrait = context.Portrait;
        var sections = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["{traits}"] = List("Traits", portrait.Traits.Select(trait => trait.Text)),
            ["{focus}"] = List("Focus", context.Focus),
            ["{around}"] = List("Around", context.Around),
            ["{pending}"] = List("Pending", portrait.PendingActions.Select(action => action.Text)),
            ["{mood}"] = portrait.RecentMood.Count == 0 ? null
                : Text(MoodTrend.Of(portrait.RecentMood).Average switch { < -0.2 => "MoodLow", > 0.2 => "MoodGood", _ => "MoodEven" }),
            ["{summary}"] = string.IsNullOrEmpty(portrait.LastSummary) ? null : $"{Text("Summary")} {Line(portrait.LastSummary)}",
            ["{recalled}"] = List("Recalled", context.Recalled.Select(found =>
                $"{found.Memory.ValidFrom.ToString("d MMMM yyyy", language)}: {found.Memory.Content}")),
        };
        if (sections.Values.All(section => section is null))
            return "";

        var lines = Persona.Prompt("memory", language).Split('\n')
            .Select(line => sections.TryGetValue(line, out var section) ? section : line)
            .OfType<string>();
        return string.Join('\n', lines);

        string Text(string key) => Texts.GetString(key, language) ?? throw new MissingManifestResourceException(key);

        string? List(string key, IEnumerable<string> items)
        {
            var list = items.Select(item => "- " + Line(item)).Distinct(StringComparer.Ordinal).ToList();
            return list.Count == 0 ? null : $"{Text(key)}\n{string.Join('\n', list)}";
        }
    }

    // What a person wrote is one line of a list, and cannot look like a line of the prompt.
    private static string Line(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MaxLine ? line : Excerpt.Of(line, MaxLine) + "…";
    }
}
