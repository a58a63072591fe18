namespace Aimi.Language;

/// <summary>Something that people speak of, whatever the word and the language.</summary>
/// <param name="Name">Its domain and its first English word: <c>family/mother</c>.</param>
/// <param name="Domain">The part of life that it belongs to: the name of its file.</param>
/// <param name="Terms">Its words in both languages, as stems; those of several words joined by spaces.</param>
/// <param name="Rarity">How much it tells, 0 to 1: the mean of its words' (<see cref="WordRarity"/>).</param>
public sealed record Concept(string Name, string Domain, IReadOnlyList<string> Terms, float Rarity)
{
    /// <summary>A given name: every other message to a person holds one, so it tells little of what the message is about.</summary>
    public bool IsGivenName => Domain == "names";
}
