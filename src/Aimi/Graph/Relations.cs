namespace Aimi.Graph;

/// <summary>The names of the edges.</summary>
internal static class Relations
{
    /// <summary>Both were spoken of together; it has no direction.</summary>
    public const string MentionedWith = "mentioned_with";

    /// <summary>A goal of a goal, by the plans.</summary>
    public const string PartOf = "part_of";

    /// <summary>A habit or an event of a goal, by the plans.</summary>
    public const string Serves = "serves";

    /// <summary>What was said fades; what is planned holds until the plan is changed.</summary>
    public static bool Fades(string relation) => relation is not (PartOf or Serves);
}
