using System.ComponentModel.DataAnnotations;
using System.Net;
using MailKit.Security;
using MimeKit;

namespace Aimi.Reminders.Channels;

/// <summary>The mail server that takes reminders. Without <see cref="Host"/> and <see cref="From"/> there are none by mail.</summary>
public sealed class EmailOptions : IValidatableObject
{
    public const string Section = "Email";

    /// <summary>The SMTP server's name.</summary>
    public string? Host { get; set; }

    /// <summary>The port for handing in mail. Default 587; with <c>tls</c> usually 465.</summary>
    [Range(1, 65535, ErrorMessage = "Email:Port is a number from 1 to 65535 (AIMI__Email__Port).")]
    public int Port { get; set; } = 587;

    /// <summary><c>start_tls</c> (the default), <c>tls</c> from the first byte, or <c>none</c>.</summary>
    public string? Security { get; set; } = "start_tls";

    /// <summary>For a server that wants to know who hands in.</summary>
    public string? User { get; set; }

    /// <summary>A secret.</summary>
    public string? Password { get; set; }

    /// <summary>The sender: <c>aimi@example.com</c> or <c>Aimi &lt;aimi@example.com&gt;</c>.</summary>
    public string? From { get; set; }

    public bool IsSet => !string.IsNullOrWhiteSpace(Host);

    public bool SignsIn => !string.IsNullOrEmpty(User);

    /// <summary>Never «if the server offers it»: whoever stands between could take the offer out.</summary>
    public SecureSocketOptions? SocketOptions => Security switch
    {
        null or "" or "start_tls" => SecureSocketOptions.StartTls,
        "tls" => SecureSocketOptions.SslOnConnect,
        "none" => SecureSocketOptions.None,
        _ => null,
    };

    public MailboxAddress? Sender => Mailbox(From);

    /// <summary>One address with its domain; null where the text is not that.</summary>
    public static MailboxAddress? Mailbox(string? text) => MailboxAddress.TryParse(text, out var mailbox) && mailbox.Domain.Length > 0 ? mailbox : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SocketOptions is null)
            yield return new ValidationResult("Email:Security is start_tls, tls or none (AIMI__Email__Security).", [nameof(Security)]);
        if (!IsSet && (SignsIn || !string.IsNullOrEmpty(Password) || !string.IsNullOrWhiteSpace(From)))
            yield return new ValidationResult("Email:Host is missing: the mail server (AIMI__Email__Host); without mail leave out all of Email.", [nameof(Host)]);
        if (IsSet && string.IsNullOrWhiteSpace(From))
            yield return new ValidationResult("Email:From is missing: the sender, such as aimi@example.com (AIMI__Email__From).", [nameof(From)]);
        if (!string.IsNullOrWhiteSpace(From) && Sender is null)
            yield return new ValidationResult("Email:From is an address such as aimi@example.com or Aimi <aimi@example.com> (AIMI__Email__From).", [nameof(From)]);
        if (SignsIn && string.IsNullOrEmpty(Password))
            yield return new ValidationResult("Email:Password is missing for Email:User (AIMI__Email__Password).", [nameof(Password)]);
        if (!SignsIn && !string.IsNullOrEmpty(Password))
            yield return new ValidationResult("Email:User is missing for Email:Password (AIMI__Email__User).", [nameof(User)]);
        if (SignsIn && SocketOptions == SecureSocketOptions.None && IsSet && !IsThisMachine(Host!))
        {
            yield return new ValidationResult(
                "Email:Security is none, which would send the password in the clear: set start_tls or tls (AIMI__Email__Security).", [nameof(Security)]);
        }
    }

    private static bool IsThisMachine(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
