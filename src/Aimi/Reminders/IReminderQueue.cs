namespace Aimi.Reminders;

/// <summary>Takes due reminders off the queue, so that each is taken by one worker. The one thing about reminders that the two databases do differently.</summary>
public interface IReminderQueue
{
    /// <summary>
    /// Takes up to <paramref name="count"/> reminders of all people that are due at <paramref name="now"/>, the longest due first, in one statement:
    /// they are <see cref="ReminderStatus.Sending"/> until <paramref name="until"/>, under <paramref name="leaseToken"/>.
    /// Workers that ask at the same time neither wait for each other nor get the same.
    /// </summary>
    Task<IReadOnlyList<Reminder>> Claim(int count, DateTimeOffset now, DateTimeOffset until, Guid leaseToken, CancellationToken cancellationToken);
}
