using Aimi.Accounts;
using Aimi.Data;
using Aimi.Messages;
using Aimi.Realtime;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>
/// One batch of due reminders in one transaction: taken, decided on, told in the product, and written down. What a person sees of it commits
/// together with <see cref="ReminderStatus.Sent"/>, so that each is told exactly once, whoever crashes.
/// </summary>
internal sealed class ReminderRound(
    AimiDbContext database,
    IReminderQueue queue,
    IMessageStore messages,
    ReminderDigests digests,
    ReminderLines lines,
    IEnumerable<IReminderChannel> channels,
    TimeProvider time)
{
    /// <summary>How long a delivery outside may take, before another worker takes it up.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, IReminderChannel> _outside = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);
    private readonly List<Reminder> _changed = [];
    private readonly List<ReminderLog> _logs = [];
    private readonly List<Notification> _notifications = [];
    private readonly List<ReminderDelivery> _leased = [];
    private readonly List<NewMessage> _said = [];
    private IReadOnlyDictionary<Guid, IReadOnlyList<string>> _lines = new Dictionary<Guid, IReadOnlyList<string>>();
    private DateTimeOffset _now;

    /// <summary>What the last run took.</summary>
    public IReadOnlyList<DueReminder> Taken { get; private set; } = [];

    public async Task<RoundOutcome> Run(bool outside, PeopleShare share, int count, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        _now = time.GetUtcNow();
        Taken = await queue.Claim(database, Side(outside), share, count, _now, cancellationToken);
        if (Taken.Count == 0)
            return new RoundOutcome(0);

        var people = await People(cancellationToken);
        var delivered = await CountDelivered(people, cancellationToken);
        var merged = new List<Reminder>();

        // Digests at the end: what is too much in this batch goes into them still.
        foreach (var due in Taken.Where(due => due.Reminder.Kind is not (ReminderKind.Digest or ReminderKind.Agenda or ReminderKind.CheckIn)))
            Take(due, people[due.Reminder.UserId], delivered, merged);
        var digestIsDue = await digests.Merge(merged, Taken, _now, cancellationToken);
        _lines = await lines.Of(Taken, people, _now, cancellationToken);
        foreach (var due in Taken.Where(due => due.Reminder.Kind is ReminderKind.Digest or ReminderKind.Agenda or ReminderKind.CheckIn))
            Take(due, people[due.Reminder.UserId], delivered, merged);

        await queue.Apply(database, _changed, _logs, _notifications, _now, cancellationToken);

        // At the end: from here until the commit these people's conversations wait.
        var stored = _said.Count == 0 ? [] : await messages.Say(database, _said, cancellationToken);

        // Not cancelled: what is committed, and whoever asked does not know of, is told to nobody and is nobody's lease.
        await transaction.CommitAsync(CancellationToken.None);
        ReminderSpans.Told(Taken, _logs, lines.Followed);
        return new RoundOutcome(Taken.Count)
        {
            DigestIsDue = digestIsDue,
            Leased = _leased,
            Messages = stored,
            Notifications = _notifications,
            Logs = _logs,
        };
    }

    // In the product: all that is not another worker's.
    private ChannelSide Side(bool outside) => new(outside, outside ? [.. _outside.Keys] : [.. _outside.Keys, EventReminders.FeedbackChannel]);

    private async Task<Dictionary<Guid, User>> People(CancellationToken cancellationToken)
    {
        var ids = Taken.Select(due => due.Reminder.UserId).Distinct().ToList();
        return await database.Users.AsNoTracking().Where(user => ids.Contains(user.Id)).ToDictionaryAsync(user => user.Id, cancellationToken);
    }

    private async Task<Dictionary<Guid, int>> CountDelivered(Dictionary<Guid, User> people, CancellationToken cancellationToken)
    {
        var dayStarts = new Dictionary<Guid, DateTimeOffset>();
        foreach (var id in Taken.Where(due => ReminderManners.Counts(due.Reminder)).Select(due => due.Reminder.UserId).Distinct())
        {
            // Whose zone is none is told nothing, so that nothing need be counted.
            if (LocalTime.IsZone(people[id].Timezone))
                dayStarts[id] = Instant.Truncate(ReminderManners.DayStart(people[id], _now));
        }

        return dayStarts.Count == 0 ? [] : new(await queue.CountDelivered(database, dayStarts, _now, cancellationToken));
    }

    private void Take(DueReminder due, User person, Dictionary<Guid, int> delivered, List<Reminder> merged)
    {
        var reminder = due.Reminder;
        (reminder.LockedUntil, reminder.LeaseToken) = (null, null);
        if (due.Unreadable)
        {
            End(reminder, ReminderStatus.Failed, ReminderReasons.Unreadable);
            return;
        }

        ReminderDecision decision;
        var text = new ReminderText("", "");
        try
        {
            var told = delivered.GetValueOrDefault(person.Id);
            decision = ReminderManners.Decide(due, new ReminderCircumstances(_now, person, Reach(reminder, person), told));
            if (decision is ReminderDecision.Deliver or ReminderDecision.Lease && reminder.Channel != ReminderChannels.Log)
                text = ReminderTexts.Of(reminder, person, _now, _lines.GetValueOrDefault(reminder.Id));
        }
        catch (Exception failure)
        {
            // A row that cannot be understood is given up alone; the others of the batch go on.
            End(reminder, ReminderStatus.Failed, ReminderReasons.Unreadable, failure.GetType().Name);
            return;
        }

        switch (decision)
        {
            case ReminderDecision.Deliver:
                Tell(reminder, text);
                Count(reminder, delivered);
                break;
            case ReminderDecision.Lease:
                (reminder.Status, reminder.LockedUntil, reminder.LeaseToken) = (ReminderStatus.Sending, _now + Lease, Guid.CreateVersion7(_now));
                reminder.Attempts++;
                _changed.Add(reminder);
                _leased.Add(new ReminderDelivery(reminder, person, text) { Followed = lines.Followed.GetValueOrDefault(reminder.Id) });
                Count(reminder, delivered);
                break;
            case ReminderDecision.Hold hold:
                (reminder.Status, reminder.TriggerAt) = (ReminderStatus.Scheduled, hold.Until);
                _changed.Add(reminder);
                break;
            case ReminderDecision.Skip skip:
                End(reminder, ReminderStatus.Skipped, skip.Reason);
                break;
            case ReminderDecision.Merge:
                merged.Add(reminder);
                End(reminder, ReminderStatus.Skipped, ReminderReasons.Digest);
                break;
        }
    }

    private ChannelReach Reach(Reminder reminder, User person) => reminder.Channel switch
    {
        ReminderChannels.Log or ReminderChannels.AssistantMessage or ReminderChannels.Notification => ChannelReach.InProduct,
        var name => _outside.TryGetValue(name, out var channel) && channel.Reaches(person) ? ChannelReach.Outside : ChannelReach.Nowhere,
    };

    private static void Count(Reminder reminder, Dictionary<Guid, int> delivered)
    {
        if (ReminderManners.Counts(reminder))
            delivered[reminder.UserId] = delivered.GetValueOrDefault(reminder.UserId) + 1;
    }

    private void Tell(Reminder reminder, ReminderText text)
    {
        if (reminder.Channel == ReminderChannels.AssistantMessage)
            _said.Add(ReminderEffects.Message(reminder, text, _now));
        if (reminder.Channel == ReminderChannels.Notification)
            _notifications.Add(ReminderEffects.Notification(reminder, text, _now));
        End(reminder, ReminderStatus.Sent);
    }

    private void End(Reminder reminder, ReminderStatus status, string? reason = null, string? detail = null)
    {
        _logs.Add(ReminderEffects.Ended(reminder, status, new DeliveryResponse { Code = reason, Detail = detail }, _now));
        _changed.Add(reminder);
    }
}

/// <summary>What a round did, once it is committed.</summary>
/// <param name="Taken">How many reminders it took off the queue.</param>
internal sealed record RoundOutcome(int Taken)
{
    /// <summary>A digest was made that is due already.</summary>
    public bool DigestIsDue { get; init; }

    /// <summary>What is to be delivered outside, before its lease runs out.</summary>
    public IReadOnlyList<ReminderDelivery> Leased { get; init; } = [];
    public IReadOnlyList<StoreOutcome> Messages { get; init; } = [];
    public IReadOnlyList<Notification> Notifications { get; init; } = [];
    public IReadOnlyList<ReminderLog> Logs { get; init; } = [];
}
