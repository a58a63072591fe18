using System.Net;
using System.Net.Sockets;
using System.Text;
using Aimi.Hosting;
using Aimi.Reminders;
using Aimi.Reminders.Channels;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Aimi.Tests.Reminders.Channels;

/// <summary>Mails against a real SMTP conversation, over a real line.</summary>
public sealed class EmailChannelTests
{
    private readonly FakeTimeProvider _time = new(A.Now);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Steps => ["GREETING", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "BODY"];

    [Fact]
    public async Task A_reminder_arrives_as_text_and_HTML_in_the_persons_language()
    {
        await using var server = new ScriptedSmtp();
        var person = Due.Person();

        var result = await Channel(server).Send(Due.To(person), Cancellation);

        var mail = server.Mail();
        Assert.Equal((DeliveryOutcome.Delivered, "250", mail.MessageId), (result.Outcome, result.Response.Code, result.Response.Receipt));
        Assert.Equal(Due.Text.Title, mail.Subject);
        Assert.Equal(("\"Aimi\" <aimi@пример.example>", "anya@example.com"), ($"{mail.From}", $"{mail.To}"));
        Assert.Equal(A.Now, mail.Date);
        Assert.Equal(("auto-generated", "ru"), (mail.Headers[HeaderId.AutoSubmitted], mail.Body!.Headers[HeaderId.ContentLanguage]));
        Assert.IsType<MultipartAlternative>(mail.Body);
        Assert.Contains(Due.Text.Body, mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("вы просили напоминать", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("С &lt;Анной&gt; &amp; «Петром».", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("""<html lang="ru">""", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_words_are_English_for_who_reads_English()
    {
        await using var server = new ScriptedSmtp();
        await Channel(server).Send(Due.To(Due.Person("en-GB")), Cancellation);
        Assert.Contains("you chose to be reminded by mail", server.Mail().TextBody, StringComparison.Ordinal);
        Assert.Equal("en", server.Mail().Body!.Headers[HeaderId.ContentLanguage]);
    }

    [Fact]
    public async Task It_offers_the_way_out_by_one_click()
    {
        await using var server = new ScriptedSmtp();
        var person = Due.Person();

        await Channel(server).Send(Due.To(person), Cancellation);

        var mail = server.Mail();
        var link = $"https://aimi.example.com/app/reminders/unsubscribe?token={new UnsubscribeToken(person.Id, person.Settings.UnsubscribeKey!)}";
        Assert.Equal($"<{link}>", mail.Headers[HeaderId.ListUnsubscribe]);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers[HeaderId.ListUnsubscribePost]);
        Assert.Contains(link, mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"href=\"{link}\"", mail.HtmlBody, StringComparison.Ordinal);

        // As it stands on the line: whole, on one line after the fold.
        Assert.Contains($"<{link}>\r\n", Encoding.Latin1.GetString(server.Mails.Single()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "<mailto:aimi@xn--e1afmkfd.example?subject=unsubscribe>", false)]
    [InlineData("http://aimi.home", "<http://aimi.home/reminders/unsubscribe?token=", false)]
    public async Task Without_a_secure_public_address_one_click_is_not_promised(string? publicUrl, string way, bool oneClick)
    {
        await using var server = new ScriptedSmtp();
        await Channel(server, publicUrl: publicUrl).Send(Due.To(Due.Person()), Cancellation);
        var mail = server.Mail();
        Assert.StartsWith(way, mail.Headers[HeaderId.ListUnsubscribe], StringComparison.Ordinal);
        Assert.Equal(oneClick, mail.Headers.Contains(HeaderId.ListUnsubscribePost));
    }

    [Fact]
    public async Task Each_attempt_bears_the_same_id_and_another_reminder_another()
    {
        await using var server = new ScriptedSmtp();
        var channel = Channel(server);
        foreach (var key in new[] { "one", "one", "two" })
            await channel.Send(Due.To(Due.Person(), dedupeKey: key), Cancellation);
        var ids = server.Mails.Select(mail => ScriptedSmtp.Parse(mail).MessageId).ToList();
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
        Assert.EndsWith("@xn--e1afmkfd.example", ids[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\u2028")]
    [InlineData("\r\n\r\n")]
    public async Task A_title_begins_no_header_and_no_body(string lineBreak)
    {
        await using var server = new ScriptedSmtp();
        var text = new ReminderText($"Lunch{lineBreak}Bcc: eve@example.com", $".{lineBreak}.\r\nQUIT\r\n<script>");

        var result = await Channel(server).Send(Due.To(Due.Person(), text), Cancellation);

        var mail = server.Mail();
        Assert.Equal(DeliveryOutcome.Delivered, result.Outcome);
        Assert.Empty(mail.Bcc);
        Assert.Equal("Lunch Bcc: eve@example.com", mail.Subject!.Replace("   ", " ", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal));
        Assert.DoesNotContain("<script>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Single(server.Heard, said => said.StartsWith("RCPT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GREETING", "554 no service", DeliveryOutcome.TryAgain, "554")]
    [InlineData("GREETING", "421 busy", DeliveryOutcome.TryAgain, "421")]
    [InlineData("STARTTLS", "454 not now", DeliveryOutcome.TryAgain, "454")]
    [InlineData("AUTH", "535 5.7.8 wrong", DeliveryOutcome.TryAgain, "535")]
    [InlineData("AUTH", "454 4.7.0 not now", DeliveryOutcome.TryAgain, "454")]
    [InlineData("MAIL", "451 4.3.0 later", DeliveryOutcome.TryAgain, "451")]
    [InlineData("MAIL", "530 5.7.0 sign in first", DeliveryOutcome.TryAgain, "530")]
    [InlineData("MAIL", "550 5.7.1 policy", DeliveryOutcome.Refused, "550")]
    [InlineData("RCPT", "450 4.2.1 greylisted", DeliveryOutcome.TryAgain, "450")]
    [InlineData("RCPT", "550 5.1.1 anya@example.com unknown", DeliveryOutcome.Refused, "550")]
    [InlineData("DATA", "451 later", DeliveryOutcome.TryAgain, "451")]
    [InlineData("DATA", "554 no", DeliveryOutcome.Refused, "554")]
    [InlineData("BODY", "452 4.3.1 full", DeliveryOutcome.TryAgain, "452")]
    [InlineData("BODY", "554 5.7.1 spam: Урок", DeliveryOutcome.Refused, "554")]
    [InlineData("QUIT", "500 what?", DeliveryOutcome.Delivered, "250")]
    public async Task A_reply_decides_whether_it_is_tried_again(string step, string reply, DeliveryOutcome outcome, string code)
    {
        await using var server = Server().At(step, reply);

        var result = await Channel(server, SignedIn).Send(Due.To(Due.Person()), Cancellation);

        Assert.Equal((outcome, code), (result.Outcome, result.Response.Code));
        Assert.DoesNotContain("anya", result.Response.Detail ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("Урок", result.Response.Detail ?? "", StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Steps))]
    public async Task A_server_that_falls_silent_is_left_after_its_time(string step)
    {
        await using var server = Server().At(step, ScriptedSmtp.Hang);
        var sending = Channel(server, SignedIn).Send(Due.To(Due.Person()), Cancellation);
        await server.Hanging.WaitAsync(Cancellation);
        Assert.False(sending.IsCompleted);
        _time.Advance(EmailChannel.Patience);
        Assert.Equal(DeliveryOutcome.TryAgain, (await sending).Outcome);
    }

    [Theory, MemberData(nameof(Steps))]
    public async Task A_line_that_is_cut_is_tried_again(string step)
    {
        await using var server = Server().At(step, ScriptedSmtp.Cut);
        Assert.Equal(DeliveryOutcome.TryAgain, (await Channel(server, SignedIn).Send(Due.To(Due.Person()), Cancellation)).Outcome);
    }

    [Fact]
    public async Task What_the_server_has_is_delivered_however_the_conversation_ends()
    {
        await using var cut = Server().At("QUIT", ScriptedSmtp.Cut);
        Assert.Equal(DeliveryOutcome.Delivered, (await Channel(cut, SignedIn).Send(Due.To(Due.Person()), Cancellation)).Outcome);

        await using var silent = Server().At("QUIT", ScriptedSmtp.Hang);
        var sending = Channel(silent, SignedIn).Send(Due.To(Due.Person()), Cancellation);
        await silent.Hanging.WaitAsync(Cancellation);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(DeliveryOutcome.Delivered, (await sending).Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Password_and_mail_are_encrypted(bool fromTheFirstByte)
    {
        await using var server = new ScriptedSmtp { Tls = fromTheFirstByte, OffersStartTls = !fromTheFirstByte, OffersSignIn = true };

        var result = await Channel(server, options =>
        {
            SignedIn(options);
            options.Security = fromTheFirstByte ? "tls" : "start_tls";
        }).Send(Due.To(Due.Person()), Cancellation);

        Assert.Equal(DeliveryOutcome.Delivered, result.Outcome);
        Assert.Contains("TLS AUTH PLAIN " + Convert.ToBase64String("\0aimi\0S3cret"u8), server.Heard, StringComparer.Ordinal);
        Assert.All(server.Heard.Where(said => !said.StartsWith("TLS ", StringComparison.Ordinal)), said => Assert.Matches("^(EHLO|STARTTLS)", said));
    }

    [Fact]
    public async Task Where_TLS_is_not_offered_nothing_is_said()
    {
        await using var server = new ScriptedSmtp { OffersSignIn = true };
        var result = await Channel(server, SignedIn).Send(Due.To(Due.Person()), Cancellation);
        Assert.Equal(DeliveryOutcome.TryAgain, result.Outcome);
        Assert.All(server.Heard, said => Assert.Matches("^(EHLO|QUIT)", said));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_told_nothing()
    {
        await using var server = Server();
        var channel = new EmailChannel(Options.Create(Set(server, SignedIn)), Links("https://aimi.example.com"), _time);
        var result = await channel.Send(Due.To(Due.Person()), Cancellation);
        Assert.Equal(DeliveryOutcome.TryAgain, result.Outcome);
        Assert.Contains("certificate", result.Response.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Heard, said => said.StartsWith("TLS ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_nobody_runs_is_tried_again()
    {
        int port;
        using (var nobody = new TcpListener(IPAddress.Loopback, 0))
        {
            nobody.Start();
            port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        }

        await using var server = new ScriptedSmtp();
        var result = await Channel(server, options => options.Port = port).Send(Due.To(Due.Person()), Cancellation);
        Assert.Equal((DeliveryOutcome.TryAgain, true), (result.Outcome, result.Response.Detail!.Contains("ConnectionRefused", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_said_no_in_the_meantime_gets_no_mail()
    {
        await using var server = new ScriptedSmtp();
        var person = Due.Person();
        person.Settings = person.Settings with { Channels = null };
        Assert.Equal(DeliveryOutcome.Refused, (await Channel(server).Send(Due.To(person), Cancellation)).Outcome);
        Assert.Empty(server.Heard);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a@b.example\r\nRCPT TO:<eve@example.com>")]
    [InlineData("a@b.example, eve@example.com")]
    [InlineData("аня@example.com")] // the server speaks ASCII only
    public async Task An_address_that_can_not_be_written_to_is_refused(string address)
    {
        await using var server = new ScriptedSmtp();
        var person = Due.Person();
        person.Email = address;
        Assert.Equal(DeliveryOutcome.Refused, (await Channel(server).Send(Due.To(person), Cancellation)).Outcome);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task A_name_in_any_alphabet_is_written_to_where_the_server_can()
    {
        await using var server = new ScriptedSmtp { SpeaksUtf8 = true };
        var person = Due.Person();
        person.Email = "аня@пример.example";
        Assert.Equal(DeliveryOutcome.Delivered, (await Channel(server).Send(Due.To(person), Cancellation)).Outcome);
        Assert.Contains(server.Heard, said => said.StartsWith("MAIL", StringComparison.Ordinal) && said.Contains("SMTPUTF8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_stops_does_not_take_it_for_an_answer()
    {
        await using var server = new ScriptedSmtp().At("BODY", ScriptedSmtp.Hang);
        using var stop = new CancellationTokenSource();
        var sending = Channel(server).Send(Due.To(Due.Person()), stop.Token);
        await server.Hanging.WaitAsync(Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task It_reaches_who_has_an_address_where_a_server_is_set()
    {
        await using var server = new ScriptedSmtp();
        var person = Due.Person();
        Assert.True(Channel(server).Reaches(person));
        Assert.False(Channel(server, options => options.Host = null).Reaches(person));
        person.Email = null;
        Assert.False(Channel(server).Reaches(person));
    }

    private static ScriptedSmtp Server() => new() { OffersStartTls = true, OffersSignIn = true };

    private static void SignedIn(EmailOptions options) => (options.User, options.Password, options.Security) = ("aimi", "S3cret", "start_tls");

    private static EmailOptions Set(ScriptedSmtp server, Action<EmailOptions>? change = null)
    {
        var options = new EmailOptions { Host = "127.0.0.1", Port = server.Port, Security = "none", From = "Aimi <aimi@пример.example>" };
        change?.Invoke(options);
        return options;
    }

    private static UnsubscribeLinks Links(string? publicUrl) => new(new NoDatabase(), Options.Create(new ServerOptions { PublicUrl = publicUrl }));

    private EmailChannel Channel(ScriptedSmtp server, Action<EmailOptions>? change = null, string? publicUrl = "https://aimi.example.com/app/") =>
        new(Options.Create(Set(server, change)), Links(publicUrl), _time)
        {
            TrustCertificate = (_, certificate, _, _) => certificate?.GetCertHashString() == server.Certificate.GetCertHashString(),
        };
}
