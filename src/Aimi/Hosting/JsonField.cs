using System.Text.RegularExpressions;

namespace Aimi.Hosting;

/// <summary>Tells the member of a request that could not be read.</summary>
internal static partial class JsonField
{
    /// <summary><c>$.text</c> → <c>text</c>; null where the path names no member. A name that is not a plain one is not repeated to the client.</summary>
    public static string? Of(string? path) => path is not null && Member().Match(path) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary>Whether a request has a member of that name.</summary>
    public static bool Exists(Type request, string member) =>
        WireJson.Options.GetTypeInfo(request).Properties.Any(property => property.Name == member);

    [GeneratedRegex(@"^\$\.(?<name>[A-Za-z0-9_]{1,64})(?:[.\[].*)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Member();
}
