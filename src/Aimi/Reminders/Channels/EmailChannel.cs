using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Aimi.Accounts;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace Aimi.Reminders.Channels;

/// <summary>
/// Hands a mail to the operator's SMTP server, a connection for each. What the server says against this mail or its receiver is final; what is wrong
/// with the server, the way to it or the sign-in may be mended, and is tried again.
/// </summary>
internal sealed class EmailChannel(IOptions<EmailOptions> options, UnsubscribeLinks links, TimeProvider time) : IReminderChannel
{

    /// <summary>From the look-up of the name to the server's word that it has the mail.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>For saying goodbye; the mail is delivered by then.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly EmailOptions _options = options.Value;

    /// <summary>For tests: who vouches for a certificate. By default the machine's authorities.</summary>
    internal RemoteCertificateValidationCallback? TrustCertificate { get; init; }

    public string Name => ReminderChannels.Email;

    public bool Reaches(User person) => _options.IsSet && !string.IsNullOrWhiteSpace(person.Email);

    public async Task<DeliveryResult> Send(ReminderDelivery delivery, CancellationToken cancellationToken)
    {
        // Planned, claimed or tried before the person said no.
        if (delivery.Person.Settings.Channels?.Contains(Name, StringComparer.Ordinal) != true)
            return DeliveryResult.Refused(code: null, "The person wants no mails any more.");
        if (_options is not { IsSet: true, Sender: { } from })
            return DeliveryResult.TryAgain(code: null, "No mail server is set (AIMI__Email__Host).");
        if (EmailOptions.Mailbox(delivery.Person.Email) is not { } to)
            return DeliveryResult.Refused(code: null, "The person's mail address is not one.");

        var unsubscribe = await links.For(delivery.Person, cancellationToken);
        using var mail = ReminderMail.Of(delivery, from, to, unsubscribe, time.GetUtcNow());
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);

        // Revoked certificates are not looked up, as HttpClient does not: a silent list server would hold up every mail.
        using var smtp = new SmtpClient { CheckCertificateRevocation = false, ServerCertificateValidationCallback = TrustCertificate };
        try
        {
            await smtp.ConnectAsync(_options.Host!.Trim(), _options.Port, _options.SocketOptions!.Value, limit.Token);
            if (_options.SignsIn)
                await smtp.AuthenticateAsync(_options.User!, _options.Password!, limit.Token);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && NoWayIn(failure) is { } result)
        {
            return result;
        }

        // The library would send it all the same, to a server that never said it understands.
        if (!smtp.Capabilities.HasFlag(SmtpCapabilities.UTF8) && !Ascii.IsValid(to.LocalPart))
            return DeliveryResult.Refused(code: null, "The mail server knows only addresses in ASCII.");

        try
        {
            await smtp.SendAsync(mail, limit.Token);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && NotTaken(failure) is { } result)
        {
            return result;
        }

        await SayGoodbye(smtp);
        return DeliveryResult.Delivered(mail.MessageId, "250");
    }

    /// <summary>Before the mail is spoken of, nothing is its fault.</summary>
    private static DeliveryResult? NoWayIn(Exception failure) => failure switch
    {
        MailKit.Security.AuthenticationException => DeliveryResult.TryAgain(
            Code((failure.InnerException as SmtpCommandException)?.StatusCode ?? SmtpStatusCode.AuthenticationInvalidCredentials),
            "The mail server refuses the sign-in (AIMI__Email__User, AIMI__Email__Password)."),
        SmtpCommandException reply => DeliveryResult.TryAgain(Code(reply.StatusCode), "The mail server turns Aimi away."),
        SslHandshakeException => DeliveryResult.TryAgain(code: null, "No TLS with the mail server, or its certificate is not trusted (AIMI__Email__Security)."),
        NotSupportedException => DeliveryResult.TryAgain(code: null, "The mail server does not offer the TLS or the sign-in that is set (AIMI__Email__Security)."),
        _ => Lost(failure),
    };

    private static DeliveryResult? NotTaken(Exception failure) => failure switch
    {
        ServiceNotAuthenticatedException => DeliveryResult.TryAgain(
            Code(SmtpStatusCode.AuthenticationRequired), "The mail server wants a sign-in (AIMI__Email__User, AIMI__Email__Password)."),
        SmtpCommandException { StatusCode: >= SmtpStatusCode.SyntaxError } reply => DeliveryResult.Refused(Code(reply.StatusCode), Words(reply.ErrorCode)),
        SmtpCommandException reply => DeliveryResult.TryAgain(Code(reply.StatusCode), Words(reply.ErrorCode)),
        _ => Lost(failure),
    };

    private static DeliveryResult? Lost(Exception failure) => failure switch
    {
        OperationCanceledException => DeliveryResult.TryAgain(code: null, "The mail server did not answer in time."),
        SocketException socket => DeliveryResult.TryAgain(code: null, $"The mail server can not be reached (AIMI__Email__Host): {socket.SocketErrorCode}."),
        IOException or ProtocolException or ServiceNotConnectedException => DeliveryResult.TryAgain(code: null, "The mail server broke off."),
        _ => null,
    };

    // Its own words are not told: servers repeat addresses, and parts of mails.
    private static string Words(SmtpErrorCode refused) => refused switch
    {
        SmtpErrorCode.RecipientNotAccepted => "The mail server does not take the receiver.",
        SmtpErrorCode.SenderNotAccepted => "The mail server does not take the sender (AIMI__Email__From).",
        _ => "The mail server does not take the mail.",
    };

    private static string Code(SmtpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);

    private async Task SayGoodbye(SmtpClient smtp)
    {
        using var farewell = new CancellationTokenSource(Farewell, time);
        try
        {
            await smtp.DisconnectAsync(quit: true, farewell.Token);
        }
        catch (Exception failure) when (Lost(failure) is not null || failure is SmtpCommandException)
        {
            // The mail is with the server.
        }
    }
}
