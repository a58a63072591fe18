using Aimi.Data;
using Aimi.Realtime;

namespace Aimi.Reminders;

/// <summary>
/// Takes due reminders off the queue and writes what became of them, a batch at a time, inside the transaction that is open on the context: until that
/// ends they are this worker's, and if it ends otherwise than by a commit nothing happened. What the two databases do differently about reminders.
/// </summary>
public interface IReminderQueue
{
    /// <summary>How many batches of one process are worth having under way at once.</summary>
    int Lanes { get; }

    /// <summary>How many reminders go in one transaction.</summary>
    int BatchSize { get; }

    /// <summary>
    /// Takes up to <paramref name="count"/> reminders of a share of the people that are due, and those whose lease ran out, the longest due first. Workers that ask at
    /// the same time neither wait for each other nor get the same; nor, of different shares, do they meet later at a person's conversation. A worker that falls asleep here loses the transaction, and with it all that it took.
    /// </summary>
    Task<IReadOnlyList<DueReminder>> Claim(
        AimiDbContext database, ChannelSide side, PeopleShare share, int count, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>How many reminders each of these people was told since the beginning of their day; who was told none is left out.</summary>
    Task<IReadOnlyDictionary<Guid, int>> CountDelivered(
        AimiDbContext database, IReadOnlyDictionary<Guid, DateTimeOffset> dayStarts, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// A digest of each of these people, where one waits, for more to be put in; one that is being told is left out. Until the transaction ends no other
    /// worker gets, or makes, a digest of theirs.
    /// </summary>
    Task<IReadOnlyList<Reminder>> LockDigests(AimiDbContext database, IReadOnlyCollection<Guid> people, CancellationToken cancellationToken);

    /// <summary>Writes where the reminders of a batch stand now (status, time, attempts, lease), their logs, and the notifications that they were.</summary>
    Task Apply(
        AimiDbContext database,
        IReadOnlyList<Reminder> changed,
        IReadOnlyList<ReminderLog> logs,
        IReadOnlyList<Notification> notifications,
        DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>Whether the database refused what a row holds; else it was away, or busy, and the same may work later.</summary>
    bool Refused(Exception failure);
}

/// <summary>Which channels a worker serves.</summary>
/// <param name="Outside">Those named, whose receivers are waited for; else all others, those that nobody knows among them.</param>
/// <param name="Channels">The names of the channels outside the product.</param>
public sealed record ChannelSide(bool Outside, string[] Channels);

/// <summary>
/// One of so many equal parts of the people, always the same people: lanes that each have their own do not wait for each other at a person's conversation, and tell a person
/// one thing after the other.
/// </summary>
/// <param name="Index">From 0 on.</param>
public sealed record PeopleShare(int Index, int Of)
{
    /// <summary>Everybody.</summary>
    public static readonly PeopleShare All = new(0, 1);
}

/// <summary>A reminder that was taken.</summary>
/// <param name="Superseded">A later reminder of the same thing through the same channel is due too, or was sent.</param>
/// <param name="Unreadable">What it should say cannot be read.</param>
public sealed record DueReminder(Reminder Reminder, bool Superseded, bool Unreadable);
