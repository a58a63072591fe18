using Aimi.Accounts;

namespace Aimi.Reminders.Push;

/// <summary>
/// Pushes to all devices of a person at once. It is delivered when each device that can be reached has it: those that have it are not pushed again because
/// another is to be tried again.
/// </summary>
internal sealed partial class PushChannel(IServiceScopeFactory scopes, IEnumerable<IPushSender> senders, TimeProvider time, ILogger<PushChannel> log) : IReminderChannel
{
    /// <summary>For one device, both of Apple's services included.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly Dictionary<DevicePlatform, IPushSender> _senders = senders.ToDictionary(sender => sender.Platform);

    public string Name => ReminderChannels.Push;

    /// <summary>Browsers need no setting; whether there is a device, the delivery finds out.</summary>
    public bool Reaches(User person) => true;

    public async Task<DeliveryResult> Send(ReminderDelivery delivery, CancellationToken cancellationToken)
    {
        var pushes = await InScope(deliveries => deliveries.Prepare(delivery, cancellationToken));
        if (pushes is { Delivered: 0, Waiting.Count: 0 })
            return DeliveryResult.Refused("no_device", "The person has no device that can be pushed to.");

        var results = await Task.WhenAll(pushes.Waiting.Select(async push => (Push: push, Result: await Send(push, cancellationToken))));
        await InScope(deliveries => deliveries.Note(delivery.Person.Id, results, cancellationToken));
        foreach (var (push, _) in results.Where(sent => sent.Result.Gone))
            DeviceGone(push.Device.Id, push.Device.UserId);
        return Sum(pushes.Delivered, [.. results.Select(sent => sent.Result.Delivery)]);
    }

    private async Task<PushResult> Send(DevicePush push, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await _senders[push.Device.Platform].Send(push.Device, push.Message, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DeliveryResult.TryAgain("timeout", "The push service did not answer in time.");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Of this device alone: that the others have it is still to be noted.
            SenderThrew(push.Device.Platform, push.Message.Reminder.Id, failure);
            return DeliveryResult.TryAgain("error", failure.GetType().Name);
        }
    }

    private async Task<TResult> InScope<TResult>(Func<PushDeliveries, Task<TResult>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<PushDeliveries>());
    }

    private static DeliveryResult Sum(int before, IReadOnlyList<DeliveryResult> results)
    {
        var told = before + results.Count(result => result.Outcome == DeliveryOutcome.Delivered);
        var again = results.Where(result => result.Outcome == DeliveryOutcome.TryAgain).ToList();
        var all = before + results.Count;
        if (again.Count > 0)
            return DeliveryResult.TryAgain(again[0].Response.Code, $"{told} of {all} devices have it. {again[0].Response.Detail}", again.Max(result => result.RetryAfter));

        return told > 0 ? DeliveryResult.Delivered(code: $"{told}/{all}") : results[0];
    }

    [LoggerMessage(1308, LogLevel.Error, "The push to a device ({Platform}) threw at the reminder {ReminderId}", EventName = "push_sender_threw")]
    private partial void SenderThrew(DevicePlatform platform, Guid reminderId, Exception failure);

    [LoggerMessage(1307, LogLevel.Information, "The device {DeviceId} of {UserId} is known to its push service no more", EventName = "push_device_gone")]
    private partial void DeviceGone(Guid deviceId, Guid userId);
}
