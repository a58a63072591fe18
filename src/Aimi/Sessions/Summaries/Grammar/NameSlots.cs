namespace Aimi.Sessions.Summaries;

/// <summary>Names of people, and what they are to each other.</summary>
internal static class NameSlots
{
    /// <summary>After "my name is": one or two words in capitals, or a known name however it is written.</summary>
    public static Filled? Name(Sentence sentence, int at)
    {
        if (!IsNameLike(sentence[at]))
            return null;

        // "Вера Павловна", "Anna Smith", but not "Anna And".
        var second = at + 1 < sentence.Count && !sentence[at + 1].Apart && sentence[at + 1].Capital && IsNameLike(sentence[at + 1]) && sentence[at].Capital;
        return new Filled([new Span(at, second ? at + 2 : at + 1)]);
    }

    /// <summary>A name that is known to be one, in its first form.</summary>
    public static Filled? Given(Sentence sentence, int at) => GivenNames.Contains(sentence[at].Text) ? Person(sentence, at) : null;

    /// <summary>A name that is known to be one, in any of its forms.</summary>
    public static Filled? Person(Sentence sentence, int at) =>
        sentence[at].Capital && GivenNames.FirstForm(sentence[at].Text) is not null ? Name(sentence, at) : null;

    public static Filled? Relation(Sentence sentence, int at) =>
        Relations.KeyOf(sentence[at].Text) is { } key && Relations.IsFamily(key) ? new Filled([new Span(at, at + 1)], key) : null;

    /// <summary>An animal, whose name need not be one of people's.</summary>
    public static Filled? Pet(Sentence sentence, int at) =>
        Relations.KeyOf(sentence[at].Text) is "dog" or "cat" or "parrot" or "hamster" ? Relation(sentence, at) : null;

    private static bool IsNameLike(Token word) =>
        !Language.StopWords.Contains(word.Text) && !word.Text.Any(char.IsDigit) && !WordList.TimeWords.Contains(word.Text)
        && (word.Capital || GivenNames.Contains(word.Text)) && word.Length > 1;
}
