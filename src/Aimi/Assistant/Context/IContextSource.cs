using Aimi.Data;
using Aimi.Graph;
using Aimi.Memory;
using Aimi.Planning;

namespace Aimi.Assistant.Context;

/// <summary>Reads what stands of a person in the database when they say something. What the two databases do differently about it.</summary>
public interface IContextSource
{
    /// <summary>All of it in one round trip, nothing of it tracked.</summary>
    Task<ContextRows> Read(AimiDbContext database, ContextSpan span, CancellationToken cancellationToken);
}

/// <summary>Whose rows, and of what time.</summary>
/// <param name="Now">What is going on now began before it.</param>
/// <param name="From">Plans that were due, or over, before it are old news.</param>
/// <param name="To">Plans that begin, or are due, from it on are far.</param>
/// <param name="EarliestDay">The first day of habits that counts.</param>
public sealed record ContextSpan(Guid UserId, DateTimeOffset Now, DateTimeOffset From, DateTimeOffset To, DateOnly EarliestDay);

/// <summary>What was read.</summary>
/// <param name="DayStartHour">The hour at which the person's day begins.</param>
/// <param name="Portrait">An empty one for a person of whom nothing was written yet.</param>
/// <param name="Goals">The active ones, those that were spoken of last first.</param>
/// <param name="Habits">The active ones.</param>
/// <param name="CheckIns">By habit.</param>
/// <param name="Pauses">By habit.</param>
/// <param name="Plans">
/// Planned, or waiting for a word on how they went, within the span; every series that goes on; every proposal that waits for a yes. In no order.
/// </param>
/// <param name="Differences">Of the occurrences of series, those that touch the span.</param>
/// <param name="Neighbours">What stands next to active goals, as it weighs now, in no order.</param>
public sealed record ContextRows(
    int DayStartHour,
    UserState Portrait,
    IReadOnlyList<ActiveGoal> Goals,
    IReadOnlyList<Habit> Habits,
    ILookup<Guid, DateOnly> CheckIns,
    ILookup<Guid, HabitPause> Pauses,
    IReadOnlyList<PlannedEvent> Plans,
    ILookup<Guid, EventOccurrence> Differences,
    IReadOnlyList<Neighbour> Neighbours);

/// <param name="Progress">0 to 1.</param>
/// <param name="StatusNote">How it stands, as the person said last.</param>
public sealed record ActiveGoal(Guid Id, string Title, double Progress, DateOnly? TargetDate, int Priority, string? StatusNote);
