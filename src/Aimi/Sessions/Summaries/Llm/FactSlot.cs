using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>What a fact of a model's is about, as finely as subjects tell facts apart.</summary>
internal enum FactSlot
{
    Name,
    Age,
    Birthday,
    Family,
    Marriage,
    Partner,
    Work,
    Profession,
    Study,
    Home,
    Hometown,
    Health,
    Diet,
    Avoids,
    Like,
    Dislike,
    Habit,
    Plan,
    Decision,
}

/// <summary>The subjects of a model's facts, the same as the rules give: else what a model learned would not take the place of what the rules had, nor the other way round.</summary>
internal static class FactSlots
{
    private const int LongestSubject = 100;

    public static FactType TypeOf(FactSlot slot) => slot switch
    {
        FactSlot.Name => FactType.Name,
        FactSlot.Birthday => FactType.Birthday,
        FactSlot.Family or FactSlot.Marriage or FactSlot.Partner => FactType.Family,
        FactSlot.Work or FactSlot.Profession or FactSlot.Study => FactType.Work,
        FactSlot.Home or FactSlot.Hometown => FactType.Place,
        FactSlot.Health or FactSlot.Diet or FactSlot.Avoids => FactType.Health,
        FactSlot.Like => FactType.Like,
        FactSlot.Dislike => FactType.Dislike,
        FactSlot.Habit => FactType.Habit,
        FactSlot.Plan => FactType.Plan,
        FactSlot.Decision => FactType.Decision,
        _ => FactType.Other,
    };

    /// <param name="known">The facts that the rules find in the same session.</param>
    /// <returns>Null where the fact tells no subject: a relation that is none, a value without a word.</returns>
    public static string? SubjectOf(DraftFact fact, IReadOnlyList<SessionFact> known) => fact.Slot switch
    {
        FactSlot.Name => "name",
        FactSlot.Age => "age",
        FactSlot.Birthday => "birthday",
        FactSlot.Family => fact.Relation is { } relation && Relations.KeyOf(Words.Fold(relation.Trim())) is { } key ? "family:" + key : null,
        FactSlot.Marriage => "family:marriage",
        FactSlot.Partner => "family:partner",
        FactSlot.Work => "work",
        FactSlot.Profession => "work:profession",
        FactSlot.Study => "work:study",
        FactSlot.Home => "home",
        FactSlot.Hometown => "hometown",
        FactSlot.Diet => "diet",
        FactSlot.Avoids => ByValue("diet", fact, known),
        FactSlot.Health => ByValue("health", fact, known),
        FactSlot.Like or FactSlot.Dislike => ByValue("taste", fact, known),
        FactSlot.Habit => ByValue("habit", fact, known),
        FactSlot.Plan => ByValue("plan", fact, known),
        _ => ByValue("decision", fact, known),
    };

    private static string? ByValue(string kind, DraftFact fact, IReadOnlyList<SessionFact> known)
    {
        var stems = Language.Stems.OfText(fact.Value);
        if (stems.Count == 0)
            return null;

        // What the rules found in the same words has its subject already.
        var same = known.FirstOrDefault(rule => rule.Subject!.StartsWith(kind + ":", StringComparison.Ordinal) && rule.Seqs.Intersect(fact.Seqs).Any()
            && Language.Stems.OfText(rule.Value!).Intersect(stems, StringComparer.Ordinal).Any());
        return same?.Subject ?? Cuts.ToLength($"{kind}:{(kind == "habit" ? HabitKey(fact.Value, stems) : null) ?? string.Join('_', stems.Take(4))}", LongestSubject);
    }

    private static string? HabitKey(string value, IReadOnlyList<string> stems) =>
        Words.Of(value).Select(word => (HabitVerbs.OfDoing(word.Text) ?? HabitVerbs.OfFirstPerson(word.Text))?.Key).FirstOrDefault(key => key is not null)
            ?? stems.Select(HabitVerbs.ActivityOf).FirstOrDefault(key => key is not null);
}
