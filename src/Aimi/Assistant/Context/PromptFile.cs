using System.Collections.Concurrent;
using System.Globalization;

namespace Aimi.Assistant.Context;

/// <summary>The prompts: <c>Prompts/NAME.LANGUAGE.md</c>, with places in braces.</summary>
internal static class PromptFile
{
    public const string Persona = "persona";
    public const string Pending = "pending";
    public const string Feedback = "feedback";
    public const string Known = "known";
    public const string Calm = "calm";
    public const string Undone = "undone";

    private static readonly ConcurrentDictionary<(string Name, string Language), string> Files = new();

    public static string Read(string name, CultureInfo language) => Files.GetOrAdd((name, language.TwoLetterISOLanguageName), static file =>
    {
        using var stream = typeof(PromptFile).Assembly.GetManifestResourceStream($"Aimi.Assistant.Prompts.{file.Name}.{file.Language}.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });
}
