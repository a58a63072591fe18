using System.Text;
using Aimi.Hosting;

namespace Aimi.Assistant.Guardrails.Outgoing;

/// <summary>
/// Finds in a reply what never leaves: long stretches of the prompt files as they are, and the secrets of the settings; also spelled with gaps, backwards, in ROT13, in base64
/// and in hex. What is retold, translated, or given in small pieces is not found.
/// </summary>
internal sealed class Leaks
{
    /// <summary>So many letters and figures in a row are no accident: some ten words.</summary>
    public const int Stretch = 60;

    /// <summary>Whatever holds a stretch holds one of these pieces whole.</summary>
    private const int Piece = Stretch / 2;

    /// <summary>A shorter secret would be found in words by chance.</summary>
    private const int ShortestSecret = 8;

    private static readonly string[] Secret = ["Key", "Password", "Secret", "Token", "Database", "Redis"];

    private readonly string _prompts;
    private readonly IReadOnlyList<string> _secrets;

    public Leaks(IConfiguration settings)
        : this(PromptFiles(), Settings.Names.Where(name => Secret.Any(end => name.EndsWith(end, StringComparison.Ordinal))).Select(name => settings[name]))
    {
    }

    internal Leaks(IEnumerable<string> prompts, IEnumerable<string?> secrets)
    {
        // Between two files stands what no reply holds.
        _prompts = string.Join('\u0001', prompts.Select(Letters));
        _secrets = [.. secrets.OfType<string>().SelectMany(Parts).Select(Letters).Where(secret => secret.Length >= ShortestSecret).Distinct(StringComparer.Ordinal)];
    }

    /// <param name="text">The reply so far, or its end: a stretch may go over several sentences.</param>
    public bool In(string text)
    {
        var letters = Letters(text);
        return Holds(letters) || Holds(Reversed(letters)) || Holds(Rotated(letters)) || Encoded(text).Any(decoded => Holds(Letters(decoded)));
    }

    private bool Holds(string letters)
    {
        foreach (var secret in _secrets)
        {
            if (letters.Contains(secret, StringComparison.Ordinal))
                return true;
        }

        for (var at = 0; at + Piece <= letters.Length; at += Piece)
        {
            var piece = letters.AsSpan(at, Piece);
            for (var found = _prompts.AsSpan().IndexOf(piece); found >= 0;)
            {
                if (Common(letters, at, found) >= Stretch)
                    return true;

                var next = _prompts.AsSpan(found + 1).IndexOf(piece);
                found = next < 0 ? -1 : found + 1 + next;
            }
        }

        return false;
    }

    private int Common(string letters, int at, int found)
    {
        var before = 0;
        while (at - before > 0 && found - before > 0 && letters[at - before - 1] == _prompts[found - before - 1])
            before++;
        return before + letters.AsSpan(at).CommonPrefixLength(_prompts.AsSpan(found));
    }

    /// <summary>Letters and figures alone, in lower case.</summary>
    private static string Letters(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var letter in text.Where(char.IsLetterOrDigit))
            letters.Append(letter is 'ё' or 'Ё' ? 'е' : char.ToLowerInvariant(letter));
        return letters.ToString();
    }

    private static string Reversed(string letters) => string.Create(letters.Length, letters, static (reversed, source) =>
    {
        source.CopyTo(reversed);
        reversed.Reverse();
    });

    private static string Rotated(string letters) => string.Create(letters.Length, letters, static (rotated, source) =>
    {
        for (var at = 0; at < rotated.Length; at++)
        {
            rotated[at] = source[at] is >= 'a' and <= 'z' and var latin ? (char)('a' + ((latin - 'a' + 13) % 26))
                : source[at] is >= 'а' and <= 'я' and var russian ? (char)('а' + ((russian - 'а' + 16) % 32))
                : source[at];
        }
    });

    private static IEnumerable<string> Encoded(string text)
    {
        // A long text in base64 is broken into lines.
        foreach (var word in text.Split([' ', '`', '"', '(', ')', '*'], StringSplitOptions.RemoveEmptyEntries).Select(word => word.ReplaceLineEndings("")))
        {
            if (word.Length < 11)
                continue;

            if (word.Length % 2 == 0 && word.All(char.IsAsciiHexDigit))
                yield return Encoding.UTF8.GetString(Convert.FromHexString(word));

            var padded = word.TrimEnd('.', ',', '=').Replace('-', '+').Replace('_', '/');
            var bytes = new byte[padded.Length];
            if (Convert.TryFromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='), bytes, out var count))
                yield return Encoding.UTF8.GetString(bytes, 0, count);
        }
    }

    // Host=…;Password=…: the whole, and what is secret in it.
    private static IEnumerable<string> Parts(string value) =>
        value.Split([';', ','], StringSplitOptions.TrimEntries).Where(part => part.Contains("password=", StringComparison.OrdinalIgnoreCase)).Select(part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..])
            .Concat(value.Contains(',', StringComparison.Ordinal) ? value.Split(',') : [])
            .Append(value);

    private static IEnumerable<string> PromptFiles()
    {
        var assembly = typeof(Leaks).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains(".Prompts.", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }
}
