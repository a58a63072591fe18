using Aimi.Assistant.Guardrails.Phrases;
using Aimi.Language;

namespace Aimi.Assistant.Guardrails.Outgoing;

/// <summary>What only a doctor, a lawyer or an adviser on money may say.</summary>
internal enum AdviceKind
{
    /// <summary>How much of a medicine to take, when to begin or stop, what somebody is ill with.</summary>
    Medical,

    /// <summary>How a case will end, what to buy or sell.</summary>
    Verdict,
}

/// <summary>Reads, by <c>Rules/advice.*.txt</c>, where a reply doses, diagnoses or judges. What the person themself wrote may be said back to them.</summary>
internal static class Advice
{
    private static readonly PhraseBook Book = PhraseBook.Of("advice");

    /// <summary>How a dose is taken adds nothing to what it is.</summary>
    private static readonly HashSet<string> Taking = new(
        Stems.OfText("""
            принять принимать принимайте примите прими пить пейте пей выпить выпейте выпей каждый день дня утром вечером утра вечера раз раза напоминание напомню поставила
            take taking drink every day daily morning evening times reminder
            """),
        StringComparer.Ordinal);

    /// <param name="known">What the person wrote: in this session, and into their plans.</param>
    public static AdviceKind? Of(string text, IEnumerable<string> known)
    {
        HashSet<string>? words = null;
        foreach (var sentence in Reading.Of(text))
        {
            foreach (var found in Book.Find(sentence))
            {
                if (found.Label == "dose")
                {
                    words ??= [.. known.SelectMany(Reading.Of).SelectMany(one => one.Words).Select(Stems.Of)];
                    if (IsTheirs(sentence.Words.Skip(found.Start).Take(found.End - found.Start), words))
                        continue;
                }

                return found.Label == "verdict" ? AdviceKind.Verdict : AdviceKind.Medical;
            }
        }

        return null;
    }

    private static bool IsTheirs(IEnumerable<string> told, HashSet<string> known) =>
        told.Where(word => !StopWords.Contains(word)).Select(Stems.Of).All(stem => known.Contains(stem) || Taking.Contains(stem));
}
