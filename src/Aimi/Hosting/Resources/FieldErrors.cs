using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Hosting.Resources;

/// <summary>Gathers what is wrong with the members of a request, so that a client hears all of it at once.</summary>
public sealed class FieldErrors
{
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>400 with all that was gathered; null where that is nothing.</summary>
    public ProblemHttpResult? Problem =>
        _errors.Count == 0 ? null : Problems.Of(400, "Members of the body are not valid.", Problems.ValidationFailed, _errors);

    /// <summary>Says what a member has to be, unless it is.</summary>
    public void Require(bool holds, string field, string what)
    {
        if (!holds)
            _errors[field] = [what];
    }

    /// <summary>A text that must be there, and say something.</summary>
    public void Title(string field, string? text, int maxLength) =>
        Require(!string.IsNullOrWhiteSpace(text) && IsStorable(text, maxLength), field, $"1 to {maxLength} characters, not only white space.");

    /// <summary>A text that may be absent or empty.</summary>
    public void Text(string field, string? text, int maxLength) =>
        Require(text is null || IsStorable(text, maxLength), field, $"At most {maxLength} characters, none of them NUL.");

    /// <summary>Words to find it by.</summary>
    public void Tags(string field, IReadOnlyList<string>? tags) =>
        Require(
            tags is null || (tags.Count <= 20 && tags.All(tag => !string.IsNullOrWhiteSpace(tag) && IsStorable(tag, 50))),
            field,
            "At most 20 tags of 1 to 50 characters.");

    // Half a surrogate pair is not JSON to begin with.
    private static bool IsStorable(string text, int maxLength) => text.Length <= maxLength && !text.Contains('\0');
}
