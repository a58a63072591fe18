using System.Buffers;
using System.Globalization;
using System.Text;
using Aimi.Language;

namespace Aimi.Assistant.Guardrails.Phrases;

/// <summary>A sentence as the guardrails read it: its words, without what is put between letters to hide them.</summary>
internal sealed class Reading
{
    // Latin letters that look like Cyrillic ones, and the other way round: a word of both is written to be seen, not to be found.
    private const string Latin = "aceopxykmthbuiё";
    private const string Cyrillic = "асеорхукмтнвиіе";

    private static readonly SearchValues<char> Marks = SearchValues.Create(",;:—–(\"«»“”!?.…\n");

    private static readonly HashSet<string> Joints = new(StringComparer.Ordinal) { "и", "а", "но", "или", "что", "and", "but", "then", "so", "or" };

    /// <summary>What is often written as one word with its "не".</summary>
    private static readonly HashSet<string> Denied = new(StringComparer.Ordinal)
    {
        "хочу", "хачу", "хочется", "хотел", "хотела", "хочет", "хотелось", "могу", "может", "вижу", "видит", "буду", "будет", "смогу", "собираюсь", "стало", "станет",
    };

    private Reading(IReadOnlyList<string> words, IReadOnlyList<bool> afterMark, bool asks) => (Words, AfterMark, Asks) = (words, afterMark, asks);

    /// <summary>Folded, without apostrophes, taken apart at hyphens.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Which of them begin a clause: the first, and those behind a mark or a conjunction.</summary>
    public IReadOnlyList<bool> AfterMark { get; }

    /// <summary>It ends with a question mark.</summary>
    public bool Asks { get; }

    /// <summary>The sentences of a text.</summary>
    public static IReadOnlyList<Reading> Of(string text)
    {
        var plain = Plain(text);
        return [.. Sentences.Of(plain).Select(range => OfSentence(plain[range])).Where(sentence => sentence.Words.Count > 0)];
    }

    /// <summary>Without invisible characters and with full-width and mathematical letters as what they look like.</summary>
    public static string Plain(string text)
    {
        // NFKC makes an ellipsis three points and changes nothing else that ends a sentence; it throws on lone surrogates, which no stored text has.
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.GetUnicodeCategory(letter) is not UnicodeCategory.Format || letter is '\u00ad')
                plain.Append(letter);
        }

        plain.Replace("\u00ad", "");
        var visible = plain.ToString();
        return IsWhole(visible) ? visible.Normalize(NormalizationForm.FormKC) : visible;
    }

    private static Reading OfSentence(string sentence)
    {
        var (words, afterMark) = (new List<string>(), new List<bool>());
        var end = 0;
        var opens = true;
        foreach (var word in Language.Words.Of(sentence))
        {
            opens |= sentence.AsSpan(end, word.Start - end).ContainsAny(Marks) || sentence.AsSpan(end, word.Start - end).Contains(" - ", StringComparison.Ordinal);
            end = word.Start + word.Length;
            foreach (var part in word.Text.Split(['-', '‑'], StringSplitOptions.RemoveEmptyEntries))
            {
                var plain = Spelling(OneScript(part));
                if (plain.StartsWith("не", StringComparison.Ordinal) && Denied.Contains(plain[2..]))
                {
                    words.Add("не");
                    afterMark.Add(opens);
                    (plain, opens) = (plain[2..], false);
                }

                words.Add(plain);
                afterMark.Add(opens);
                opens = Joints.Contains(plain);
            }
        }

        return new Reading(words, afterMark, sentence.AsSpan().TrimEnd(" \n\r\t»\")”").EndsWith("?", StringComparison.Ordinal));
    }

    /// <summary>Without apostrophes, with a letter that is held down ("пожаааалуйста") once, and with -ться as -тся, which many mix up.</summary>
    internal static string Spelling(string word)
    {
        var spelled = new StringBuilder(word.Length);
        for (var at = 0; at < word.Length; at++)
        {
            var held = at > 0 && word[at] == word[at - 1] && char.IsLetter(word[at])
                && ((at > 1 && word[at] == word[at - 2]) || (at + 1 < word.Length && word[at] == word[at + 1]));
            if (word[at] != '\'' && !held)
                spelled.Append(word[at]);
        }

        return spelled.Length > 4 && spelled.ToString() is var whole && whole.EndsWith("ться", StringComparison.Ordinal) ? whole[..^4] + "тся" : spelled.ToString();
    }

    private static string OneScript(string word)
    {
        var russian = word.AsSpan().IndexOfAnyInRange('а', 'я') >= 0;
        if (!russian || word.AsSpan().IndexOfAnyInRange('a', 'z') < 0)
            return word;

        return string.Create(word.Length, word, static (letters, source) =>
        {
            for (var at = 0; at < letters.Length; at++)
                letters[at] = Latin.IndexOf(source[at], StringComparison.Ordinal) is >= 0 and var twin ? Cyrillic[twin] : source[at];
        });
    }

    private static bool IsWhole(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
                at++;
            else if (char.IsSurrogate(text[at]))
                return false;
        }

        return true;
    }
}
