using System.Globalization;
using Aimi.Language;

namespace Aimi.Planning.DatesInWords;

/// <summary>Takes a sentence apart: "15-го" is a number, "1ч" a number and a word, "двадцать пятого" one number.</summary>
internal static class Tokenizer
{
    /// <param name="culture">Of who speaks, with a region where it is known.</param>
    public static Phrase Read(string text, Lexicon lexicon, CultureInfo culture) => new(text, [.. Numbers.Fold(Raw(text, lexicon))])
    {
        IsMonthFirst = SlashOrder.Of(culture),
        Region = culture.IsNeutralCulture ? null : new RegionInfo(culture.Name).TwoLetterISORegionName,
    };

    private static List<Token> Raw(string text, Lexicon lexicon)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var spaced = start == 0 || char.IsWhiteSpace(text[start - 1]);
            if (char.IsAsciiDigit(text[at]))
            {
                while (at < text.Length && char.IsAsciiDigit(text[at]))
                    at++;
                tokens.Add(Digits(text[start..at], start, spaced));
            }
            else if (IsLetter(text[at]))
            {
                while (at < text.Length && (IsLetter(text[at]) || IsApostrophe(text, at)))
                    at++;
                var folded = Words.Fold(text.AsSpan(start, at - start));
                tokens.Add(new Token(folded, start, at - start, TokenKind.Word, spaced) { Meaning = lexicon.Of(folded) });
            }
            else
            {
                at++;
                tokens.Add(new Token(Mark(text[start]), start, 1, TokenKind.Mark, spaced));
            }
        }

        return tokens;
    }

    // Longer ones are telephone numbers and the like: words to us.
    private static Token Digits(string digits, int start, bool spaced) =>
        digits.Length <= 4
            ? new Token(digits, start, digits.Length, TokenKind.Number, spaced)
            {
                Value = int.Parse(digits, CultureInfo.InvariantCulture),
                Digits = digits.Length
            }
            : new Token(digits, start, digits.Length, TokenKind.Word, spaced);

    private static bool IsLetter(char letter) => char.IsLetter(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark;

    private static bool IsApostrophe(string text, int at) => text[at] is '\'' or '’' && at + 1 < text.Length && char.IsLetter(text[at + 1]);

    private static string Mark(char mark) => mark switch
    {
        '-' or '‐' or '‑' or '–' or '—' or '−' => "-",
        ',' => ",",
        '.' => ".",
        ':' => ":",
        '/' => "/",
        _ => mark.ToString(),
    };
}
