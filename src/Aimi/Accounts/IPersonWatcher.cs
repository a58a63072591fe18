namespace Aimi.Accounts;

/// <summary>Follows a change of a person's zone or settings, in its transaction: their plans move, their reminders are planned anew.</summary>
public interface IPersonWatcher
{
    /// <summary>Watchers with a lower number hear of it first.</summary>
    int Order { get; }

    /// <returns>What moved in time.</returns>
    Task<IReadOnlyList<MovedPlan>> Changed(PersonChange change, CancellationToken cancellationToken);
}

/// <param name="User">As it is now, not saved yet or saved in the open transaction.</param>
public sealed record PersonChange(User User, string FormerTimezone, UserSettings FormerSettings)
{
    public bool MovedZone => User.Timezone != FormerTimezone;
}

/// <summary>A plan that goes with the person and so is at another instant now.</summary>
/// <param name="EntityType"><c>event</c> or <c>task</c>.</param>
public sealed record MovedPlan(string EntityType, Guid EntityId, string Title, DateTimeOffset From, DateTimeOffset To);
