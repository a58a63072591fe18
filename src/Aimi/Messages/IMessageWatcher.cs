namespace Aimi.Messages;

/// <summary>Hears of messages of Aimi that nobody asked for, once they are durable: brings them into the open session and to the person's sockets.</summary>
public interface IMessageWatcher
{
    /// <param name="stored">Of many people, those of each in their order.</param>
    Task Stored(IReadOnlyList<StoreOutcome> stored, CancellationToken cancellationToken);
}
