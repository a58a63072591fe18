using System.Text;

namespace Aimi.Language;

/// <summary>Takes texts apart into words: runs of letters, digits and the marks that stand inside a word (it's, кто-то).</summary>
public static class Words
{
    /// <summary>The words in order.</summary>
    public static IReadOnlyList<Word> Of(string text)
    {
        var words = new List<Word>();
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && (IsPart(text[at]) || (IsInner(text[at]) && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]))))
                at++;
            words.Add(new Word(Fold(text.AsSpan(start, at - start)), start, at - start));
        }

        return words;
    }

    /// <summary>What makes two spellings one: lower case, ё as е, one apostrophe, no stress marks.</summary>
    public static string Fold(ReadOnlySpan<char> text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            // A stress mark in a Russian text says how to read it; й and ё written as two characters are rare enough.
            if (letter is '\u0301')
                continue;

            folded.Append(char.ToLowerInvariant(letter) switch
            {
                'ё' => 'е',
                '’' or 'ʼ' or '`' => '\'',
                var lower => lower,
            });
        }

        return folded.ToString();
    }

    // A combining mark belongs to its letter.
    private static bool IsPart(char letter) => char.IsLetterOrDigit(letter) || char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.NonSpacingMark;

    private static bool IsInner(char letter) => letter is '\'' or '’' or 'ʼ' or '-' or '‑';
}
