using Aimi.Assistant.Guardrails.Phrases;

namespace Aimi.Assistant.Guardrails.Moderation;

/// <summary>Reads what is asked for, by <c>Rules/moderation.*.txt</c>. It knows words, not what is meant: what is put as a story or in hints gets through.</summary>
internal sealed class RuleModerator : IModerator
{
    private static readonly PhraseBook Book = PhraseBook.Of("moderation");

    public ValueTask<ModerationCategory?> Check(string text, CancellationToken cancellationToken) => new(Of(text));

    public static ModerationCategory? Of(string text)
    {
        foreach (var sentence in Reading.Of(text))
        {
            if (Book.Find(sentence) is [var found, ..])
                return Enum.Parse<ModerationCategory>(found.Label, ignoreCase: true);
        }

        return null;
    }
}
