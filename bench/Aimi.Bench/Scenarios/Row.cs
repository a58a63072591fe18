using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Aimi.Bench.Scenarios;

/// <summary>A row that a scenario speaks of: <c>event «Позвонить маме» start=day 2 10:00, status=planned</c>. In values, * stands for anything.</summary>
/// <param name="Kind"><c>event</c>, <c>occurrence</c>, <c>task</c>, <c>goal</c>, <c>habit</c>, <c>memory</c>, <c>me</c>.</param>
internal sealed partial record Row(string Kind, string? Title, IReadOnlyList<(string Member, string Value)> Members)
{
    /// <summary>Members that have shorter names in a scenario.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["start"] = "start_at",
        ["end"] = "end_at",
        ["due"] = "due_at",
        ["rule"] = "repeat_rule",
        ["streak"] = "current_streak",
    };

    public static Row Read(string text)
    {
        var read = Form().Match(text);
        if (!read.Success)
            throw new FormatException($"Not a row: {text}");

        var members = read.Groups["members"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(member => member.Split('=', 2)).Select(member => (Names.GetValueOrDefault(member[0], member[0]), member[1]));
        return new Row(read.Groups["kind"].Value, read.Groups["title"] is { Success: true } title ? title.Value : null, [.. members]);
    }

    /// <summary>Where such rows are.</summary>
    public string Path(DateTimeOffset now) => Kind switch
    {
        "me" => "/me",
        "memory" => "/memory?limit=200&active=true",
        "occurrence" => $"/events?limit=200&from={Stamp(now.AddDays(-7))}&to={Stamp(now.AddDays(30))}",
        _ => $"/{Kind}s?limit=200",
    };

    /// <summary>Whether an answer holds such a row.</summary>
    /// <param name="local">An instant as the person's wall clock has it, <c>yyyy-MM-ddTHH:mm</c>.</param>
    /// <param name="resolve">What a value means: <c>day 2</c> is a date.</param>
    public bool IsIn(JsonNode answer, Func<DateTimeOffset, string> local, Func<string, string> resolve) =>
        (answer["items"]?.AsArray() ?? [answer.DeepClone()]).Any(item => item is not null && Fits(item, local, resolve));

    private bool Fits(JsonNode item, Func<DateTimeOffset, string> local, Func<string, string> resolve) =>
        (Title is null || (item["title"] ?? item["name"] ?? item["content"] ?? item["display_name"]) is { } title && Like((string)title!, Title))
        && Members.All(member => Like(Value(item[member.Member], member.Member, local), resolve(member.Value)));

    private static string Value(JsonNode? value, string member, Func<DateTimeOffset, string> local) => value switch
    {
        null => "none",
        JsonValue when member.EndsWith("_at", StringComparison.Ordinal) => local((DateTimeOffset)value),
        JsonValue text when text.TryGetValue<string>(out var plain) => plain,
        _ => value.ToJsonString(),
    };

    private static bool Like(string value, string pattern) =>
        Regex.IsMatch(value, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static string Stamp(DateTimeOffset at) => Uri.EscapeDataString(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^(?<kind>\w+)(\s+[«“""](?<title>.+?)[»”""])?\s*(?<members>.*)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
