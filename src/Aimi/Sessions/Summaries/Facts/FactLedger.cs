namespace Aimi.Sessions.Summaries;

/// <summary>The facts of a session: of two about one subject the later stands, and what was taken back is not among them.</summary>
internal static class FactLedger
{
    private const int MostFacts = 40;

    // One who lists a thousand things they like tells them to no one.
    private const int MostOfAMessage = 100;

    public static IReadOnlyList<SessionFact> Read(Talk talk)
    {
        var facts = new Dictionary<string, SessionFact>(StringComparer.Ordinal);
        var before = Array.Empty<SessionFact>();
        foreach (var said in talk.Said)
        {
            // "I live on Mars. Just kidding": the whole message is a joke; said alone, it takes back the message before.
            if (said.Sentences.Any(sentence => sentence.Any(word => WordList.Joking.Contains(word.Text))))
            {
                if (said.Sentences.Count == 1 && said.Sentences[0].Count <= 4)
                    TakeBack(facts, before);
                before = [];
                continue;
            }

            before = [.. Of(said).Take(MostOfAMessage)];
            foreach (var fact in before)
                Add(facts, fact);
            foreach (var sentence in said.Sentences.Where(Statements.AsksToForget))
                Forget(facts, sentence);
        }

        return [.. facts.Values.OrderByDescending(fact => fact.Importance).ThenBy(fact => fact.Seqs[0]).Take(MostFacts)];
    }

    private static IEnumerable<SessionFact> Of(Said said)
    {
        for (var at = 0; at < said.Sentences.Count; at++)
        {
            foreach (var fact in FactReader.Read(said.Sentences[at], at > 0 ? said.Sentences[at - 1] : null, said.Seq))
                yield return fact;
        }
    }

    private static void Add(Dictionary<string, SessionFact> facts, SessionFact fact)
    {
        var same = facts.GetValueOrDefault(fact.Subject!) is { } known && known.Ended == fact.Ended && known.Type == fact.Type
            && Language.Stems.OfText(known.Value!).SequenceEqual(Language.Stems.OfText(fact.Value!), StringComparer.Ordinal);

        // Said again, it is what it was, and more messages say so.
        facts[fact.Subject!] = same ? fact with { Seqs = [.. facts[fact.Subject!].Seqs.Append(fact.Seqs[0]).Distinct()] } : fact;
    }

    private static void TakeBack(Dictionary<string, SessionFact> facts, SessionFact[] taken)
    {
        foreach (var fact in taken)
            facts.Remove(fact.Subject!);
    }

    private static void Forget(Dictionary<string, SessionFact> facts, Sentence request)
    {
        var named = request.StemsOf(new Span(0, request.Count)).ToHashSet(StringComparer.Ordinal);
        foreach (var (subject, fact) in facts.ToList())
        {
            var stems = Language.Stems.OfText(fact.Value!);
            if (stems.Count > 0 && stems.All(named.Contains))
                facts.Remove(subject);
        }
    }
}
