using System.Text;
using Aimi.Assistant.Guardrails.Claims;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Guardrails.Outgoing;

/// <summary>
/// A reply on its way out, sentence by sentence. From a claim on that nothing shows yet it is held back: the model may still call the tool that does it. What is claimed and
/// never done does not go out.
/// </summary>
internal sealed class GuardedReply(Guard guard, OpenTurn turn)
{
    /// <summary>Of what was said, what is read again with each sentence, in UTF-16 units: room for a stretch spelled with gaps.</summary>
    private const int Tail = 4 * Leaks.Stretch;

    private readonly SentenceBuffer _buffer = new();
    private readonly Evidence _evidence = new(turn);
    private readonly List<string> _held = [];
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sentences = new(StringComparer.Ordinal);
    private readonly StringBuilder _said = new();
    private bool _isSecond;
    private bool _isOver;

    /// <summary>What went out.</summary>
    public string Said => _said.ToString();

    /// <summary>Hears a piece of what the model says.</summary>
    /// <returns>What may go out now.</returns>
    public async ValueTask<string> Hear(string piece, CancellationToken cancellationToken)
    {
        var released = new StringBuilder();
        foreach (var sentence in _buffer.Add(piece))
            released.Append(await Take(sentence, cancellationToken));
        return released.ToString();
    }

    /// <summary>Hears what the model asks a tool for.</summary>
    public void Hear(FunctionCallContent call) => _evidence.Hear(call);

    /// <summary>Hears what a tool answered, which may show what was claimed.</summary>
    public async ValueTask<string> Hear(FunctionResultContent result, CancellationToken cancellationToken)
    {
        _evidence.Hear(result);
        return await Release(cancellationToken);
    }

    /// <summary>The model has finished.</summary>
    /// <returns>What may go out now; what is claimed and not shown is still <see cref="HasFalseClaims">held</see>.</returns>
    public async ValueTask<string> End(CancellationToken cancellationToken) =>
        _buffer.Rest() is { Length: > 0 } rest ? await Take(rest, cancellationToken) : "";

    public bool HasFalseClaims => _held.Count > 0;

    /// <summary>Drops what is held: the model is asked again.</summary>
    public void Drop()
    {
        _held.Clear();
        _isSecond = true;
    }

    /// <summary>Lets out what is held, with an honest word in place of what is not true.</summary>
    public async ValueTask<string> Correct(CancellationToken cancellationToken)
    {
        var corrected = new StringBuilder();
        foreach (var sentence in _held)
        {
            corrected.Append(Claim(sentence) is { } claim
                ? Once(claim.Kind == DeedKind.Outside ? "Honest.Outside" : "Honest.Nothing", sentence)
                : await LetOut(sentence, cancellationToken));
        }

        _held.Clear();
        return corrected.ToString();
    }

    private async ValueTask<string> Take(string sentence, CancellationToken cancellationToken)
    {
        if (_held.Count == 0 && Claim(sentence) is null)
            return await LetOut(sentence, cancellationToken);

        _held.Add(sentence);
        return "";
    }

    private async ValueTask<string> Release(CancellationToken cancellationToken)
    {
        var released = new StringBuilder();
        while (_held.Count > 0 && Claim(_held[0]) is null)
        {
            released.Append(await LetOut(_held[0], cancellationToken));
            _held.RemoveAt(0);
        }

        return released.ToString();
    }

    private DeedClaim? Claim(string sentence)
    {
        foreach (var claim in DeedClaims.Of(sentence))
        {
            if (!_evidence.Shows(claim, sentence))
                return claim;
        }

        return null;
    }

    private async ValueTask<string> LetOut(string sentence, CancellationToken cancellationToken)
    {
        // A model that is asked again likes to begin anew.
        if (_isOver || (!_sentences.Add(sentence.Trim()) && _isSecond))
            return "";

        var before = _said.ToString(Math.Max(0, _said.Length - Tail), Math.Min(Tail, _said.Length));
        var known = turn.Said.Append(turn.Text).Concat(_evidence.Words);
        var read = await guard.Check(turn, sentence, before, known, cancellationToken);
        _isOver = read.IsLast;
        if (read.Replaces is { } key)
            return Once(key, sentence);

        _said.Append(read.Text);
        return read.Text;
    }

    // Two doses in a row are answered by one word about them; the space behind the sentence stays.
    private string Once(string key, string sentence)
    {
        if (!_replaced.Add(key))
            return "";

        var text = GuardTexts.Get(key, turn.Language) + sentence[sentence.AsSpan().TrimEnd().Length..];
        _said.Append(text);
        return text;
    }
}
