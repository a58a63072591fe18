using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Aimi.Tests.Hosting;

/// <summary>Words that stand nowhere else: what a person writes holds one each, and wherever one turns up, that text leaked. Secrets that were given out are marks as they are.</summary>
internal sealed class Marks
{
    private readonly ConcurrentDictionary<string, string> _marks = new(StringComparer.Ordinal);

    /// <summary>The mark of such a text: letters and digits, in small letters, which no encoding changes.</summary>
    public string this[string what] => _marks.GetOrAdd(what, static what => $"zq{what}{Guid.CreateVersion7():N}");

    /// <summary>A secret that Aimi made. What is guessed of it is its end: a beginning says what kind it is.</summary>
    public string Secret(string what, JsonNode? answer, string member)
    {
        var secret = (string?)answer?[member];
        Assert.True(secret?.Length >= 20, $"No {what}, or too short to be looked for: {answer}");
        _marks[what] = secret[^20..];
        return secret;
    }

    /// <summary>The names of those that stand in it, each with what is around it.</summary>
    public IReadOnlyList<string> In(string text) =>
        [.. _marks.Select(mark => (mark.Key, At: text.IndexOf(mark.Value, StringComparison.OrdinalIgnoreCase))).Where(found => found.At >= 0)
            .Select(found => $"{found.Key}: …{text[Math.Max(0, found.At - 300)..Math.Min(text.Length, found.At + 100)]}…")];
}
