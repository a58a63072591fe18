using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace Aimi.Tests.Reminders.Channels;

/// <summary>
/// A mail server on this machine that does at each step of the conversation as a test tells it: gives any reply, falls silent, cuts the line.
/// Steps are named by the command; <c>GREETING</c> comes first, and <c>BODY</c> is the end of the mail itself.
/// </summary>
internal sealed class ScriptedSmtp : IAsyncDisposable
{
    public const string Hang = "hang";
    public const string Cut = "cut";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, string> _script = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public ScriptedSmtp()
    {
        _listener.Start();
        _serving = Serve();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Encrypted from the first byte.</summary>
    public bool Tls { get; init; }

    public bool OffersStartTls { get; init; }

    public bool OffersSignIn { get; init; }

    public bool SpeaksUtf8 { get; init; }

    public X509Certificate2 Certificate { get; } = SelfSigned();

    /// <summary>Every line that was said, with <c>TLS </c> before what was encrypted.</summary>
    public ConcurrentQueue<string> Heard { get; } = [];

    /// <summary>The mails as they came.</summary>
    public ConcurrentQueue<byte[]> Mails { get; } = [];

    /// <summary>It has fallen silent, as it was told to.</summary>
    public Task Hanging => _hanging.Task;

    public ScriptedSmtp At(string step, string reply)
    {
        _script[step] = reply;
        return this;
    }

    /// <summary>The one mail that came.</summary>
    public MimeMessage Mail() => Parse(Assert.Single(Mails));

    public static MimeMessage Parse(byte[] mail)
    {
        using var stream = new MemoryStream(mail);
        return MimeMessage.Load(stream, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
        Certificate.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private async Task Serve()
    {
        var conversations = new List<Task>();
        try
        {
            while (true)
                conversations.Add(Converse(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(conversations);
        }
    }

    private async Task Converse(TcpClient client)
    {
        using (client)
        {
            try
            {
                await Converse(client.GetStream());
            }
            catch (Exception over) when (over is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // Cut, by either side.
            }
        }
    }

    private async Task Converse(Stream line)
    {
        line = Tls ? await Encrypt(line) : line;
        await Reply(line, "GREETING", "220 localhost ready");
        while (await Read(line) is { } said)
        {
            Heard.Enqueue((line is SslStream ? "TLS " : "") + said);
            var step = said.Split(' ')[0].ToUpperInvariant();
            await Reply(line, step, step switch
            {
                "EHLO" => $"250-localhost\r\n250-8BITMIME\r\n{(OffersStartTls && line is not SslStream ? "250-STARTTLS\r\n" : "")}{(OffersSignIn ? "250-AUTH PLAIN\r\n" : "")}{(SpeaksUtf8 ? "250-SMTPUTF8\r\n" : "")}250 ENHANCEDSTATUSCODES",
                "STARTTLS" => "220 go on",
                "AUTH" => "235 welcome",
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 ok",
            });
            if (step == "STARTTLS" && Answer(step) is null)
                line = await Encrypt(line);
            if (step == "DATA" && Answer(step) is null)
                await TakeMail(line);
        }
    }

    private async Task TakeMail(Stream line)
    {
        var mail = new StringBuilder();
        while (await Read(line) is { } text && text != ".")
            mail.Append(text.StartsWith('.') ? text[1..] : text).Append("\r\n");
        Mails.Enqueue(Encoding.Latin1.GetBytes(mail.ToString()));
        await Reply(line, "BODY", "250 2.0.0 queued");
    }

    private string? Answer(string step) => _script.GetValueOrDefault(step);

    private async Task Reply(Stream line, string step, string usual)
    {
        var reply = Answer(step) ?? usual;
        if (reply == Cut)
            throw new IOException();
        if (reply == Hang)
        {
            _hanging.TrySetResult();
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        await line.WriteAsync(Encoding.UTF8.GetBytes(reply + "\r\n"), _stop.Token);
    }

    private async Task<Stream> Encrypt(Stream line)
    {
        var encrypted = new SslStream(line);
        await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _stop.Token);
        return encrypted;
    }

    // Byte by byte: nothing may be taken that belongs to the TLS that follows. Latin 1, so that each byte stays what it is.
    private async Task<string?> Read(Stream line)
    {
        var said = new StringBuilder();
        var next = new byte[1];
        while (await line.ReadAsync(next, _stop.Token) == 1)
        {
            if (next[0] == '\n')
                return said.ToString().TrimEnd('\r');
            said.Append((char)next[0]);
        }

        return null;
    }
}
