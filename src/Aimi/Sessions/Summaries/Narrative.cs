namespace Aimi.Sessions.Summaries;

/// <summary>The session in a few sentences. A fact has one sentence and no sentence two facts, so that what is to be forgotten can be taken out.</summary>
internal static class Narrative
{
    private const int MostFacts = 12;
    private const int MostTopics = 5;
    private const int MostOthers = 3;

    private static readonly (string Intent, string Text)[] Kinds = [("ask_advice", "Advice"), ("share_progress", "ProgressMade"), ("complain", "Complains")];

    public static string Of(
        Talk talk, IReadOnlyList<SessionFact> facts, IReadOnlyList<SessionIntent> intents, IReadOnlyList<SessionPending> promises, IReadOnlyList<SpokenOf> context)
    {
        var sentences = facts.Take(MostFacts).Select(fact => fact.Text).ToList();
        foreach (var (intent, text) in Kinds)
            sentences.AddRange(intents.Where(found => found.Name == intent).Take(MostOthers).Select(found => Tell(text, found.Text)));
        sentences.AddRange(promises.Take(MostOthers).Select(promise => Tell("Promises", promise.Text)));

        // What a sentence already tells is no topic beside it.
        var told = sentences.SelectMany(Language.Stems.OfText).ToHashSet(StringComparer.Ordinal);
        var topics = context.Where(thing => thing.Kind == SpokenKind.Topic && !told.Contains(thing.Key)).Take(MostTopics).Select(topic => topic.Name).ToList();
        if (topics.Count > 0)
            sentences.Add(FactTexts.Get("Topics", talk.Culture, string.Join(", ", topics)));
        return string.Join(' ', sentences.Select(sentence => sentence + "."));

        string Tell(string text, string words) => FactTexts.Get(text, talk.Culture, Narrator.Small(words));
    }
}
