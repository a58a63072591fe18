using System.Linq.Expressions;
using Aimi.Accounts;
using Aimi.Conversations;
using Aimi.Data;
using Aimi.Memory;
using Aimi.Planning;
using Aimi.Planning.Calendar;
using Aimi.Realtime;
using Aimi.Reminders;
using Aimi.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Sync;

/// <summary>What changed, as it is now, in the form in which its own address gives it; one query for each kind that is among the changes.</summary>
internal sealed class SyncBodies(AimiDbContext database, AccountService accounts, HabitReports habits, MemorySources sources)
{
    /// <param name="lastSeq">Messages behind it are told by their seq, and not here.</param>
    /// <returns>A page without its frame.</returns>
    public async Task<SyncResponse> Of(Guid userId, IReadOnlyList<SyncChange> changes, long lastSeq, long readSeq, CancellationToken cancellationToken)
    {
        var there = changes.Where(change => !change.Deleted).ToLookup(change => change.EntityType, change => change.EntityId);
        var memories = await Rows<MemoryVector>(SyncedType.Memory, ids => row => row.UserId == userId && ids.Contains(row.Id));
        var from = await sources.Of(userId, memories.SelectMany(memory => memory.SourceSeqs), cancellationToken);
        var changed = await Rows<Habit>(SyncedType.Habit, ids => row => row.UserId == userId && ids.Contains(row.Id));
        return new SyncResponse(
            Cursor: "",
            HasMore: false,
            [.. changes.Where(change => change.Deleted).Select(change => new SyncedTombstone(change.EntityType, change.EntityId))],
            new SyncedConversation(0, 0),
            there.Contains(SyncedType.Me) ? MeResponse.Of(await accounts.Find(userId, cancellationToken)) : null,
            [.. (await Rows<Goal>(SyncedType.Goal, ids => row => row.UserId == userId && ids.Contains(row.Id))).Select(GoalResponse.Of)],
            [.. (await habits.Of(userId, changed, cancellationToken)).Select(HabitResponse.Of)],
            [.. (await Rows<HabitCheckIn>(SyncedType.HabitCheckIn, ids => row => row.UserId == userId && ids.Contains(row.Id))).Select(CheckInResponse.Of)],
            [.. (await Rows<HabitPause>(SyncedType.HabitPause, ids => row => row.UserId == userId && ids.Contains(row.Id))).Select(HabitPauseResponse.Of)],
            [.. (await Rows<PlannedEvent>(SyncedType.Event, ids => row => row.UserId == userId && ids.Contains(row.Id))).Select(EventResponse.Of)],
            await Occurrences(userId, [.. there[SyncedType.Occurrence]], cancellationToken),
            [.. (await Rows<Reminder>(SyncedType.Reminder, ids => row => row.UserId == userId && ids.Contains(row.Id))).Select(ReminderResponse.Of)],
            [.. memories.Select(memory => MemoryResponse.Of(memory, from))],
            [.. (await Rows<SessionSummary>(SyncedType.Session, ids => row => row.UserId == userId && ids.Contains(row.Id))).Select(SessionSummaryResponse.Of)],
            [.. (await Rows<Notification>(SyncedType.Notification, ids => row => row.UserId == userId && ids.Contains(row.Id))).Select(NotificationResponse.Of)],
            [.. (await Rows<Device>(SyncedType.Device, ids => row => row.UserId == userId && ids.Contains(row.Id))).Select(DeviceResponse.Of)],
            [.. (await Rows<CalendarFeed>(SyncedType.CalendarFeed, ids => row => row.UserId == userId && ids.Contains(row.Id))).Select(FeedResponse.Of)],
            [.. (await Rows<Messages.ChatMessage>(SyncedType.Message, ids => row => row.UserId == userId && ids.Contains(row.Id) && row.Seq <= lastSeq))
                .OrderBy(message => message.Seq).Select(message => MessageResponse.Of(message, message.Seq <= readSeq))]);

        async Task<IReadOnlyList<TRow>> Rows<TRow>(SyncedType type, Func<List<Guid>, Expression<Func<TRow, bool>>> mine)
            where TRow : class => there.Contains(type) ? await database.Set<TRow>().AsNoTracking().Where(mine([.. there[type]])).ToListAsync(cancellationToken) : [];
    }

    // Clients name an occurrence by an instant, which the zone of its series gives.
    private async Task<IReadOnlyList<OccurrenceResponse>> Occurrences(Guid userId, List<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return [];

        var rows = await database.EventOccurrences.AsNoTracking()
            .Where(row => row.UserId == userId && ids.Contains(row.Id))
            .Join(database.Events, row => new { row.UserId, Id = row.EventId }, planned => new { planned.UserId, planned.Id }, (row, planned) => new { row, planned.Timezone })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(one => OccurrenceResponse.Of(one.row, one.Timezone))];
    }
}
