namespace Aimi.Language;

/// <summary>Takes texts apart into sentences: they end at a full stop, a mark or a line's end.</summary>
public static class Sentences
{
    /// <summary>Where the sentences stand, in order; together they are the text.</summary>
    public static IReadOnlyList<Range> Of(string text)
    {
        var sentences = new List<Range>();
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsEnd(text, at))
                continue;

            // Closing marks and spaces belong to the sentence that they close.
            while (at + 1 < text.Length && (IsMark(text[at + 1]) || char.IsWhiteSpace(text[at + 1]) || text[at + 1] is '"' or '»' or ')' or '”'))
                at++;
            sentences.Add(start..(at + 1));
            start = at + 1;
        }

        if (start < text.Length)
            sentences.Add(start..text.Length);
        return sentences;
    }

    private static bool IsMark(char letter) => letter is '.' or '!' or '?' or '…';

    // The point of 3.5 or of ya.ru ends nothing.
    private static bool IsEnd(string text, int at) =>
        text[at] is '\n' || (IsMark(text[at]) && (at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1])));
}
