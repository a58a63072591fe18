namespace Aimi.Sessions.Summaries;

/// <summary>Finds in a sentence what the person says of themselves.</summary>
internal static class FactReader
{
    /// <param name="before">The sentence before it in the same message: whom a verb without a person may speak of.</param>
    public static IReadOnlyList<SessionFact> Read(Sentence sentence, Sentence? before, long seq)
    {
        if (!Statements.Asserts(sentence))
            return [];

        var facts = new List<SessionFact>();
        foreach (var clause in Statements.Own(sentence))
        {
            var inherits = Statements.InheritsSelf(sentence, clause);
            var here = facts.Count;
            foreach (var start in Statements.Starts(sentence, clause))
                ReadFrom(sentence, before, clause, start, inherits, here, facts, seq);
        }

        return facts;
    }

    private static void ReadFrom(
        Sentence sentence, Sentence? before, Span clause, int start, bool inherits, int here, List<SessionFact> facts, long seq)
    {
        foreach (var rule in FactRules.For(sentence, start, inherits))
        {
            if ((rule.OnlyElse && facts.Count > here) || (rule.After is { } words && !sentence.Any(word => words.Contains(word.Text), 0, clause.Start)))
                continue;

            var match = rule.Pattern.At(sentence, start) ?? (inherits && rule.Pattern.BeginsWithSelf ? rule.Pattern.At(sentence, start, withoutSelf: true) : null);
            if (match is null || (rule.AnyonesVerb && Statements.SpeaksOfOthers(sentence, start, before)))
                continue;

            foreach (var fact in Facts(rule, match, sentence, seq))
            {
                // The rules that stand first know more.
                if (!facts.Skip(here).Any(known => known.Subject == fact.Subject))
                    facts.Add(fact);
            }
        }
    }

    private static IEnumerable<SessionFact> Facts(FactRule rule, PatternMatch match, Sentence sentence, long seq)
    {
        // The slot that stands for the rule's kind gives the key; the last one that was read, the value.
        var slot = match.Slots.Values.MaxBy(slot => slot.Start);
        var key = match.Slots.Values.Select(filled => filled.Key).FirstOrDefault(key => key is not null);
        var values = match.Value is { } marked ? [marked] : slot?.Values ?? [];
        foreach (var value in values)
        {
            if (Subject(rule, key, sentence, value) is not { } subject)
                continue;

            var phrase = values.Count == 1 && match.Phrase is { } span ? span : value;
            yield return new SessionFact(
                subject,
                FactTexts.Of(rule.Text, rule.Culture, Told(sentence, phrase, match), key, sentence.Quote(value)),
                Importance(rule.Type),
                [seq],
                rule.Type,
                sentence.Quote(value),
                rule.Ended);
        }
    }

    private static string? Subject(FactRule rule, string? key, Sentence sentence, Span value)
    {
        if (!rule.Subject.EndsWith(':'))
            return rule.Subject;
        if (key is not null && rule.Type is FactType.Family or FactType.Habit or FactType.Health)
            return rule.Subject + key;

        var stems = string.Join('_', sentence.StemsOf(value).Take(4));
        return stems.Length == 0 ? null : Cuts.ToLength(rule.Subject + stems, 100);
    }

    // The narrator's verb, then the person's words.
    private static string Told(Sentence sentence, Span phrase, PatternMatch match) =>
        match.Slots.Values.FirstOrDefault(slot => slot.Said is not null) is { } said
            ? (said.Said + " " + sentence.Quote(new Span(said.Start + 1, said.End))).TrimEnd()
            : phrase.Start == 0 && !IsNamed(sentence[0]) ? Narrator.Small(sentence.Quote(phrase))
            : sentence.Quote(phrase);

    // A capital that only begins the sentence is none in the middle of another.
    private static bool IsNamed(Token word) => GivenNames.FirstForm(word.Text) is not null || Places.FirstForm(word.Text) is not null;

    internal static double Importance(FactType type) => type switch
    {
        FactType.Name or FactType.Health => 0.9,
        FactType.Family or FactType.Place or FactType.Work or FactType.Birthday => 0.8,
        FactType.Plan or FactType.Decision => 0.7,
        FactType.Habit => 0.6,
        _ => 0.5,
    };
}
