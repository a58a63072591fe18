using Aimi.Accounts;

namespace Aimi.Reminders;

/// <summary>Plans a person's reminders anew where their zone, or what they set for reminders, changed: in the transaction that changes it.</summary>
public sealed class ReminderSettingsWatcher(ReminderPlanner planner) : IPersonWatcher
{
    /// <summary>After the plans themselves have moved.</summary>
    public int Order => 10;

    public async Task<IReadOnlyList<MovedPlan>> Changed(PersonChange change, CancellationToken cancellationToken)
    {
        if (change.MovedZone || Differ(change.User.Settings, change.FormerSettings))
            await planner.PlanAll([change.User.Id], change.User, cancellationToken);
        return [];
    }

    private static bool Differ(UserSettings now, UserSettings former) =>
        now.MorningAgenda != former.MorningAgenda
        || now.EveningCheckIn != former.EveningCheckIn
        || now.DayStartHour != former.DayStartHour
        || Differ(now.ReminderOffsets, former.ReminderOffsets)
        || Differ(now.Channels, former.Channels);

    private static bool Differ(IReadOnlyList<string>? now, IReadOnlyList<string>? former) =>
        now is null || former is null ? now != former : !now.SequenceEqual(former, StringComparer.Ordinal);
}
