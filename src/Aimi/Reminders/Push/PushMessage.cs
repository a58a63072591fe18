using System.Text.Json;
using System.Text.Json.Nodes;
using Aimi.Hosting;

namespace Aimi.Reminders.Push;

/// <summary>How much a push may disturb.</summary>
internal enum PushUrgency
{
    Low,
    Normal,

    /// <summary>What it is about begins soon.</summary>
    High,
}

/// <summary>A reminder as one device is to show it.</summary>
/// <param name="Id">Of its <see cref="PushDelivery"/>.</param>
/// <param name="Text">In the device's language.</param>
/// <param name="ActionPath">Where Done and Snooze are posted to, from the address of Aimi on.</param>
/// <param name="ExpiresAt">From then on it is of no use to anybody.</param>
internal sealed record PushMessage(Guid Id, Reminder Reminder, ReminderText Text, ReminderWords Words, string ActionPath, DateTimeOffset ExpiresAt)
{
    // Both services take 4 KB. Of the worst that JSON makes of a letter, six bytes, so many fit in beside the rest.
    private const int MaxTitle = 100;
    private const int MaxBody = 450;

    // What is due within it can not wait until a person looks at the phone by themselves.
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    public PushUrgency Urgency => Reminder switch
    {
        { Kind: ReminderKind.Digest } => PushUrgency.Low,
        { Kind: ReminderKind.Event, Payload.AllDay: false } when Reminder.OccurrenceAt - Reminder.TriggerAt <= Soon => PushUrgency.High,
        _ => PushUrgency.Normal,
    };

    /// <summary>Whether it is about one thing, which can be done.</summary>
    private bool CanBeDone => Reminder.Kind is ReminderKind.Event or ReminderKind.Habit;

    /// <summary>As Apple takes it; the app knows the categories, with their buttons.</summary>
    public byte[] ForApple()
    {
        var aps = new JsonObject
        {
            ["alert"] = new JsonObject { ["title"] = Cut(Text.Title, MaxTitle), ["body"] = Cut(Text.Body, MaxBody) },
            ["category"] = CanBeDone ? "AIMI_REMINDER" : "AIMI_SUMMARY",
            ["thread-id"] = (Reminder.EventId ?? Reminder.HabitId)?.ToString("N") ?? "day",
            ["interruption-level"] = Urgency switch { PushUrgency.High => "time-sensitive", PushUrgency.Low => "passive", _ => "active" },
        };
        if (Urgency != PushUrgency.Low)
            aps["sound"] = "default";
        return Bytes(About(new JsonObject { ["aps"] = aps }));
    }

    /// <summary>As the console's service worker takes it: it knows no language of its own.</summary>
    public byte[] ForBrowser()
    {
        var actions = new JsonArray(Button(PushAction.Snooze10, "Push.Snooze"));
        if (CanBeDone)
            actions.Insert(0, Button(PushAction.Done, "Push.Done"));
        return Bytes(About(new JsonObject
        {
            ["title"] = Cut(Text.Title, MaxTitle),
            ["body"] = Cut(Text.Body, MaxBody),
            ["lang"] = Words.Language,
            ["silent"] = Urgency == PushUrgency.Low,
            ["actions"] = actions,
            ["failed"] = Words.Say("Push.Failed"),
        }));
    }

    private JsonObject About(JsonObject message)
    {
        var (type, id) = ReminderEffects.Subject(Reminder);
        (message["reminder_id"], message["action_path"]) = (Reminder.Id, ActionPath);
        if (type is not null)
            (message["entity_type"], message["entity_id"]) = (type, id);
        return message;
    }

    private JsonObject Button(PushAction action, string text) => new()
    {
        ["action"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(action.ToString()),
        ["title"] = Words.Say(text),
    };

    private static byte[] Bytes(JsonObject message) => JsonSerializer.SerializeToUtf8Bytes(message, WireJson.Options);

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)}…";
}
