using Aimi.Hosting.Resources;

namespace Aimi.Planning;

/// <summary>A new habit: with <c>frequency</c> or with <c>times_per_week</c>.</summary>
/// <param name="Name">1 to 500 characters.</param>
/// <param name="Frequency">RFC 5545 RRULE, daily or coarser: the days on which it is due.</param>
/// <param name="TimesPerWeek">1 to 7: how often a week, on whichever days.</param>
/// <param name="StartsOn">The day from which it counts; default today.</param>
/// <param name="Intensity">1 to 5, default 3.</param>
/// <param name="Active">Default true.</param>
/// <param name="GoalId">The goal that it serves.</param>
/// <param name="ReminderTimes">At most 5 local times, <c>HH:mm</c>.</param>
/// <param name="Id">Made by the client, any UUID but the nil one; absent: made here. The same id with the same content again is answered with 200.</param>
public sealed record CreateHabitRequest(
    string Name,
    string? Frequency = null,
    int? TimesPerWeek = null,
    DateOnly? StartsOn = null,
    int? Intensity = null,
    bool? Active = null,
    Guid? GoalId = null,
    IReadOnlyList<string>? ReminderTimes = null,
    HabitMetadataRequest? Metadata = null,
    Guid? Id = null)
{
    internal HabitDraft Draft() => new()
    {
        Name = Name,
        Frequency = Frequency,
        TimesPerWeek = TimesPerWeek,
        StartsOn = StartsOn,
        Intensity = Intensity,
        Active = Active,
        GoalId = GoalId,
        ReminderTimes = ReminderTimes,
        Tags = Metadata?.Tags,
    };
}

/// <summary>A JSON merge patch of a habit. Null gives a member its default; a frequency takes the place of times_per_week, and the other way round.</summary>
public sealed record PatchHabitRequest
{
    public Patched<string> Name { get; init; }
    public Patched<string> Frequency { get; init; }
    public Patched<int?> TimesPerWeek { get; init; }
    public Patched<DateOnly?> StartsOn { get; init; }
    public Patched<int?> Intensity { get; init; }
    public Patched<bool?> Active { get; init; }
    public Patched<Guid?> GoalId { get; init; }
    public Patched<IReadOnlyList<string>> ReminderTimes { get; init; }
    public Patched<HabitMetadataRequest> Metadata { get; init; }

    internal HabitDraft Of(HabitDraft habit) => habit with
    {
        Name = Name.Or(habit.Name),
        Frequency = Frequency.Or(TimesPerWeek.Value is null ? habit.Frequency : null),
        TimesPerWeek = TimesPerWeek.Or(Frequency.Value is null ? habit.TimesPerWeek : null),
        StartsOn = StartsOn.Or(habit.StartsOn),
        Intensity = Intensity.Or(habit.Intensity),
        Active = Active.Or(habit.Active),
        GoalId = GoalId.Or(habit.GoalId),
        ReminderTimes = ReminderTimes.Or(habit.ReminderTimes),
        Tags = Metadata.IsGiven ? Metadata.Value?.Tags : habit.Tags,
    };
}

/// <param name="Tags">At most 20, of 1 to 50 characters.</param>
public sealed record HabitMetadataRequest(IReadOnlyList<string>? Tags = null);

/// <param name="Day">Default: the person's own day by their zone and the hour at which their day begins.</param>
/// <param name="Note">1 to 500 characters.</param>
public sealed record CheckInRequest(DateOnly? Day = null, string? Note = null);

/// <param name="From">Default today.</param>
/// <param name="To">The last day; absent: until it is resumed.</param>
/// <param name="Note">1 to 500 characters.</param>
public sealed record PauseHabitRequest(DateOnly? From = null, DateOnly? To = null, string? Note = null);

/// <param name="Note">1 to 500 characters.</param>
public sealed record ExcuseRequest(DateOnly Day, string? Note = null);
