using Aimi.Accounts;

namespace Aimi.Reminders;

/// <summary>
/// A way to reach a person outside the product: it is awaited under a lease, without a row lock, and may be called again for the same delivery
/// (at least once). It sends <see cref="Reminder.DedupeKey"/> along, which is the same each time.
/// </summary>
public interface IReminderChannel
{
    /// <summary>As settings and the queue name it: <c>email</c>.</summary>
    string Name { get; }

    /// <summary>Whether the operator set it up, and the person gave an address for it.</summary>
    bool Reaches(User person);

    /// <summary>Delivers. Every failure that can be foreseen is a result; none lasts longer than the lease.</summary>
    Task<DeliveryResult> Send(ReminderDelivery delivery, CancellationToken cancellationToken);
}

/// <summary>A reminder that is due, to whom, and what to say.</summary>
public sealed record ReminderDelivery(Reminder Reminder, User Person, ReminderText Text)
{
    /// <summary>The traces that led to what it stands for, where it is a digest.</summary>
    internal IReadOnlyList<string?>? Followed { get; init; }
}

/// <summary>In the person's language.</summary>
/// <param name="Title">One line: what it is about.</param>
/// <param name="Body">When, in their time, and how late this comes, if it does.</param>
public sealed record ReminderText(string Title, string Body);

/// <summary>How a delivery went. Never holds what was said, nor to whom.</summary>
public sealed record DeliveryResult(DeliveryOutcome Outcome, DeliveryResponse Response)
{
    /// <summary>The receiver asked to be left alone for so long.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static DeliveryResult Delivered(string? receipt = null, string? code = null) =>
        new(DeliveryOutcome.Delivered, new DeliveryResponse { Receipt = receipt, Code = code });

    public static DeliveryResult TryAgain(string? code, string detail, TimeSpan? retryAfter = null) =>
        new(DeliveryOutcome.TryAgain, new DeliveryResponse { Code = code, Detail = detail }) { RetryAfter = retryAfter };

    public static DeliveryResult Refused(string? code, string detail) =>
        new(DeliveryOutcome.Refused, new DeliveryResponse { Code = code, Detail = detail });
}

public enum DeliveryOutcome
{
    Delivered,

    /// <summary>It may work later.</summary>
    TryAgain,

    /// <summary>It will never work.</summary>
    Refused,
}
