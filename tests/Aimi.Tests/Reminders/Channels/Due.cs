using Aimi.Accounts;
using Aimi.Data;
using Aimi.Reminders;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Reminders.Channels;

/// <summary>A reminder that is due, to a person whom every channel reaches.</summary>
internal static class Due
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public static readonly ReminderText Text = new("Урок испанского 🇪🇸", "Через 2 часа, в 14:00.\nС <Анной> & «Петром».");

    public static ReminderDelivery To(User person, ReminderText? text = null, string dedupeKey = "key")
    {
        var reminder = A.Reminder(person, A.Event(person));
        reminder.DedupeKey = dedupeKey;
        return new(reminder, person, text ?? Text);
    }

    public static User Person(string locale = "ru", string? webhook = null)
    {
        var person = A.User();
        person.Locale = locale;
        person.Email = "anya@example.com";
        person.Settings = new UserSettings
        {
            Channels = ["email", "webhook"],
            UnsubscribeKey = "AAECAwQFBgcICQoLDA0ODw",
            Webhook = webhook is null ? null : new WebhookTarget(webhook, Secret),
        };
        return person;
    }
}

/// <summary>Whoever asks for a database asks for too much.</summary>
internal sealed class NoDatabase : IDbContextFactory<AimiDbContext>
{
    public AimiDbContext CreateDbContext() => throw new InvalidOperationException("There is no database here.");
}
