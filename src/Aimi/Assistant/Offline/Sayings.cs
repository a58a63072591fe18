using System.Globalization;
using System.Resources;
using Aimi.Language;

namespace Aimi.Assistant.Offline;

/// <summary>What the offline assistant says, in one of its languages: <c>Replies.resx</c>.</summary>
internal sealed class Sayings(CultureInfo language)
{
    internal static readonly ResourceManager Texts = new("Aimi.Assistant.Offline.Replies", typeof(Sayings).Assembly);

    public CultureInfo Language => language;

    public string this[string key] => Texts.GetString(key, language) ?? throw new MissingManifestResourceException(key);

    public string Say(string key, params object[] values) => string.Format(language, this[key], values);

    /// <summary>A number with what is counted, in the form that the number asks for.</summary>
    public string Count(string key, int number) => Say($"{key}.{PluralForm.Of(number, language)}", number);

    public static string List(string heading, IEnumerable<string> lines) => heading + "\n" + string.Join('\n', lines.Select(line => "- " + line));

    public static string Numbered(string heading, IEnumerable<string> lines) =>
        heading + "\n" + string.Join('\n', lines.Select((line, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1}. {line}")));

    /// <summary>"Mondays, Wednesdays and Fridays".</summary>
    public string Join(IReadOnlyList<string> words) =>
        words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.SkipLast(1))} {this["And"]} {words[^1]}";

    /// <summary>A sentence: its first letter is a capital.</summary>
    public string Sentence(string text) => text.Length == 0 ? text : language.TextInfo.ToUpper(text[0]) + text[1..];
}
