using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aimi.Hosting;

namespace Aimi.Reminders.Channels;

/// <summary>What a receiver gets, as Standard Webhooks (standardwebhooks.com) has it.</summary>
/// <param name="Type">What happened; there is one such thing.</param>
/// <param name="Timestamp">When it happened: the reminder was due.</param>
public sealed record WebhookMessage(string Type, DateTimeOffset Timestamp, WebhookReminder Data)
{
    private const string SecretPrefix = "whsec_";

    public static WebhookMessage Of(ReminderDelivery delivery, DateTimeOffset now)
    {
        var reminder = delivery.Reminder;
        var late = now - reminder.TriggerAt;
        return new("reminder.due", reminder.TriggerAt, new WebhookReminder(
            reminder.Id,
            reminder.Kind,
            reminder.EventId,
            reminder.HabitId,
            reminder.OccurrenceAt,
            delivery.Text.Title,
            delivery.Text.Body,
            Math.Max(0, (long)late.TotalSeconds)));
    }

    /// <summary>The body with its signature: of the id, the time of this attempt and the very bytes that are sent.</summary>
    /// <param name="id">The same on every attempt: by it the receiver drops doubles.</param>
    public ByteArrayContent Seal(string id, byte[] key, DateTimeOffset now)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Options);
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.Add("webhook-id", id);
        content.Headers.Add("webhook-timestamp", timestamp);
        content.Headers.Add("webhook-signature", Signature(id, timestamp, body, key));
        return content;
    }

    public static string Signature(string id, string timestamp, byte[] body, byte[] key)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }

    /// <summary>The key behind a secret; null where it is not written as <c>whsec_</c> and base64.</summary>
    public static byte[]? KeyOf(string secret)
    {
        var encoded = secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : "";
        var key = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, key, out var length) && length > 0 ? key[..length] : null;
    }
}

/// <param name="Title">One line: what it is about.</param>
/// <param name="Body">When, in the person's language and time.</param>
/// <param name="LateBySeconds">How long after it was due it is sent.</param>
public sealed record WebhookReminder(
    Guid ReminderId, ReminderKind Kind, Guid? EventId, Guid? HabitId, DateTimeOffset OccurrenceAt, string Title, string Body, long LateBySeconds);
