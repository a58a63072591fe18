using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Text;

namespace Aimi.Reminders.Channels;

/// <summary>A reminder as a mail: text and HTML, with what mail programs need to drop doubles and to offer a way out.</summary>
internal static class ReminderMail
{
    public static MimeMessage Of(ReminderDelivery delivery, MailboxAddress from, MailboxAddress to, Uri? unsubscribe, DateTimeOffset now)
    {
        var text = delivery.Text with { Title = OneLine(delivery.Text.Title) };
        var words = MailTexts.Of(delivery.Person);
        var mail = new MimeMessage
        {
            MessageId = MessageId(delivery.Reminder.DedupeKey, from),
            Date = now,
            Subject = text.Title,
            Body = new MultipartAlternative
            {
                new TextPart(TextFormat.Plain) { Text = words.Plain(text, unsubscribe) },
                new TextPart(TextFormat.Html) { Text = words.Html(text, unsubscribe) },
            },
        };
        mail.From.Add(from);
        mail.To.Add(to);
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mail.Body.Headers.Add(HeaderId.ContentLanguage, words.Language);
        mail.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe?.AbsoluteUri ?? $"mailto:{Uri.EscapeDataString(from.LocalPart)}@{Domain(from)}?subject=unsubscribe"}>");

        // One click needs TLS (RFC 8058): mail programs ignore it over plain HTTP.
        if (unsubscribe?.Scheme == Uri.UriSchemeHttps)
            mail.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        return mail;
    }

    /// <summary>The same on every attempt, so that a receiver knows the second for the first.</summary>
    private static string MessageId(string dedupeKey, MailboxAddress from)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dedupeKey)).AsSpan(0, 16));
        return $"reminder.{hash}@{Domain(from)}";
    }

    private static string Domain(MailboxAddress from) => new IdnMapping().GetAscii(from.Domain);

    // A subject is one line: a line break in it would begin a header of the writer's choice.
    private static string OneLine(string title) =>
        string.Concat(title.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter)).Trim();
}
