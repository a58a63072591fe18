using Aimi.Accounts;
using Aimi.Assistant.Llm;
using Aimi.Graph;
using Aimi.Memory;
using Aimi.Messages;
using Aimi.Planning;
using Aimi.Realtime;
using Aimi.Reminders;
using Aimi.Reminders.Push;
using Aimi.Sessions;

namespace Aimi.Tests;

/// <summary>Builds rows that are right; a test says only what matters to it.</summary>
internal static partial class A
{
    /// <summary>When the tests take place, unless one says otherwise.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 15, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Where people live, so that their day is not that of the clock in UTC.</summary>
    public const string Timezone = "Europe/Moscow";

    public static User User(string name = "Аня") => new()
    {
        Id = Guid.CreateVersion7(),
        DisplayName = name,
        Timezone = Timezone,
        Locale = "ru",
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static Conversation Conversation(User user) => new() { UserId = user.Id };

    /// <summary>What Aimi says by herself.</summary>
    public static NewMessage Said(Guid userId, string text = "Пора") => new(
        userId, Guid.CreateVersion7(), MessageRole.Assistant, text, ClientMessageId: null, ReplyTo: null, MessageMetadata.None, NewSessionId: Guid.CreateVersion7(), EndsSession: false, HandTurnTo: null);

    public static ChatMessage Message(User user, long seq, Guid? clientMessageId = null, Guid? replyTo = null) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        SessionId = Guid.CreateVersion7(),
        Seq = seq,
        Role = replyTo is null ? MessageRole.User : MessageRole.Assistant,
        Text = "Привет 👋",
        OccurredAt = Now,
        ClientMessageId = clientMessageId,
        ReplyTo = replyTo,
    };

    public static SessionSummary Summary(User user, Guid? sessionId = null, DateTimeOffset? ended = null, SummaryStatus status = SummaryStatus.Pending)
    {
        var (id, at) = (sessionId ?? Guid.CreateVersion7(), ended ?? Now);
        return new SessionSummary
        {
            UserId = user.Id,
            Id = id,
            SessionId = id,
            Reason = SessionEndReason.Command,
            Status = status,
            StartedAt = at,
            EndedAt = at,
            MessageCount = 2,
            CreatedAt = at,
            UpdatedAt = at,
        };
    }

    public static Goal Goal(User user, Goal? partOf = null) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        Title = "Выучить испанский",
        ParentGoalId = partOf?.Id,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static Habit Habit(User user, Goal? goal = null) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        GoalId = goal?.Id,
        Name = "10 слов в день",
        Frequency = "FREQ=DAILY",
        StartsOn = new DateOnly(2026, 3, 1),
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static HabitPause Pause(User user, Habit habit) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        HabitId = habit.Id,
        FromDay = new DateOnly(2026, 3, 10),
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static CalendarFeed Feed(User user) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        Name = "iPhone",
        TokenHash = new string('b', 64),
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static IdempotencyKey Key(User user) => new()
    {
        UserId = user.Id,
        Key = "key",
        RequestHash = new string('c', 64),
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static EventOccurrence Occurrence(User user, PlannedEvent planned) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        EventId = planned.Id,
        WallTime = new DateTime(2026, 3, 15, 9, 0, 0),
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static HabitCheckIn CheckIn(User user, Habit habit, DateOnly day) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        HabitId = habit.Id,
        Day = day,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static PlannedEvent Event(User user, DateTimeOffset? at = null, TimeSpan? length = null, Goal? goal = null, EventStatus status = EventStatus.Planned) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        GoalId = goal?.Id,
        Type = EventType.Event,
        Title = "Урок",
        Status = status,
        StartAt = at ?? Now.AddHours(1),
        EndAt = length is null ? null : (at ?? Now.AddHours(1)) + length,
        Timezone = user.Timezone,
        Source = EventSource.User,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static PlannedEvent Task(User user, DateTimeOffset? dueAt = null) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        Type = EventType.Task,
        Title = "Купить молоко",
        DueAt = dueAt,
        Timezone = user.Timezone,
        Source = EventSource.User,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static EventHistory Change(User user, PlannedEvent planned) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        EventId = planned.Id,
        FromStatus = EventStatus.Planned,
        ToStatus = EventStatus.Completed,
        ChangedAt = Now,
        By = EventActor.User,
    };

    public static Reminder Reminder(User user, PlannedEvent? planned = null, Habit? habit = null) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        Kind = habit is null ? ReminderKind.Event : ReminderKind.Habit,
        EventId = planned?.Id,
        HabitId = habit?.Id,
        OccurrenceAt = Now.AddHours(1),
        TriggerAt = Now,
        Offset = TimeSpan.FromHours(1),
        Channel = "chat",
        DedupeKey = "key",
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    /// <summary>A reminder of a habit that is due at that time, as the planner would have queued it.</summary>
    /// <param name="number">Each has an occurrence of its own: of one thing's reminders the later stands for the earlier.</param>
    public static Reminder Due(Habit habit, DateTimeOffset at, string channel, string title, int number = 0)
    {
        var id = Guid.CreateVersion7(at);
        return new Reminder
        {
            UserId = habit.UserId,
            Id = id,
            Kind = ReminderKind.Habit,
            HabitId = habit.Id,
            OccurrenceAt = at.AddSeconds(number),
            TriggerAt = at,
            Offset = TimeSpan.FromSeconds(number),
            Channel = channel,
            DedupeKey = id.ToString("N"),
            Payload = new ReminderPayload { Title = title },
            CreatedAt = at,
            UpdatedAt = at,
        };
    }

    public static ReminderLog Log(User user, Reminder reminder) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        ReminderId = reminder.Id,
        Attempt = 1,
        SentAt = Now,
        Status = DeliveryStatus.Sent,
        Channel = reminder.Channel,
        LateByMs = 0,
    };

    public static UserState State(User user) => new() { UserId = user.Id, CreatedAt = Now, UpdatedAt = Now };

    public static MemoryVector Memory(User user, float[]? embedding = null, string content = "Любит чай", string? subject = null)
    {
        var id = Guid.CreateVersion7();
        return new()
        {
            UserId = user.Id,
            Id = id,
            EntityType = MemoryType.Fact,
            Subject = subject,
            Content = content,

            // Each its own: what is known twice is another test's matter.
            ContentHash = ContentHashes.Of(user.Id, id.ToString()),
            Embedding = embedding is null ? default(ReadOnlyMemory<float>?) : embedding,
            EmbeddingModel = embedding is null ? null : "test",
            EmbeddingDimensions = embedding?.Length,
            Importance = 0.5,
            ValidFrom = Now,
            LastSeenAt = Now,
            CreatedAt = Now,
            UpdatedAt = Now,
        };
    }

    public static MemoryTombstone Tombstone(User user) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        ContentHash = new string('a', 64),
        CreatedAt = Now,
    };

    public static LlmUsage Usage(User user) => new() { UserId = user.Id, Day = DateOnly.FromDateTime(Now.UtcDateTime), Tokens = 1, CreatedAt = Now, UpdatedAt = Now };

    public static GoalState State(User user, Goal goal) => new() { UserId = user.Id, GoalId = goal.Id, Weight = 0.7, CreatedAt = Now, UpdatedAt = Now };

    public static HabitState State(User user, Habit habit) => new() { UserId = user.Id, HabitId = habit.Id, Weight = 0.2, CreatedAt = Now, UpdatedAt = Now };

    public static ContextNode Node(User user, NodeType type = NodeType.Topic, string key = "испанск", string label = "испанский") => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        Type = type,
        Key = key,
        Label = label,
        Weight = 0.5,
        Mentions = 1,
        LastMentionedAt = Now,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static ContextLink Link(User user, NodeType fromType, Guid from, NodeType toType, Guid to) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        FromType = fromType,
        FromId = from,
        ToType = toType,
        ToId = to,
        Relation = "supports",
        Weight = 0.4,
        LastSeenAt = Now,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static Device Device(User user) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        Platform = DevicePlatform.Ios,
        Token = "token",
        TokenHash = Aimi.Accounts.Device.HashOf("token"),
        Environment = PushEnvironment.Production,
        Locale = user.Locale,
        Timezone = user.Timezone,
        LastSeenAt = Now,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static PushDelivery Push(User user, Device device, Reminder reminder) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        DeviceId = device.Id,
        ReminderId = reminder.Id,
        DedupeKey = reminder.DedupeKey,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static Notification Notification(User user) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        Kind = "reminder",
        Title = "Урок",
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    /// <summary>One row of every table, linked to one another.</summary>
    public static IReadOnlyList<object> LifeOf(User user)
    {
        var session = AuthSession(user);
        var message = Message(user, 1, clientMessageId: Guid.CreateVersion7());
        var goal = Goal(user);
        var part = Goal(user, partOf: goal);
        var habit = Habit(user, goal);
        var planned = Event(user, goal: goal);
        var reminder = Reminder(user, planned);
        var device = Device(user);
        var memory = Memory(user, [1, 2, 3]);
        var superseded = Memory(user);
        superseded.SupersededBy = memory.Id;
        return
        [
            user, SignedInBy(user), Password(user), session, Token(user, session), Passkey(user), Grant(user), device, Push(user, device, reminder),
            Conversation(user), message, Message(user, 2, replyTo: message.Id), Summary(user),
            goal, part, habit, CheckIn(user, habit, new DateOnly(2026, 3, 15)), Pause(user, habit), planned, Change(user, planned),
            Occurrence(user, planned), Feed(user), Key(user),
            reminder, Reminder(user, habit: habit), Log(user, reminder),
            State(user), memory, superseded, Tombstone(user), Usage(user), Node(user),
            State(user, goal), State(user, habit), Link(user, NodeType.Habit, habit.Id, NodeType.Goal, part.Id), Notification(user),
        ];
    }
}
