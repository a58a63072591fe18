using System.Text.Json;
using Aimi.Hosting;

namespace Aimi.Realtime;

/// <summary>A notification as it goes over the socket.</summary>
public sealed record NotificationFrame(string Type, NotificationFrame.Content Notification)
{
    public static NotificationFrame Of(Notification notification) => new("notification", new Content(
        notification.Id, notification.Kind, notification.Title, notification.Body, notification.EntityType, notification.EntityId, notification.CreatedAt));

    public ReadOnlyMemory<byte> ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Options);

    public sealed record Content(Guid Id, string Kind, string Title, string? Body, string? EntityType, Guid? EntityId, DateTimeOffset OccurredAt);
}
