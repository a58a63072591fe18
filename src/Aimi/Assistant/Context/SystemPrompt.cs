using System.Globalization;
using Aimi.Messages;

namespace Aimi.Assistant.Context;

/// <summary>The first message of a prompt: who Aimi is, what this reply must see to, and what is known. All of its words stand in <c>Prompts/</c>.</summary>
internal static class SystemPrompt
{
    /// <summary>What never gives way.</summary>
    public static string Rules(PersonNow now, CultureInfo language, FeedbackQuestion? question, PendingConfirmation? pending)
    {
        var prompt = PromptFile.Read(PromptFile.Persona, language);
        var name = PromptText.Name(now.Name);
        if (name.Length == 0)
            prompt = string.Join('\n', prompt.Split('\n').Where(line => !line.Contains("{name}", StringComparison.Ordinal)));

        prompt = prompt
            .Replace("{time}", now.LocalTime.ToString("dddd, d MMMM yyyy, HH:mm", language), StringComparison.Ordinal)
            .Replace("{zone}", now.Timezone, StringComparison.Ordinal)
            .Replace("{locale}", PromptText.Name(now.Locale), StringComparison.Ordinal)
            .Replace("{name}", name, StringComparison.Ordinal);
        if (pending is not null)
            prompt += PromptFile.Read(PromptFile.Pending, language).Replace("{summary}", PromptText.Line(pending.Summary), StringComparison.Ordinal);
        if (question is not null)
            prompt += PromptFile.Read(PromptFile.Feedback, language).Replace("{title}", PromptText.Name(question.Title), StringComparison.Ordinal);
        return prompt;
    }

    /// <summary>What is known, line by line under the headings of the file; one without lines is left out. Empty where there is no line at all.</summary>
    public static string Known(IReadOnlyCollection<PromptLine> lines, CultureInfo language)
    {
        if (lines.Count == 0)
            return "";

        var byPlace = lines.ToLookup(line => Place(line.Part), line => line.Text, StringComparer.Ordinal);
        return string.Concat(PromptFile.Read(PromptFile.Known, language).Split('\n').SkipLast(1).Select(line =>
            line.IndexOf('{', StringComparison.Ordinal) is var at and > 0
                ? byPlace[line[at..]].Any() ? $"{line[..at].TrimEnd()}\n{string.Concat(byPlace[line[at..]])}" : ""
                : line + "\n"));
    }

    /// <summary>The heading of a part, as the file has it.</summary>
    public static string Heading(PromptPart part, CultureInfo language)
    {
        var place = Place(part);
        return PromptFile.Read(PromptFile.Known, language).Split('\n').First(line => line.EndsWith(place, StringComparison.Ordinal))[..^place.Length];
    }

    private static string Place(PromptPart part) => $"{{{part.ToString().ToLowerInvariant()}}}";
}
