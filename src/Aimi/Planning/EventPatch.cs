using Aimi.Hosting.Resources;

namespace Aimi.Planning;

/// <summary>A change of an event, member by member: what is not given stays.</summary>
public sealed record EventPatch
{
    public Patched<string> Title { get; init; }
    public Patched<string> Description { get; init; }
    public Patched<Guid?> GoalId { get; init; }

    /// <summary>The end and the deadline move along, unless they are given too.</summary>
    public Patched<DateTimeOffset?> StartAt { get; init; }
    public Patched<DateTimeOffset?> EndAt { get; init; }
    public Patched<DateTimeOffset?> DueAt { get; init; }
    public Patched<bool?> AllDay { get; init; }
    public Patched<string> Timezone { get; init; }
    public Patched<bool?> Floating { get; init; }
    public Patched<int?> Priority { get; init; }
    public Patched<string> RepeatRule { get; init; }
    public Patched<RepeatMode?> RepeatMode { get; init; }
    public Patched<string[]> ReminderOffsets { get; init; }
    public Patched<TimeSpan?> NagEvery { get; init; }
    public Patched<IReadOnlyList<string>> Tags { get; init; }

    /// <summary>There is nothing in it but what can be different about one occurrence.</summary>
    internal bool IsOfOne => this with { Title = default, Description = default, StartAt = default, EndAt = default, DueAt = default } == new EventPatch();

    /// <summary>What it says of itself that is wrong, whatever it is applied to.</summary>
    internal EventRefusal? Refusal() =>
        Needed("title", Title.IsGiven && Title.Value is null)
        ?? Needed("all_day", AllDay.IsGiven && AllDay.Value is null)
        ?? Needed("timezone", Timezone.IsGiven && Timezone.Value is null)
        ?? Needed("floating", Floating.IsGiven && Floating.Value is null)
        ?? Needed("priority", Priority.IsGiven && Priority.Value is null)
        ?? Needed("repeat_mode", RepeatMode.IsGiven && RepeatMode.Value is null)
        ?? (Timezone.Value is { } zone && !Accounts.LocalTime.IsZone(zone) ? EventRefusal.Invalid("timezone", "An IANA time zone, such as Europe/Moscow.") : null)
        ?? EventRules.Time("start_at", StartAt.Value) ?? EventRules.Time("end_at", EndAt.Value) ?? EventRules.Time("due_at", DueAt.Value);

    internal void Apply(PlannedEvent planned)
    {
        planned.Title = Title.Or(planned.Title)!;
        planned.Description = Description.Or(planned.Description);
        planned.GoalId = GoalId.Or(planned.GoalId);
        planned.Floating = Floating.Or(planned.Floating)!.Value;
        planned.Priority = Priority.Or(planned.Priority)!.Value;
        planned.RepeatRule = RepeatRule.Or(planned.RepeatRule);
        planned.RepeatMode = RepeatMode.Or(planned.RepeatMode)!.Value;
        planned.ReminderOffsets = ReminderOffsets.Or(planned.ReminderOffsets);
        planned.NagEvery = NagEvery.Or(planned.NagEvery);
        if (Tags.IsGiven)
            planned.Metadata = planned.Metadata with { Tags = Tags.Value };

        // A zone alone changes how it is said and repeats, not when it is; what has no zone of its own keeps what the clock says.
        if (Timezone.Value is { } zone && zone != planned.Timezone)
        {
            if (planned.AllDay || planned.Floating)
                EventTimes.Carry(planned, zone);
            else
                planned.Timezone = zone;
        }

        planned.AllDay = AllDay.Or(planned.AllDay)!.Value;
        if (StartAt.Value - planned.StartAt is { } shift)
        {
            planned.EndAt += shift;
            planned.DueAt += shift;
        }

        planned.StartAt = StartAt.Or(planned.StartAt);
        planned.EndAt = EndAt.Or(planned.EndAt);
        planned.DueAt = DueAt.Or(planned.DueAt);
    }

    private static EventRefusal? Needed(string field, bool taken) => taken ? EventRefusal.Invalid(field, "It cannot be taken away.") : null;
}
