using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning;

/// <summary>What is asked of a person's tasks and events; nothing here changes one.</summary>
public sealed partial class EventRepository
{
    public Task<PlannedEvent?> Find(Guid userId, Guid id, CancellationToken cancellationToken) =>
        database.Events.SingleOrDefaultAsync(planned => planned.UserId == userId && planned.Id == id, cancellationToken);

    public async Task<EventType?> TypeOf(Guid userId, Guid id, CancellationToken cancellationToken) =>
        await database.Events.Where(planned => planned.UserId == userId && planned.Id == id).Select(planned => (EventType?)planned.Type).SingleOrDefaultAsync(cancellationToken);

    /// <summary>The person's zone: that of a new event which says none.</summary>
    public Task<string> ZoneOf(Guid userId, CancellationToken cancellationToken) =>
        database.Users.Where(user => user.Id == userId).Select(user => user.Timezone).SingleAsync(cancellationToken);

    /// <summary>Rows as they were made, after <paramref name="last"/>.</summary>
    public async Task<IReadOnlyList<PlannedEvent>> List(
        Guid userId, Func<IQueryable<PlannedEvent>, IQueryable<PlannedEvent>> which, Guid? last, int count, CancellationToken cancellationToken) =>
        await which(database.Events.AsNoTracking().Where(planned => planned.UserId == userId))
            .Where(planned => last == null || planned.Id.CompareTo(last.Value) > 0)
            .OrderBy(planned => planned.Id)
            .Take(count)
            .ToListAsync(cancellationToken);

    /// <summary>The newest rows of <paramref name="which"/>.</summary>
    public async Task<IReadOnlyList<PlannedEvent>> Newest(
        Guid userId, Func<IQueryable<PlannedEvent>, IQueryable<PlannedEvent>> which, int count, CancellationToken cancellationToken) =>
        await which(database.Events.AsNoTracking().Where(planned => planned.UserId == userId)).OrderByDescending(planned => planned.Id).Take(count).ToListAsync(cancellationToken);

    /// <summary>Tasks that were due before that, once, and are open, the latest first.</summary>
    public async Task<IReadOnlyList<PlannedEvent>> Overdue(Guid userId, DateTimeOffset before, int count, CancellationToken cancellationToken) =>
        await database.Events.AsNoTracking()
            .Where(planned => planned.UserId == userId && planned.Type == EventType.Task && planned.Status == EventStatus.Planned
                && planned.RepeatRule == null && planned.DueAt < before)
            .OrderByDescending(planned => planned.DueAt).Take(count)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<EventOccurrence>> Differences(Guid userId, Guid id, CancellationToken cancellationToken) =>
        await database.EventOccurrences.Where(difference => difference.UserId == userId && difference.EventId == id).ToListAsync(cancellationToken);

    /// <summary>What is open and begins, or is due, from <paramref name="from"/> until before <paramref name="to"/>, the earliest first.</summary>
    public async Task<IReadOnlyList<Occurrence>> DueWithin(Guid userId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        [.. (await Agenda(userId, rows => rows.Where(planned => Open.Contains(planned.Status)), from, to, cancellationToken)).Where(occurrence => occurrence.IsOpen)];

    /// <summary>The next <paramref name="count"/> that are open and begin, or are due, at or after <paramref name="from"/>, within a year.</summary>
    public async Task<IReadOnlyList<Occurrence>> Upcoming(Guid userId, DateTimeOffset from, int count, CancellationToken cancellationToken) =>
        [.. (await Agenda(userId, rows => rows.Where(planned => Open.Contains(planned.Status)), from, from.AddDays(366), cancellationToken))
            .Where(occurrence => occurrence.IsOpen)
            .Take(count)];

    /// <summary>Those that are over, of which Aimi asked how they went, the oldest first.</summary>
    public async Task<IReadOnlyList<Occurrence>> AwaitingFeedback(Guid userId, CancellationToken cancellationToken)
    {
        var whole = await database.Events.AsNoTracking()
            .Where(planned => planned.UserId == userId && planned.Status == EventStatus.AwaitingFeedback)
            .ToListAsync(cancellationToken);
        var single = await database.EventOccurrences.AsNoTracking()
            .Where(difference => difference.UserId == userId && difference.Status == EventStatus.AwaitingFeedback)
            .Join(database.Events.AsNoTracking(), difference => new { difference.UserId, Id = difference.EventId }, planned => new { planned.UserId, planned.Id },
                (difference, planned) => new { planned, difference })
            .ToListAsync(cancellationToken);
        return [.. whole.Select(planned => Series.First(planned)).OfType<Occurrence>()
            .Concat(single.Select(one => Series.At(one.planned, one.difference.WallTime, one.difference)))
            .OrderBy(occurrence => occurrence.Anchor)
            .ThenBy(occurrence => occurrence.Event.Id)];
    }

    /// <summary>
    /// Every occurrence of what <paramref name="which"/> leaves, from <paramref name="from"/> until before <paramref name="to"/>, in order; lazy, so that a page
    /// costs a page.
    /// </summary>
    public async Task<IEnumerable<Occurrence>> Agenda(
        Guid userId, Func<IQueryable<PlannedEvent>, IQueryable<PlannedEvent>> which, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var rows = which(database.Events.AsNoTracking().Where(planned => planned.UserId == userId));
        var once = rows.Where(planned => (planned.RepeatRule == null || planned.RepeatMode != RepeatMode.Schedule)
            && (planned.StartAt ?? planned.DueAt) >= from && (planned.StartAt ?? planned.DueAt) < to);
        var series = rows.Where(planned => planned.RepeatRule != null && planned.RepeatMode == RepeatMode.Schedule);
        var differences = (await database.EventOccurrences.AsNoTracking()
            .Where(difference => difference.UserId == userId && series.Any(planned => planned.Id == difference.EventId))
            .ToListAsync(cancellationToken)).ToLookup(difference => difference.EventId);
        return Occurrences.InOrder(
            [.. (await once.ToListAsync(cancellationToken)).Concat(await series.ToListAsync(cancellationToken))
                .Select(planned => Series.Between(planned, [.. differences[planned.Id]], from, to))]);
    }

    public Task<IReadOnlyList<EventHistory>> History(Guid userId, Guid id, CancellationToken cancellationToken) =>
        History(userId, id, after: null, int.MaxValue, cancellationToken);

    /// <summary>Its changes, in order, after that one.</summary>
    public async Task<IReadOnlyList<EventHistory>> History(
        Guid userId, Guid id, (DateTimeOffset At, Guid Id)? after, int count, CancellationToken cancellationToken)
    {
        var changes = database.EventHistory.AsNoTracking().Where(change => change.UserId == userId && change.EventId == id);
        if (after is var (at, last))
            changes = changes.Where(change => change.ChangedAt > at || (change.ChangedAt == at && change.Id.CompareTo(last) > 0));
        return await changes
            .OrderBy(change => change.ChangedAt)
            .ThenBy(change => change.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
    }
}
