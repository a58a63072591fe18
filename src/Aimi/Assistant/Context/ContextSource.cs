using System.Globalization;
using Aimi.Graph;
using Aimi.Hosting.Resources;
using Aimi.Memory;
using Aimi.Memory.Recall;
using Aimi.Planning;

namespace Aimi.Assistant.Context;

/// <summary>Where something that is known comes from: a row, and the messages that say so.</summary>
/// <param name="Kind">The kind of the row: <c>goal</c>, <c>habit</c>, <c>event</c>, <c>task</c>, <c>memory</c>, <c>session</c>, or what stands in the graph.</param>
/// <param name="Id">Of the row; null where messages alone say so.</param>
/// <param name="Seqs">The messages; none for what was not said in the chat.</param>
public sealed record ContextSource(string Kind, Guid? Id, IReadOnlyList<long> Seqs)
{
    /// <summary>Messages that the short form names, the latest.</summary>
    private const int MaxSeqs = 3;

    public static ContextSource Of(Occurrence occurrence) => Of(occurrence.Event);

    public static ContextSource Of(PlannedEvent planned) => new(planned.Type is EventType.Task ? "task" : "event", planned.Id, []);

    public static ContextSource Of(GoalInContext goal) => new("goal", goal.GoalId, goal.Seqs);

    public static ContextSource Of(HabitToday habit) => new("habit", habit.HabitId, []);

    public static ContextSource Of(Trait trait) => new("memory", trait.MemoryId, trait.Seqs ?? []);

    public static ContextSource Of(MoodReading mood) => new("session", mood.SessionId, []);

    public static ContextSource Of(PendingAction action) => action.EntityId is { } row
        ? new(action.EntityType ?? "event", row, action.Seqs ?? [])
        : new("session", action.SessionId, action.Seqs ?? []);

    public static ContextSource Of(Neighbour neighbour) => new(neighbour.Type.Word(), neighbour.Id, neighbour.Seqs);

    public static ContextSource Of(Recalled recalled) => new("memory", recalled.Memory.MemoryId, recalled.Memory.SourceSeqs);

    /// <summary>The session that the last summary is of.</summary>
    public static ContextSource OfSummary(UserState portrait) => new("session", portrait.LastSummarySessionId, []);

    /// <summary>As a prompt shows it, such as <c>memory:5e0c12ab #12 #40</c>: the end of an id, which is its random part, tells one person's rows apart.</summary>
    public override string ToString()
    {
        var row = Id is { } id ? $"{Kind}:{id.ToString("N")[^8..]}" : Kind;
        return string.Join(' ', [row, .. Seqs.TakeLast(MaxSeqs).Select(seq => string.Create(CultureInfo.InvariantCulture, $"#{seq}"))]);
    }
}
