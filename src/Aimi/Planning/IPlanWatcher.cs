namespace Aimi.Planning;

/// <summary>Follows changes of plans in the transaction that makes them: reminders are planned anew, progress counts again.</summary>
public interface IPlanWatcher
{
    /// <summary>The changes are saved, and the transaction is open: what this writes is committed with them, or not at all.</summary>
    Task Changed(PlanChange change, CancellationToken cancellationToken);
}

/// <summary>What changed of one person's plans. Of what was deleted only ids are here: rows that belong to it went with it.</summary>
public sealed record PlanChange(Guid UserId)
{
    /// <summary>As they are now; one is here as well where only an occurrence of it changed.</summary>
    public IReadOnlyList<PlannedEvent> Events { get; init; } = [];

    /// <summary>As they are now; one is here as well where it was checked in or paused.</summary>
    public IReadOnlyList<Habit> Habits { get; init; } = [];

    /// <summary>Events and tasks that are gone.</summary>
    public IReadOnlyCollection<Guid> DeletedEvents { get; init; } = [];

    /// <summary>The goals of which something was changed, added or taken away; one that is gone is here as well.</summary>
    public IReadOnlyCollection<Guid> Goals { get; init; } = [];
}

/// <summary>All who follow, in one.</summary>
public sealed class PlanWatchers(IEnumerable<IPlanWatcher> watchers)
{
    public async Task Tell(PlanChange change, CancellationToken cancellationToken)
    {
        foreach (var watcher in watchers)
            await watcher.Changed(change, cancellationToken);
    }
}
