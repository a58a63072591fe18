using Aimi.Language;

namespace Aimi.Graph;

/// <summary>How people, places and topics are called.</summary>
internal static class ContextNames
{
    private const int MaxName = 200;
    private const int MaxRelation = 64;

    /// <summary>Whether it can be a node; what cannot is passed over, for a session must not fail for one odd name.</summary>
    public static bool IsName(ContextMention mention) =>
        mention.Type is NodeType.Person or NodeType.Place or NodeType.Topic
        && !string.IsNullOrWhiteSpace(mention.Key) && mention.Key.Length <= MaxName && !string.IsNullOrWhiteSpace(mention.Label);

    /// <summary>A name as it is stored.</summary>
    public static string Fit(string label) => Excerpt.Of(label.Trim(), MaxName);

    /// <summary>The one of two names of the same thing that a reader should see: people and places have a capital, else the first stays.</summary>
    public static string Nicer(NodeType type, string known, string heard)
    {
        var fit = Fit(heard);
        return type is not NodeType.Topic && !char.IsUpper(known[0]) && char.IsUpper(fit[0]) ? fit : known;
    }

    /// <summary>What it is to the person; null where that is no word of a language for programs.</summary>
    public static string? Relation(string? relation) =>
        relation is { Length: > 0 and <= MaxRelation } && relation.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or ':')
            ? relation
            : null;
}
