using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning;

/// <summary>What goes with the person takes their new zone: the wall clock says the same, at another instant. What is anchored stays where it is.</summary>
internal sealed class FloatingPlans(AimiDbContext database, PlanWatchers watchers, TimeProvider time) : IPersonWatcher
{
    private static readonly EventStatus[] Open = [EventStatus.Planned, EventStatus.PendingConfirmation];

    public int Order => 0;

    public async Task<IReadOnlyList<MovedPlan>> Changed(PersonChange change, CancellationToken cancellationToken)
    {
        var (userId, zone) = (change.User.Id, change.User.Timezone);
        if (!change.MovedZone)
            return [];

        var floating = await database.Events
            .Where(planned => planned.UserId == userId && planned.Floating && planned.Timezone != zone && Open.Contains(planned.Status))
            .OrderBy(planned => planned.Id)
            .ToListAsync(cancellationToken);
        if (floating.Count == 0)
            return [];

        var differences = (await database.EventOccurrences
            .Where(row => row.UserId == userId && database.Events.Any(planned => planned.UserId == userId && planned.Id == row.EventId && planned.Floating))
            .ToListAsync(cancellationToken)).ToLookup(row => row.EventId);
        var moved = floating.Select(planned => Carry(planned, [.. differences[planned.Id]], zone)).OfType<MovedPlan>().ToList();
        await database.SaveChangesAsync(cancellationToken);
        await watchers.Tell(new PlanChange(userId) { Events = floating, Goals = [.. floating.Select(planned => planned.GoalId).OfType<Guid>().Distinct()] }, cancellationToken);
        return moved;
    }

    private MovedPlan? Carry(PlannedEvent planned, List<EventOccurrence> differences, string zone)
    {
        var next = Next(planned, differences);
        var former = planned.Timezone;
        EventTimes.Carry(planned, zone);
        foreach (var row in differences)
        {
            row.StartAt = Carried(row.StartAt);
            row.EndAt = Carried(row.EndAt);
            row.DueAt = Carried(row.DueAt);
        }

        var now = next is null ? null : Series.Repeats(planned) ? Series.At(planned, next.WallTime, differences.Find(row => row.WallTime == next.WallTime)) : Series.First(planned);
        return now is not null && now.Anchor != next!.Anchor
            ? new MovedPlan(planned.Type is EventType.Task ? "task" : "event", planned.Id, next.Title, next.Anchor, now.Anchor)
            : null;

        DateTimeOffset? Carried(DateTimeOffset? at) => at is { } instant ? LocalTime.ToInstant(LocalTime.ToWall(instant, former), zone) : null;
    }

    // What a person is told of: the only one, or the next that is still to come.
    private Occurrence? Next(PlannedEvent planned, List<EventOccurrence> differences)
    {
        var now = time.GetUtcNow();
        return Series.Repeats(planned)
            ? Series.Between(planned, differences, now, now.AddYears(RecurrenceRule.YearsToFirst)).FirstOrDefault(occurrence => occurrence.IsOpen)
            : Series.First(planned);
    }
}
