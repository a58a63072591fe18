namespace Aimi.Planning.DatesInWords;

/// <summary>Makes numbers of the words that count: "двадцать пятого", "two thousand and"… What follows and does not fit is the next number ("пятнадцать
/// тридцать").</summary>
internal static class Numbers
{
    public static IEnumerable<Token> Fold(IReadOnlyList<Token> tokens)
    {
        for (var at = 0; at < tokens.Count;)
        {
            var (number, count) = tokens[at].IsNumber ? WithEnding(tokens, at) : InWords(tokens, at);
            yield return count == 0 ? tokens[at] : number;
            at += Math.Max(1, count);
        }
    }

    // "15-го", "1st". A number that hangs on a word is a part of its name: "iPhone15".
    private static (Token, int) WithEnding(IReadOnlyList<Token> tokens, int at)
    {
        var number = tokens[at];
        if (!number.Spaced && at > 0 && tokens[at - 1].Kind is TokenKind.Word && tokens[at - 1].Text is not "t" && !IsOfTime(tokens, at - 1))
            return (number with { Kind = TokenKind.Word }, 1);

        var ending = at + 1 < tokens.Count && tokens[at + 1] is { Text: "-", Spaced: false } ? at + 2 : at + 1;
        return ending < tokens.Count && tokens[ending] is { Spaced: false, Meaning.Kind: MeaningKind.OrdinalEnding }
            ? (number with { Length = tokens[ending].End - number.Start, IsOrdinal = true }, ending - at + 1)
            : (number, 1);
    }

    // "1h20m", "17h30": the word is itself a part of the number's; "Feb13".
    private static bool IsOfTime(IReadOnlyList<Token> tokens, int word) =>
        tokens[word].Meaning.Kind is MeaningKind.Month || (!tokens[word].Spaced && word > 0 && tokens[word - 1].IsNumber
            && tokens[word].Meaning.Kind is MeaningKind.Unit);

    private static (Token, int) InWords(IReadOnlyList<Token> tokens, int at)
    {
        var first = tokens[at];
        var (total, part, lowest, end, ordinal) = (0, 0, int.MaxValue, at, false);
        for (var next = at; next < tokens.Count && !ordinal; next++)
        {
            // "twenty-five"
            if (next > at && tokens[next] is { Text: "-", Spaced: false } && next + 1 < tokens.Count && !tokens[next + 1].Spaced)
                continue;

            var (kind, value) = (tokens[next].Meaning.Kind, tokens[next].Meaning.Value);
            if (kind is MeaningKind.Multiplier && (next > at || value >= 1_000))
            {
                (total, part, lowest) = value >= 1_000 ? (total + (Math.Max(1, part) * value), 0, value) : (total, Math.Max(1, part) * value, value);
            }
            else if (kind is MeaningKind.Number or MeaningKind.Ordinal && Fits(value, lowest))
            {
                (part, lowest, ordinal) = (part + value, Magnitude(value), kind is MeaningKind.Ordinal);
            }
            else
            {
                break;
            }

            end = next + 1;
        }

        return end == at
            ? (first, 0)
            : (first with
            {
                Kind = TokenKind.Number,
                Value = Math.Min(total + part, 9_999),
                IsOrdinal = ordinal,
                Length = tokens[end - 1].End - first.Start,
                Meaning = default
            }, end - at);
    }

    // After twenty comes one to nine, after a hundred all that is less; after five, ten or nought nothing.
    private static bool Fits(int value, int lowest) => lowest == int.MaxValue || (value > 0 && value < lowest);

    private static int Magnitude(int value) => value switch
    {
        >= 100 => 100,
        >= 20 when value % 10 == 0 => 10,
        _ => 0,
    };
}
