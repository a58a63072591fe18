using Aimi.Accounts;
using Aimi.Conversations;
using Aimi.Memory;
using Aimi.Planning;
using Aimi.Planning.Calendar;
using Aimi.Realtime;
using Aimi.Reminders;
using Aimi.Sessions;

namespace Aimi.Sync;

/// <summary>What changed since the cursor, as each thing is now. To be stored in one transaction with the new cursor.</summary>
/// <param name="Cursor">Asks for what changes from here on. Keep it, also where nothing changed.</param>
/// <param name="HasMore">There is more already: ask again at once. What is here may name what comes then.</param>
/// <param name="Deleted">What is gone; ignore what is not known.</param>
/// <param name="Conversation">How far the messages go.</param>
/// <param name="Me">Absent where the person did not change.</param>
/// <param name="Events">Tasks too; a series is one.</param>
/// <param name="Occurrences">What is different about single occurrences of series.</param>
/// <param name="Messages">By seq; and those that were told before, where words of them were forgotten.</param>
public sealed record SyncResponse(
    string Cursor,
    bool HasMore,
    IReadOnlyList<SyncedTombstone> Deleted,
    SyncedConversation Conversation,
    MeResponse? Me,
    IReadOnlyList<GoalResponse> Goals,
    IReadOnlyList<HabitResponse> Habits,
    IReadOnlyList<CheckInResponse> HabitCheckIns,
    IReadOnlyList<HabitPauseResponse> HabitPauses,
    IReadOnlyList<EventResponse> Events,
    IReadOnlyList<OccurrenceResponse> Occurrences,
    IReadOnlyList<ReminderResponse> Reminders,
    IReadOnlyList<MemoryResponse> Memories,
    IReadOnlyList<SessionSummaryResponse> Sessions,
    IReadOnlyList<NotificationResponse> Notifications,
    IReadOnlyList<DeviceResponse> Devices,
    IReadOnlyList<FeedResponse> CalendarFeeds,
    IReadOnlyList<MessageResponse> Messages);

/// <param name="Type">What it was; a task was an `event`.</param>
public sealed record SyncedTombstone(SyncedType Type, Guid Id);

/// <param name="LastSeq">The seq of the last message that there is.</param>
/// <param name="ReadSeq">The assistant's messages up to here were seen, on whichever device: `read` of older ones follows it.</param>
public sealed record SyncedConversation(long LastSeq, long ReadSeq);
