using System.Globalization;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>Takes a message apart into sentences.</summary>
internal static class SentenceReader
{
    // Nobody speaks so long in one breath; what follows is read as a sentence of its own, so that no rule walks far.
    private const int LongestSentence = 80;

    public static IReadOnlyList<Sentence> Of(string message)
    {
        var sentences = new List<Sentence>();
        var tokens = new List<Token>();
        var quotes = new Quotes();
        var end = 0;
        foreach (var word in Words.Of(message))
        {
            var between = new Separator(message.AsSpan(end, word.Start - end), end == 0, quotes);
            if (tokens.Count > 0 && ((between.EndsSentence && !Abbreviates(tokens[^1], message, word)) || tokens.Count >= LongestSentence))
                Close(between.Asks);

            Add(tokens, word, char.IsUpper(message[word.Start]), quotes.Open, between.Parts && tokens.Count > 0);
            end = word.Start + word.Length;
        }

        if (tokens.Count > 0)
            Close(message.AsSpan(end).Contains('?'));
        return sentences;

        void Close(bool asks)
        {
            sentences.Add(new Sentence(message, [.. tokens], asks));
            tokens.Clear();
        }
    }

    // "т.е. никак": a point after one letter, and no capital behind it.
    private static bool Abbreviates(Token last, string message, Word next) =>
        last.Length == 1 && message[last.End] == '.' && !message.AsSpan(last.End, next.Start - last.End).ContainsAny('!', '?', '\n') && char.IsLower(message[next.Start]);

    private static void Add(List<Token> tokens, Word word, bool capital, bool quoted, bool apart)
    {
        if (Contractions.Parts(word.Text) is not { } parts)
        {
            tokens.Add(new Token(word.Text, word.Stem, word.Start, word.Length, capital, quoted, apart));
            return;
        }

        // "Anna's" is quoted as Anna where it is a name's end that matters.
        var own = parts[1] == Contractions.Apostrophe ? word.Length - 2 : word.Length;
        tokens.Add(new Token(parts[0], Stems.Of(parts[0]), word.Start, own, capital, quoted, apart));
        tokens.Add(new Token(parts[1], parts[1], word.Start, word.Length, Capital: false, quoted, Apart: false));
    }

    /// <summary>Whether what follows stands in quotation marks.</summary>
    private sealed class Quotes
    {
        public bool Open { get; private set; }

        public bool Take(char mark)
        {
            switch (mark)
            {
                case '«' or '“' or '„':
                    Open = true;
                    return true;
                case '»' or '”':
                    Open = false;
                    return true;
                case '"':
                    Open = !Open;
                    return true;
                default:
                    return false;
            }
        }

        public void Forget() => Open = false;
    }

    /// <summary>What stands between two words.</summary>
    private readonly ref struct Separator
    {
        public Separator(ReadOnlySpan<char> text, bool first, Quotes quotes)
        {
            for (var at = 0; at < text.Length; at++)
            {
                var mark = text[at];
                if (mark is '\n' or '!' or '?' or '…' || (mark == '.' && (at + 1 < text.Length || first)))
                    EndsSentence = true;
                Asks |= mark == '?';
                Parts |= quotes.Take(mark) || mark is ',' or ';' or ':' or '(' or ')' or '—' or '–' or '/' or '.'
                    || (mark == '-' && text.Length > 1) || char.GetUnicodeCategory(mark) is UnicodeCategory.OtherSymbol or UnicodeCategory.Surrogate;
            }

            // A quotation mark that nobody closed must not swallow the rest of the message.
            if (text.Contains('\n'))
                quotes.Forget();
        }

        public bool EndsSentence { get; }
        public bool Asks { get; }

        /// <summary>It holds what is before it and what is after it apart.</summary>
        public bool Parts { get; }
    }
}
