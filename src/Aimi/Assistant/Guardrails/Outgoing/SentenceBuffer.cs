using System.Text;

namespace Aimi.Assistant.Guardrails.Outgoing;

/// <summary>Gives a reply that comes in pieces sentence by sentence: what is read for its meaning has to be whole.</summary>
internal sealed class SentenceBuffer
{
    /// <summary>What is longer is given in parts, in UTF-16 units: a list without full stops has to stream, too.</summary>
    private const int MaxLength = 500;

    private readonly StringBuilder _begun = new();

    /// <returns>The sentences that are whole now, each with the space behind it.</returns>
    public IEnumerable<string> Add(string piece)
    {
        foreach (var letter in piece)
        {
            // It ends where the space behind its mark does: "3.5" goes on, and so does "?!".
            if (_begun.Length > 0 && !char.IsWhiteSpace(letter) && char.IsWhiteSpace(_begun[^1]) && (EndsSentence() || IsLong()))
                yield return Rest();
            _begun.Append(letter);

            // A line's end is one at once, and so is the space behind a mark: the model may think for long about what follows.
            if (char.IsWhiteSpace(letter) && EndsSentence())
                yield return Rest();
            else if (_begun.Length >= 4 * MaxLength && !char.IsHighSurrogate(letter))
                yield return Rest();
        }
    }

    /// <summary>What was begun.</summary>
    public string Rest()
    {
        var rest = _begun.ToString();
        _begun.Clear();
        return rest;
    }

    private bool IsLong() => _begun.Length >= MaxLength;

    private bool EndsSentence()
    {
        var at = _begun.Length - 1;
        if (_begun[at] == '\n')
            return true;

        while (at >= 0 && (char.IsWhiteSpace(_begun[at]) || _begun[at] is '"' or '»' or ')' or '”' or '*' or '_'))
            at--;

        // "1. Buy milk": the number of a list ends nothing.
        return at >= 0 && _begun[at] is '.' or '!' or '?' or '…' && !(_begun[at] == '.' && at > 0 && char.IsAsciiDigit(_begun[at - 1]) && OnlyDigitsBefore(at));
    }

    private bool OnlyDigitsBefore(int at)
    {
        for (var before = at - 1; before >= 0; before--)
        {
            if (!char.IsAsciiDigit(_begun[before]))
                return false;
        }

        return true;
    }
}
