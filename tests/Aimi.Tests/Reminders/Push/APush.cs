using Aimi.Accounts;
using Aimi.Reminders;
using Aimi.Reminders.Push;

namespace Aimi.Tests.Reminders.Push;

/// <summary>Devices and messages for those who send them.</summary>
internal static class APush
{
    public const string ActionPath = "/reminders/actions/token";

    public static Device Phone(string token, PushEnvironment environment = PushEnvironment.Production)
    {
        var device = A.Device(A.User());
        return new Device
        {
            UserId = device.UserId,
            Id = device.Id,
            Platform = DevicePlatform.Ios,
            Token = token,
            TokenHash = Device.HashOf(token),
            Environment = environment,
            Locale = "ru",
            Timezone = "Europe/Moscow",
            LastSeenAt = A.Now,
            CreatedAt = A.Now,
            UpdatedAt = A.Now,
        };
    }

    public static Device Browser(StubBrowser browser, string? endpoint = null) => new()
    {
        UserId = Guid.CreateVersion7(),
        Id = Guid.CreateVersion7(),
        Platform = DevicePlatform.Web,
        Token = endpoint ?? browser.Endpoint,
        TokenHash = Device.HashOf(endpoint ?? browser.Endpoint),
        P256dh = browser.P256dh,
        Auth = browser.Auth,
        Locale = "ru",
        Timezone = "Europe/Moscow",
        LastSeenAt = A.Now,
        CreatedAt = A.Now,
        UpdatedAt = A.Now,
    };

    /// <param name="before">How long before the event it rings.</param>
    public static PushMessage Message(ReminderKind kind = ReminderKind.Event, TimeSpan? before = null, string title = "Урок", string body = "Сегодня в 15:00, через 1 час.")
    {
        var (user, early) = (A.User(), before ?? TimeSpan.FromHours(1));
        var reminder = new Reminder
        {
            UserId = user.Id,
            Id = Guid.CreateVersion7(),
            Kind = kind,
            EventId = kind is ReminderKind.Event ? Guid.CreateVersion7() : null,
            HabitId = kind is ReminderKind.Habit ? Guid.CreateVersion7() : null,
            OccurrenceAt = A.Now + early,
            TriggerAt = A.Now,
            Offset = early,
            Channel = ReminderChannels.Push,
            DedupeKey = $"{Guid.CreateVersion7():N}-1773565200",
            CreatedAt = A.Now,
            UpdatedAt = A.Now,
        };
        return new PushMessage(Guid.CreateVersion7(), reminder, new ReminderText(title, body), ReminderWords.For("ru"), ActionPath, A.Now + TimeSpan.FromHours(2));
    }
}
