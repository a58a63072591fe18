using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>The people and places that were named.</summary>
internal static class ContextReader
{
    private const int MostOfAKind = 20;

    public static IReadOnlyList<SpokenOf> Read(Talk talk, IReadOnlyList<SessionFact> facts)
    {
        var spoken = new Dictionary<(SpokenKind, string), SpokenOf>();
        foreach (var fact in facts.Where(fact => !fact.Ended))
        {
            if (OfFact(fact) is { } known)
                Add(spoken, known);
        }

        var own = facts.FirstOrDefault(fact => fact.Type == FactType.Name) is { Value: { } name } ? KeyOf(GivenNames.Show(name)) : null;
        foreach (var said in talk.Said)
        {
            foreach (var named in said.Kept.SelectMany(sentence => Named(sentence, said.Seq)).Where(named => named.Key != own))
                Add(spoken, named);
        }

        return [.. spoken.Values.GroupBy(thing => thing.Kind).SelectMany(kind => kind.Take(MostOfAKind)), .. TopicReader.Read(talk, facts)];
    }

    private static SpokenOf? OfFact(SessionFact fact) => fact.Subject switch
    {
        "home" => Place(fact.Value!, "lives_in", fact.Seqs),
        "hometown" => Place(fact.Value!, "comes_from", fact.Seqs),
        "work" when char.IsUpper(fact.Value![0]) => Place(fact.Value!, "works_at", fact.Seqs),
        ['f', 'a', 'm', 'i', 'l', 'y', ':', .. var relation] when char.IsUpper(fact.Value![0]) => Person(fact.Value, relation, fact.Seqs),
        _ => null,
    };

    private static IEnumerable<SpokenOf> Named(Sentence sentence, long seq)
    {
        for (var at = 0; at < sentence.Count; at++)
        {
            if (!sentence[at].Capital)
                continue;

            if (PlaceSlots.KnownPlace(sentence, at) is { } place)
            {
                yield return Place(sentence.Quote(place), relation: null, [seq]);
                at = place.End - 1;
            }
            else if (NameSlots.Person(sentence, at) is { } person && !IsAddress(sentence, at))
            {
                yield return Person(sentence.Quote(person.Values[0]), at > 0 ? Relations.KeyOf(sentence[at - 1].Text) : null, [seq]);
                at = person.End - 1;
            }
        }
    }

    // A month, and who is spoken to.
    private static bool IsAddress(Sentence sentence, int at) => WordList.TimeWords.Contains(sentence[at].Text) || (sentence.Count <= 2 && at == sentence.Count - 1);

    private static SpokenOf Place(string written, string? relation, IReadOnlyList<long> seqs)
    {
        var name = Places.Show(written);
        return new SpokenOf(SpokenKind.Place, KeyOf(name), name, relation, seqs);
    }

    private static SpokenOf Person(string written, string? relation, IReadOnlyList<long> seqs)
    {
        var name = GivenNames.Show(written);
        return new SpokenOf(SpokenKind.Person, KeyOf(name), name, relation, seqs);
    }

    private static string KeyOf(string name) => Cuts.ToLength(string.Join(' ', Words.Of(name).Select(word => word.Stem)), 200);

    private static void Add(Dictionary<(SpokenKind, string), SpokenOf> spoken, SpokenOf thing)
    {
        var key = (thing.Kind, thing.Key);
        spoken[key] = spoken.TryGetValue(key, out var known)
            ? known with { Relation = known.Relation ?? thing.Relation, Seqs = [.. known.Seqs.Concat(thing.Seqs).Distinct().Order()] }
            : thing;
    }
}
