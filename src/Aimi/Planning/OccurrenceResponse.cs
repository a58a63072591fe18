using Aimi.Accounts;

namespace Aimi.Planning;

/// <summary>What is different about one occurrence of a series; what is absent is as the series has it.</summary>
/// <param name="OccurrenceAt">Which one: its time by the rule, in the series' zone.</param>
/// <param name="Status">`planned`: as the series.</param>
/// <param name="StartAt">Where it was moved to; a task without a start has `due_at`.</param>
public sealed record OccurrenceResponse(
    Guid Id,
    Guid EventId,
    DateTimeOffset OccurrenceAt,
    EventStatus Status,
    DateTimeOffset? StartAt,
    DateTimeOffset? EndAt,
    DateTimeOffset? DueAt,
    string? Title,
    string? Description,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <param name="zone">Of the series.</param>
    public static OccurrenceResponse Of(EventOccurrence difference, string zone) => new(
        difference.Id,
        difference.EventId,
        LocalTime.ToInstant(difference.WallTime, zone),
        difference.Status,
        difference.StartAt,
        difference.EndAt,
        difference.DueAt,
        difference.Title,
        difference.Description,
        difference.CreatedAt,
        difference.UpdatedAt);
}
