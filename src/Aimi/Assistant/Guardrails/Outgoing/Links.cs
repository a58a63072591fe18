using System.Text.RegularExpressions;

namespace Aimi.Assistant.Guardrails.Outgoing;

/// <summary>
/// Takes the address out of links that the person did not write themself: whoever draws an image or follows a link would tell its server what the address holds.
/// What is left is where it would have gone.
/// </summary>
internal static partial class Links
{
    public static string Defang(string text, IEnumerable<string> said)
    {
        // Most sentences have none of these.
        if (text.AsSpan().IndexOfAny("/[<:@") < 0 && !text.Contains("www.", StringComparison.OrdinalIgnoreCase))
            return text;

        var written = said.SelectMany(own => Address().Matches(own)).Select(match => Bare(match.Value)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        text = Invisible().Replace(text, "");
        text = Image().Replace(text, "${text}");
        text = Markdown().Replace(text, link => written.Contains(Bare(link.Groups["to"].Value)) ? link.Value : $"{link.Groups["text"].Value} ({link.Groups["to"].Value})");
        text = Tag().Replace(text, "");
        return Address().Replace(text, address => written.Contains(Bare(address.Value)) ? address.Value : Place(address.Value));
    }

    private static string Bare(string address) => address.TrimEnd('.', ',', '!', '?', ';', ':', ')').TrimEnd('/');

    // evil.example.com/a?b → example.com. An address may tell something in each of its other parts.
    private static string Place(string address)
    {
        var end = address[Bare(address).Length..].TrimStart('/');
        if (Host().Match(address) is not { Success: true } found)
            return end;

        var labels = found.Groups["host"].Value.Split('.');
        var kept = labels.Length > 2 && labels[^2].Length <= 3 && labels[^1].Length == 2 ? 3 : 2;
        return string.Join('.', labels.TakeLast(kept)) + end;
    }

    [GeneratedRegex(@"[\u200b-\u200f\u2060-\u2064\ufeff\u00ad]", RegexOptions.NonBacktracking)]
    private static partial Regex Invisible();

    [GeneratedRegex(@"!\[(?<text>[^\]]*)\]\s?[(\[][^)\]]*[)\]]?", RegexOptions.NonBacktracking)]
    private static partial Regex Image();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\(\s*<?(?<to>[^)\s>]*)[^)]*\)?", RegexOptions.NonBacktracking)]
    private static partial Regex Markdown();

    [GeneratedRegex(@"</?\s*(?:img|a|iframe|script|link|object|embed|video|audio|source|form|input|svg|style|meta|base|body|div|span)\b[^>]*>?", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    // With a scheme, or a name with a path, a query or a port behind it; the name of a place alone is none.
    [GeneratedRegex(
        @"(?:(?:[a-z][a-z0-9+.\-]{1,15}:)?[/\\]{2}|(?:data|javascript|vbscript|mailto|sms|tel|intent):)[^\s<>""'«»()\[\]]+|(?:www\.[^\s<>""'«»()\[\]]+)|(?:[\p{L}\p{N}\-]+[.。．])+\p{L}{2,24}(?::\d+)?[/?#][^\s<>""'«»()\[\]]*",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"^(?:[a-z][a-z0-9+.\-]*:)?(?:[/\\]{2})?(?:[^/@\s]*@)?(?<host>(?:[\p{L}\p{N}\-]+\.)+\p{L}{2,24})(?:[:/?#\\]|$|[.,!;])", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Host();
}
