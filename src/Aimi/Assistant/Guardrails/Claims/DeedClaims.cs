using Aimi.Assistant.Guardrails.Phrases;

namespace Aimi.Assistant.Guardrails.Claims;

/// <summary>What Aimi says she did or will do.</summary>
internal enum DeedKind
{
    /// <summary>Something, it is not said what: "Done!".</summary>
    Any,
    Remind,
    Create,
    Change,
    Remove,
    Complete,
    Remember,
    Forget,

    /// <summary>What no tool of hers can do: write, call, book, pay.</summary>
    Outside,
}

/// <param name="Told">It is told of a thing, not of herself ("the meeting is cancelled"): that may also be how she found it.</param>
internal readonly record struct DeedClaim(DeedKind Kind, bool Told);

/// <summary>Reads the claims of a sentence, by <c>Rules/claims.*.txt</c>: not offers, questions, conditions, what the person did, or what stands in their plans.</summary>
internal static class DeedClaims
{
    private const string Told = "told ";

    private static readonly PhraseBook Book = PhraseBook.Of("claims");

    public static IReadOnlyList<DeedClaim> Of(string text) => [.. Reading.Of(WithoutQuotations(text)).SelectMany(Of).Distinct()];

    private static IEnumerable<DeedClaim> Of(Reading sentence)
    {
        foreach (var found in Book.Find(sentence))
        {
            // "Set it for ten?" asks; "I've set it for ten, does that suit you?" claims, and then asks.
            if (sentence.Asks && !sentence.AfterMark.Skip(found.End).Any(after => after))
                continue;

            var told = found.Label.StartsWith(Told, StringComparison.Ordinal);
            yield return new DeedClaim(Enum.Parse<DeedKind>(told ? found.Label[Told.Length..] : found.Label, ignoreCase: true), told);
        }
    }

    // A title may say anything, and so may what the person is quoted with.
    private static string WithoutQuotations(string text)
    {
        foreach (var (opens, closes) in new[] { ('«', '»'), ('“', '”'), ('"', '"') })
        {
            for (var from = text.IndexOf(opens, StringComparison.Ordinal); from >= 0;)
            {
                var to = text.IndexOf(closes, from + 1);
                if (to < 0)
                    break;

                text = text[..(from + 1)] + text[to..];
                from = text.IndexOf(opens, from + 2);
            }
        }

        return text;
    }
}
