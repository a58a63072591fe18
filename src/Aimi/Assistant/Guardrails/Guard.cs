using Aimi.Assistant.Guardrails.Crisis;
using Aimi.Assistant.Guardrails.Moderation;
using Aimi.Assistant.Guardrails.Outgoing;
using Aimi.Assistant.Guardrails.Phrases;
using Aimi.Hosting.Resources;

namespace Aimi.Assistant.Guardrails;

/// <summary>What stands before a model and behind it, whichever it is: <see cref="Before"/> may answer in its place, <see cref="Check"/> reads what it says before it goes out.</summary>
internal sealed partial class Guard(IModerator moderator, Leaks leaks, GuardMetrics metrics, ILogger<Guard> log)
{
    private static readonly PhraseBook NotCalm = PhraseBook.Of("calm");

    /// <returns>The whole reply, where no model is to be asked: to a crisis, and to what is refused. Null for everything else.</returns>
    public async ValueTask<string?> Before(OpenTurn turn, CancellationToken cancellationToken)
    {
        if (CrisisProtocol.Answer(turn) is { } answer)
        {
            Caught(turn, "crisis", "message");
            return answer;
        }

        if (await moderator.Check(turn.Text, cancellationToken) is not { } category)
            return null;

        Caught(turn, category.Word(), "message");
        return category == ModerationCategory.SelfHarm ? CrisisProtocol.Help(turn) : GuardTexts.Get($"Refused.{category}", turn.Language);
    }

    /// <summary>Reads a sentence of a reply.</summary>
    /// <param name="before">The end of what was said before it.</param>
    /// <param name="known">What the person wrote, and what their own rows hold.</param>
    public async ValueTask<CheckedSentence> Check(OpenTurn turn, string sentence, string before, IEnumerable<string> known, CancellationToken cancellationToken)
    {
        if (leaks.In(before + sentence))
            return Ends("leak", "Leak");
        if (await moderator.Check(sentence, cancellationToken) is { } category)
            return Ends(category.Word(), $"Refused.{category}");
        if (Advice.Of(sentence, known) is { } advice)
            return Replaced(advice == AdviceKind.Medical ? "medical" : "verdict", $"Advice.{advice}");
        if (turn.IsCalm && Reading.Of(sentence).Any(read => NotCalm.Find(read).Count > 0))
            return Replaced("praise", "Calm");

        var harmless = Links.Defang(sentence, turn.Said.Append(turn.Text));
        if (harmless != sentence)
            Caught(turn, "link", "reply");
        return new CheckedSentence(harmless, IsLast: false);

        CheckedSentence Ends(string what, string key)
        {
            Caught(turn, what, "reply");
            return new CheckedSentence(GuardTexts.Get(key, turn.Language), IsLast: true);
        }

        CheckedSentence Replaced(string what, string key)
        {
            Caught(turn, what, "reply");
            return new CheckedSentence("", IsLast: false) { Replaces = key };
        }
    }

    /// <summary>Counts what was caught.</summary>
    public void Caught(OpenTurn turn, string what, string where)
    {
        metrics.Count(what, where);
        TextCaught(turn.UserId, what, where);
    }

    [LoggerMessage(1612, LogLevel.Information, "A guardrail caught {What} in the {Where} of {UserId}", EventName = "guardrail_caught")]
    private partial void TextCaught(Guid userId, string what, string where);
}

/// <param name="Text">What goes out; empty for nothing.</param>
/// <param name="IsLast">Nothing of the reply goes out after it.</param>
internal sealed record CheckedSentence(string Text, bool IsLast)
{
    /// <summary>The text that took its place; said once in a reply. Null where it is its own.</summary>
    public string? Replaces { get; init; }
}
