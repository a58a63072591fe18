namespace Aimi.Data;

/// <summary>A table whose rows clients mirror: its triggers write <c>sync_changes</c>.</summary>
/// <param name="Type">The word of <see cref="Sync.SyncedType"/>.</param>
/// <param name="Seen">
/// The columns that clients see and that may change. What a worker does to the others (a lease, an embedding) is no change to a client; a test asks for a
/// decision about each new column.
/// </param>
internal sealed record SyncedTable(string Type, string Name, params string[] Seen)
{
    /// <summary>The person. Who locks one writes the row as it is, at nearly every change of a plan: that must cost nothing.</summary>
    public static readonly SyncedTable Person = new("me", "users", "email", "display_name", "timezone", "locale", "settings", "updated_at");

    /// <summary>What belongs to a person.</summary>
    public static readonly IReadOnlyList<SyncedTable> All =
    [
        new("goal", "goals", "title", "description", "status", "target_date", "priority", "parent_goal_id", "progress", "metadata", "version", "updated_at"),
        new("habit", "habits", "goal_id", "name", "frequency", "times_per_week", "starts_on", "intensity", "active", "reminder_times", "metadata", "version", "updated_at"),
        new("habit_check_in", "habit_check_ins", "note", "updated_at") { IsOfHabit = true },
        new("habit_pause", "habit_pauses", "to_day", "note", "updated_at") { IsOfHabit = true },
        new(
            "event", "events", "goal_id", "title", "description", "status", "start_at", "end_at", "due_at", "all_day", "floating", "timezone", "priority", "repeat_rule",
            "repeat_mode", "continues_id", "reminder_offsets", "nag_every", "metadata", "version", "updated_at"),
        new("occurrence", "event_occurrences", "status", "start_at", "end_at", "due_at", "title", "description", "updated_at"),
        new("reminder", "reminder_queue", "trigger_at", "status", "attempts", "payload", "updated_at") { Told = "kind <> 'feedback'", Passing = "status = 'sending'" },
        new("memory", "memory_vectors", "source_seqs", "mentions", "last_seen_at", "importance", "valid_to", "superseded_by", "is_active", "metadata", "updated_at"),
        new(
            "session", "session_summary", "status", "attempts", "summary", "facts", "intents", "mood", "open_questions", "pending_actions", "mentions", "context", "last_error",
            "generator", "language", "updated_at"),
        new("notification", "notifications", "read_at", "updated_at"),
        new("device", "devices", "environment", "topic", "name", "locale", "timezone", "active", "last_seen_at", "version", "updated_at"),
        new("calendar_feed", "calendar_feeds", "name", "last_used_at", "updated_at"),
        new("message", "chat_messages", "text", "metadata") { TellsNew = false },
    ];

    /// <summary>It is a day of a habit: how that one goes changes with it.</summary>
    public bool IsOfHabit { get; init; }

    /// <summary>Of which rows clients are told, as a condition that begins with a column; null: of all.</summary>
    public string? Told { get; init; }

    /// <summary>A state that lasts a moment, of which clients are not told: the next is told in its place, at half the cost.</summary>
    public string? Passing { get; init; }

    /// <summary>False for messages: new ones are told by their seq.</summary>
    public bool TellsNew { get; init; } = true;

    /// <summary>Clients name its occurrences by instants, which follow from the zone.</summary>
    public bool HasOccurrences => Type == "event";
}
