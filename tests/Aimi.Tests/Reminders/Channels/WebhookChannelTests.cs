using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aimi.Hosting.Outgoing;
using Aimi.Reminders;
using Aimi.Reminders.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Reminders.Channels;

/// <summary>Webhooks against a real receiver, over a real line.</summary>
public sealed class WebhookChannelTests : IDisposable
{
    private static readonly TimeSpan Connect = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(A.Now.AddSeconds(61.7));
    private readonly WebhookChannel _channel;

    public WebhookChannelTests() => _channel = new(new OutgoingGuard(allowPrivateNetworks: true), _time, Connect);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task A_reminder_arrives_as_Standard_Webhooks_has_it()
    {
        await using var receiver = await WebhookReceiver.Start(WebhookReceiver.Status(202));
        var delivery = Due.To(Due.Person(webhook: receiver.Url), dedupeKey: "0195");

        var result = await _channel.Send(delivery, Cancellation);

        Assert.Equal((DeliveryOutcome.Delivered, "202"), (result.Outcome, result.Response.Code));
        var (headers, body) = Assert.Single(receiver.Got);
        Assert.Equal(("0195", "1773565261", "application/json"), ($"{headers["webhook-id"]}", $"{headers["webhook-timestamp"]}", headers.ContentType.ToString()));
        Assert.Equal(Signature("0195", "1773565261", body), headers["webhook-signature"].ToString());
        var reminder = delivery.Reminder;
        Assert.True(JsonNode.DeepEquals(
            new JsonObject
            {
                ["type"] = "reminder.due",
                ["timestamp"] = "2026-03-15T09:00:00Z",
                ["data"] = new JsonObject
                {
                    ["reminder_id"] = reminder.Id.ToString(),
                    ["kind"] = "event",
                    ["event_id"] = reminder.EventId.ToString(),
                    ["occurrence_at"] = "2026-03-15T10:00:00Z",
                    ["title"] = Due.Text.Title,
                    ["body"] = Due.Text.Body,
                    ["late_by_seconds"] = 61,
                },
            },
            JsonNode.Parse(body)));
    }

    [Fact]
    public void The_signature_is_that_of_the_reference_libraries() =>
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookMessage.Signature("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}"""u8.ToArray(), WebhookMessage.KeyOf(Due.Secret)!));

    [Theory]
    [InlineData(200, DeliveryOutcome.Delivered)]
    [InlineData(204, DeliveryOutcome.Delivered)]
    [InlineData(301, DeliveryOutcome.Refused)]
    [InlineData(304, DeliveryOutcome.Refused)]
    [InlineData(400, DeliveryOutcome.Refused)]
    [InlineData(401, DeliveryOutcome.Refused)]
    [InlineData(404, DeliveryOutcome.Refused)]
    [InlineData(408, DeliveryOutcome.TryAgain)]
    [InlineData(410, DeliveryOutcome.Refused)]
    [InlineData(425, DeliveryOutcome.TryAgain)]
    [InlineData(429, DeliveryOutcome.TryAgain)]
    [InlineData(500, DeliveryOutcome.TryAgain)]
    [InlineData(503, DeliveryOutcome.TryAgain)]
    [InlineData(599, DeliveryOutcome.TryAgain)]
    public async Task A_status_decides_whether_it_is_tried_again(int status, DeliveryOutcome outcome)
    {
        await using var receiver = await WebhookReceiver.Start(WebhookReceiver.Status(status));
        var result = await Send(receiver.Url);
        Assert.Equal((outcome, $"{status}", null), (result.Outcome, result.Response.Code, result.RetryAfter));
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "Sun, 15 Mar 2026 09:11:01 GMT", 599)]
    [InlineData(503, "9999999", 86400)]
    [InlineData(429, "Sun, 15 Mar 2026 08:00:00 GMT", null)]
    [InlineData(429, "soon", null)]
    [InlineData(500, "120", null)]
    public async Task A_receiver_that_asks_for_time_gets_it(int status, string retryAfter, int? seconds)
    {
        await using var receiver = await WebhookReceiver.Start(WebhookReceiver.Status(status, ("Retry-After", retryAfter)));
        var result = await Send(receiver.Url);
        Assert.Equal((DeliveryOutcome.TryAgain, seconds), (result.Outcome, (int?)result.RetryAfter?.TotalSeconds));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var target = await WebhookReceiver.Start();
        await using var receiver = await WebhookReceiver.Start(WebhookReceiver.Status(307, ("Location", target.Url)));
        var result = await Send(receiver.Url);
        Assert.Equal((DeliveryOutcome.Refused, "307"), (result.Outcome, result.Response.Code));
        Assert.Empty(target.Got);
    }

    [Fact]
    public async Task A_receiver_that_falls_silent_is_left_after_its_time()
    {
        await using var receiver = await WebhookReceiver.Start(WebhookReceiver.Silence);
        var sending = Send(receiver.Url);
        await receiver.Called.WaitAsync(Cancellation);
        Assert.False(sending.IsCompleted);
        _time.Advance(WebhookChannel.Patience);
        Assert.Equal(DeliveryOutcome.TryAgain, (await sending).Outcome);
        await receiver.Left.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_line_that_is_cut_is_tried_again()
    {
        await using var receiver = await WebhookReceiver.Start(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        Assert.Equal(DeliveryOutcome.TryAgain, (await Send(receiver.Url)).Outcome);
    }

    [Theory]
    [InlineData(200, DeliveryOutcome.Delivered)]
    [InlineData(500, DeliveryOutcome.TryAgain)]
    public async Task Nobody_waits_for_the_end_of_a_reply(int status, DeliveryOutcome outcome)
    {
        await using var slow = await WebhookReceiver.Start(WebhookReceiver.SlowBody(status));
        Assert.Equal(outcome, (await Send(slow.Url)).Outcome);

        await using var endless = await WebhookReceiver.Start(WebhookReceiver.EndlessBody(status));
        Assert.Equal(outcome, (await Send(endless.Url)).Outcome);
        await endless.Left.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_told_nothing()
    {
        await using var server = new ScriptedSmtp { Tls = true };
        var result = await Send($"https://localhost:{server.Port}/");
        Assert.Equal(DeliveryOutcome.TryAgain, result.Outcome);
        Assert.Contains("SecureConnectionError", result.Response.Detail, StringComparison.Ordinal);
        Assert.Empty(server.Heard);
    }

    [Fact]
    public async Task Headers_without_end_are_not_read()
    {
        await using var receiver = await WebhookReceiver.Start(WebhookReceiver.Status(200, ("X-Long", new string('x', 100_000))));
        Assert.Equal(DeliveryOutcome.TryAgain, (await Send(receiver.Url)).Outcome);
    }

    [Fact]
    public async Task Nothing_of_a_reply_is_told()
    {
        await using var receiver = await WebhookReceiver.Start(async context =>
        {
            context.Response.StatusCode = 500;
            await context.Response.WriteAsync("S3cret");
        });
        Assert.DoesNotContain("S3cret", (await Send(receiver.Url)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ids_of_a_trace_stay_here()
    {
        await using var receiver = await WebhookReceiver.Start();
        using var trace = new Activity("test").Start();
        await Send(receiver.Url);
        Assert.DoesNotContain("traceparent", Assert.Single(receiver.Got).Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_process_that_stops_does_not_take_it_for_an_answer()
    {
        await using var receiver = await WebhookReceiver.Start(WebhookReceiver.Silence);
        using var stop = new CancellationTokenSource();
        var sending = _channel.Send(Due.To(Due.Person(webhook: receiver.Url)), stop.Token);
        await receiver.Called.WaitAsync(Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task A_name_that_is_never_found_is_left_after_its_time()
    {
        var guard = new OutgoingGuard(allowPrivateNetworks: false)
        {
            Resolve = async (_, cancellation) =>
            {
                await Task.Delay(Timeout.Infinite, cancellation);
                return [];
            },
        };
        using var channel = new WebhookChannel(guard, _time, TimeSpan.FromMilliseconds(20));
        Assert.Equal(DeliveryOutcome.TryAgain, (await Send("https://slow.example/", channel)).Outcome);
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_tried_again()
    {
        var guard = new OutgoingGuard(allowPrivateNetworks: false) { Resolve = (_, _) => throw new SocketException((int)SocketError.HostNotFound) };
        using var channel = new WebhookChannel(guard, _time, Connect);
        Assert.Equal(DeliveryOutcome.TryAgain, (await Send("https://nobody.example/", channel)).Outcome);
    }

    [Theory]
    [InlineData("whsec_")]
    [InlineData("whsec_***")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public async Task A_secret_that_is_none_signs_nothing(string secret)
    {
        await using var receiver = await WebhookReceiver.Start();
        var person = Due.Person();
        person.Settings = person.Settings with { Webhook = new(receiver.Url, secret) };
        Assert.Equal(DeliveryOutcome.Refused, (await _channel.Send(Due.To(person), Cancellation)).Outcome);
        Assert.Empty(receiver.Got);
    }

    [Fact]
    public void It_reaches_who_has_a_webhook()
    {
        Assert.True(_channel.Reaches(Due.Person(webhook: "https://hook.example/")));
        Assert.False(_channel.Reaches(Due.Person()));
    }

    /// <summary>As openssl would: <c>printf 'id.time.body' | openssl dgst -sha256 -mac hmac</c>.</summary>
    private static string Signature(string id, string timestamp, string body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(Due.Secret["whsec_".Length..]));
        foreach (var part in new[] { id, ".", timestamp, ".", body })
            mac.AppendData(Encoding.UTF8.GetBytes(part));
        return "v1," + Convert.ToBase64String(mac.GetHashAndReset());
    }

    private Task<DeliveryResult> Send(string url, WebhookChannel? channel = null) =>
        (channel ?? _channel).Send(Due.To(Due.Person(webhook: url)), Cancellation);
}
