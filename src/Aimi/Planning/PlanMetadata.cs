namespace Aimi.Planning;

/// <summary>What is known of a goal, a habit or an event beside its columns.</summary>
public sealed record PlanMetadata
{
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The messages that it came from.</summary>
    public IReadOnlyList<long>? SourceSeqs { get; init; }
}
