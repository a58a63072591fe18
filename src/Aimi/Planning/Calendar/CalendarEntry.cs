namespace Aimi.Planning.Calendar;

/// <summary>What an event or a task of a calendar says, in Aimi's terms.</summary>
internal sealed record CalendarEntry
{
    public required string Uid { get; init; }
    public required EventType Type { get; init; }

    /// <summary>Null where it has none.</summary>
    public string? Title { get; init; }
    public string? Description { get; init; }
    public EventStatus Status { get; init; }
    public DateTimeOffset? StartAt { get; init; }
    public DateTimeOffset? EndAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public DateTime? WallTime { get; init; }
    public bool AllDay { get; init; }
    public bool Floating { get; init; }
    public required string Timezone { get; init; }
    public string? RepeatRule { get; init; }

    /// <summary>Null where the calendar says nothing of alarms.</summary>
    public string[]? ReminderOffsets { get; init; }

    /// <summary>Null where the calendar says nothing of it.</summary>
    public int? Priority { get; init; }

    /// <summary>Set for one occurrence of the series of the same UID that is different: the time that the rule gives it.</summary>
    public CalendarTime? RecurrenceId { get; init; }

    /// <summary>Of a series: occurrences that are left out.</summary>
    public IReadOnlyList<CalendarTime> LeftOut { get; init; } = [];

    /// <summary>It has times beside its rule (<c>RDATE</c>), which Aimi does not know.</summary>
    public bool HasExtraTimes { get; init; }

    /// <summary>The greater one of two of the same UID is the later.</summary>
    public int Sequence { get; init; }

    public DateTimeOffset? Anchor => StartAt ?? DueAt;
}

/// <summary>Why an entry was left out, or something of it: stable words of the contract.</summary>
internal static class SkipReason
{
    public const string UidMissing = "uid_missing";
    public const string UidTooLong = "uid_too_long";

    /// <summary>An earlier version of an entry that is in the file as well.</summary>
    public const string Duplicate = "duplicate_uid";

    /// <summary>It came from Aimi's own feed and is here already.</summary>
    public const string OwnEvent = "own_event";
    public const string StartMissing = "start_missing";
    public const string TimeNotValid = "time_not_valid";
    public const string ZoneUnknown = "zone_unknown";
    public const string EndsBeforeStart = "ends_before_start";
    public const string RuleNotSupported = "rule_not_supported";
    public const string RangeNotSupported = "range_not_supported";
    public const string TooManyExceptions = "too_many_exceptions";
    public const string SeriesMissing = "series_missing";

    /// <summary>An event was here by this UID and is a task now, or the other way round.</summary>
    public const string TypeChanged = "type_changed";

    /// <summary>The entry was imported, its times beside the rule were not.</summary>
    public const string ExtraTimesLeftOut = "extra_times_left_out";
}
