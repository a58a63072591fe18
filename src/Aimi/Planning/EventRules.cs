using System.Globalization;
using Aimi.Accounts;
using Aimi.Hosting.Resources;

namespace Aimi.Planning;

/// <summary>What an event may be, whoever makes it: over HTTP, by the assistant's tools, out of a calendar file.</summary>
internal static class EventRules
{
    public const int MaxTitle = 500;
    public const int MaxDescription = 8_000;
    public const int MaxOffsets = 10;
    public const int MaxTags = 20;
    public const int MaxTag = 50;

    public static readonly TimeSpan MaxOffset = TimeSpan.FromDays(28);

    private static readonly TimeSpan MinNag = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxNag = TimeSpan.FromDays(1);

    // Far enough for every plan, and far from where clocks overflow.
    private static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Puts its times in order; says why it is refused, or null where it is fine.</summary>
    public static EventRefusal? Settle(PlannedEvent planned)
    {
        if (Members(planned) is { } refusal)
            return refusal;

        if (planned.RepeatRule is { } rule)
        {
            if (planned.StartAt is null && planned.DueAt is null)
                return EventRefusal.Invalid("repeat_rule", "What repeats needs a start_at or a due_at.");
            planned.WallTime = null;
            if (RecurrenceRule.Check(rule, Series.WallTimeOf(planned)!.Value, planned.AllDay, planned.Timezone) is { } refused)
                return new EventRefusal(refused.Code, refused.Detail);
        }

        EventTimes.Settle(planned);
        return planned.EndAt is { } end && (planned.StartAt is null || end < planned.StartAt)
            ? EventRefusal.Invalid("end_at", "An end needs a start_at, and is not before it.")
            : null;
    }

    public static EventRefusal? Title(string? title) =>
        title is null ? EventRefusal.Invalid("title", "A title is needed.")
        : PlainText.Refusal(title, MaxTitle) is { } refusal ? EventRefusal.Invalid("title", refusal) : null;

    public static EventRefusal? Description(string? description) =>
        description is not null && PlainText.Refusal(description, MaxDescription, mayBeBlank: true) is { } refusal
            ? EventRefusal.Invalid("description", refusal)
            : null;

    public static EventRefusal? Time(string field, DateTimeOffset? at) =>
        at < Earliest || at >= Latest ? EventRefusal.Invalid(field, "A time from 1970 until 2200.") : null;

    private static EventRefusal? Members(PlannedEvent planned) =>
        (planned is { Type: EventType.Event, StartAt: null } ? EventRefusal.Invalid("start_at", "An event needs a start_at.") : null)
        ?? Title(planned.Title) ?? Description(planned.Description)
        ?? Time("start_at", planned.StartAt) ?? Time("end_at", planned.EndAt) ?? Time("due_at", planned.DueAt)
        ?? (planned.Priority is < 1 or > 5 ? EventRefusal.Invalid("priority", "A number from 1 (least) to 5.") : null)
        ?? (!LocalTime.IsZone(planned.Timezone) || planned.Timezone.Length > 64 ? EventRefusal.Invalid("timezone", "An IANA time zone, such as Europe/Moscow.") : null)
        ?? Nag(planned) ?? Offsets(planned.ReminderOffsets) ?? Tags(planned.Metadata.Tags);

    private static EventRefusal? Nag(PlannedEvent planned) => planned.NagEvery switch
    {
        null => null,
        _ when planned.Type is not EventType.Task => EventRefusal.Invalid("nag_every", "Only a task is reminded of until it is done."),
        { } every when every < MinNag || every > MaxNag => EventRefusal.Invalid("nag_every", "A duration from PT5M to P1D."),
        _ => null,
    };

    private static EventRefusal? Offsets(string[]? offsets) => offsets switch
    {
        null => null,
        { Length: > MaxOffsets } => EventRefusal.Invalid("reminder_offsets", "10 at most."),
        _ when offsets.All(IsOffset) => null,
        _ => EventRefusal.Invalid("reminder_offsets", "ISO 8601 durations up to P28D, such as PT15M, or RFC 3339 times."),
    };

    private static bool IsOffset(string? offset) => offset is not null
        && (Durations.TryParse(offset, out var duration)
            ? duration <= MaxOffset
            : offset is { Length: >= 20 and <= 40 } && offset[10] == 'T'
                && DateTimeOffset.TryParse(offset, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _));

    private static EventRefusal? Tags(IReadOnlyList<string>? tags) =>
        tags is null || (tags.Count <= MaxTags && tags.All(tag => tag is not null && PlainText.Refusal(tag, MaxTag) is null))
            ? null
            : EventRefusal.Invalid("metadata.tags", "20 at most, of 1 to 50 characters each.");
}
