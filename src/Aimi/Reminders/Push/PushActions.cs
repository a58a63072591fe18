using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders.Push;

/// <summary>Does what a person answered to a push, once: that it was answered commits with what it did.</summary>
internal sealed class PushActions(AimiDbContext database, DoneReminders done, ReminderRepository reminders, TimeProvider time)
{
    /// <summary>How long a push can be answered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public static readonly TimeSpan Snooze = TimeSpan.FromMinutes(10);

    public static readonly ReminderRefusal NotFound = new(404, Code: null, "There is no such push.");
    public static readonly ReminderRefusal Expired = new(410, "action_expired", "It was pushed too long ago to be answered. Open Aimi instead.");
    public static readonly ReminderRefusal Taken = new(409, "action_taken", "The push was answered otherwise before.");

    /// <summary>The same answer again is answered the same, and does nothing.</summary>
    public async Task<PushActed> Act(string text, PushAction action, CancellationToken cancellationToken)
    {
        if (PushActionToken.Parse(text) is not { } token)
            return NotFound;

        using var person = Acting.For(token.UserId);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await database.TakePerson(token.UserId, cancellationToken) is not { } user || !token.IsSignedBy(user.Settings.PushKey))
            return NotFound;
        if (await database.PushDeliveries.SingleOrDefaultAsync(row => row.UserId == token.UserId && row.Id == token.DeliveryId, cancellationToken) is not { } delivery)
            return NotFound;
        if (delivery.Action is { } earlier)
            return earlier == action ? new PushActed(delivery, Refusal: null) : Taken;

        var now = time.GetUtcNow();
        if (now - delivery.CreatedAt > Lifetime)
            return Expired;
        if (await Carry(delivery, action, now, cancellationToken) is { } refusal)
            return refusal;

        (delivery.Action, delivery.ActedAt) = (action, now);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return new PushActed(delivery, Refusal: null);
    }

    private async Task<ReminderRefusal?> Carry(PushDelivery delivery, PushAction action, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (action is PushAction.Done)
            return await done.Done(delivery.UserId, delivery.ReminderId, cancellationToken);

        return await reminders.Snooze(delivery.UserId, delivery.ReminderId, now + Snooze, cancellationToken)
            ? null
            : new ReminderRefusal(422, ReminderRefusal.TransitionNotAllowed, "It was dismissed.");
    }
}

/// <summary>What came of an answer to a push; with a refusal nothing was written.</summary>
internal sealed record PushActed(PushDelivery? Delivery, ReminderRefusal? Refusal)
{
    public static implicit operator PushActed(ReminderRefusal refusal) => new(null, refusal);
}
