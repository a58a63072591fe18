using Aimi.Accounts;

namespace Aimi.Reminders.Push;

/// <summary>Hands a push to the service that brings it to devices of one platform.</summary>
internal interface IPushSender
{
    DevicePlatform Platform { get; }

    /// <summary>Sends. Every failure that can be foreseen is a result.</summary>
    Task<PushResult> Send(Device device, PushMessage message, CancellationToken cancellationToken);
}

/// <summary>What became of a push to one device.</summary>
internal sealed record PushResult(DeliveryResult Delivery)
{
    /// <summary>The service knows the device no more.</summary>
    public bool Gone { get; init; }

    /// <summary>Where its token turned out to be known; null where there is nothing new.</summary>
    public PushEnvironment? Environment { get; init; }

    public static implicit operator PushResult(DeliveryResult delivery) => new(delivery);
}
