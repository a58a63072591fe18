using System.ComponentModel.DataAnnotations;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Planning;

/// <param name="Title">1 to 500 characters.</param>
/// <param name="Description">At most 10,000 characters.</param>
/// <param name="Priority">1 (least) to 5.</param>
/// <param name="ParentGoalId">The goal that this one is a part of.</param>
/// <param name="Progress">0 to 1, by hand until it has parts to count from.</param>
/// <param name="Id">Made by the client, any UUID but the nil one; absent: made here. The same id with the same content again is answered with 200.</param>
public sealed record CreateGoalRequest(
    [property: MinLength(1), MaxLength(500)] string Title,
    [property: MaxLength(10_000)] string? Description = null,
    DateOnly? TargetDate = null,
    [property: Range(1, 5)] int Priority = 3,
    Guid? ParentGoalId = null,
    [property: Range(0.0, 1.0)] double Progress = 0,
    GoalMetadataPatch? Metadata = null,
    Guid? Id = null)
{
    internal ProblemHttpResult? Refusal => ClientIds.Refusal(Id) ?? GoalRules.Refusal(Title, Description, Priority, Progress, Metadata);

    /// <param name="id">Where it was decided before; else a new one.</param>
    public Goal ToGoal(Guid userId, DateTimeOffset now, Guid? id = null) => new()
    {
        UserId = userId,
        Id = id ?? Id ?? Guid.CreateVersion7(now),
        Title = Title.Trim(),
        Description = Description,
        TargetDate = TargetDate,
        Priority = Priority,
        ParentGoalId = ParentGoalId,
        Progress = Progress,
        Metadata = Metadata?.Apply(new PlanMetadata()) ?? new PlanMetadata(),
        CreatedAt = now,
        UpdatedAt = now,
    };
}

/// <summary>A merge patch of a goal. Its status is changed by the actions.</summary>
public sealed record GoalPatch
{
    public Patched<string> Title { get; init; }
    public Patched<string> Description { get; init; }
    public Patched<DateOnly?> TargetDate { get; init; }
    public Patched<int?> Priority { get; init; }
    public Patched<Guid?> ParentGoalId { get; init; }
    public Patched<double?> Progress { get; init; }
    public Patched<GoalMetadataPatch> Metadata { get; init; }

    // What is not given is what is fine.
    internal ProblemHttpResult? Refusal =>
        GoalRules.Refusal(Title.Or("-"), Description.Value, Priority.Or(1), Progress.Or(0), Metadata.Value);

    public void Apply(Goal goal)
    {
        goal.Title = Title.Or(goal.Title)!.Trim();
        goal.Description = Description.Or(goal.Description);
        goal.TargetDate = TargetDate.Or(goal.TargetDate);
        goal.Priority = Priority.Or(goal.Priority)!.Value;
        goal.ParentGoalId = ParentGoalId.Or(goal.ParentGoalId);
        goal.Progress = Progress.Or(goal.Progress)!.Value;
        if (Metadata.IsGiven)
            goal.Metadata = Metadata.Value?.Apply(goal.Metadata) ?? goal.Metadata with { Tags = null };
    }
}

/// <summary>As much of <see cref="PlanMetadata"/> as a client may set: where a goal came from is not its to say.</summary>
public sealed record GoalMetadataPatch
{
    /// <summary>At most 20 of at most 50 characters.</summary>
    public Patched<IReadOnlyList<string>> Tags { get; init; }

    public PlanMetadata Apply(PlanMetadata metadata) => metadata with { Tags = Tags.Or(metadata.Tags) };
}

internal static class GoalRules
{
    public static ProblemHttpResult? Refusal(string? title, string? description, int? priority, double? progress, GoalMetadataPatch? metadata)
    {
        var errors = new FieldErrors();
        errors.Title("title", title, 500);
        errors.Text("description", description, 10_000);
        errors.Require(priority is >= 1 and <= 5, "priority", "A number from 1 to 5.");
        errors.Require(progress is >= 0 and <= 1, "progress", "A number from 0 to 1.");
        errors.Tags("metadata", metadata?.Tags.Value);
        return errors.Problem;
    }
}
