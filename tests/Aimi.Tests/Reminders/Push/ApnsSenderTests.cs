using Aimi.Accounts;
using Aimi.Reminders;
using Aimi.Reminders.Push;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Reminders.Push;

/// <summary>What goes to Apple, and what is made of the answers.</summary>
public sealed class ApnsSenderTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(A.Now);
    private StubApple _apple = null!;
    private ApnsSender _sender = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _apple = await StubApple.Start(_time);
        _sender = _apple.Sender(_time);
    }

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        await _apple.DisposeAsync();
    }

    [Fact]
    public async Task A_reminder_is_pushed_with_all_that_a_phone_needs_to_show_it()
    {
        var (token, message) = (_apple.Device(), APush.Message());
        var result = await Send(APush.Phone(token), message);

        Assert.Equal((DeliveryOutcome.Delivered, message.Id.ToString(), "200"), (result.Delivery.Outcome, result.Delivery.Response.Receipt, result.Delivery.Response.Code));
        var push = Assert.Single(_apple.Pushed);
        Assert.Equal((token, PushEnvironment.Production), (push.Device, push.Environment));
        Assert.Equal(message.Id.ToString(), push.Headers["apns-id"]);
        Assert.Equal("10", push.Headers["apns-priority"]);
        Assert.Equal($"{(A.Now + TimeSpan.FromHours(2)).ToUnixTimeSeconds()}", push.Headers["apns-expiration"]);
        Assert.Equal($"{message.Reminder.Id:N}", push.Headers["apns-collapse-id"]);
        Assert.Equal(
            $$$"""{"aps":{"alert":{"title":"Урок","body":"Сегодня в 15:00, через 1 час."},"category":"AIMI_REMINDER","thread-id":"{{{message.Reminder.EventId:N}}}","interruption-level":"time-sensitive","sound":"default"},"reminder_id":"{{{message.Reminder.Id}}}","action_path":"{{{APush.ActionPath}}}","entity_type":"event","entity_id":"{{{message.Reminder.EventId}}}"}""",
            push.Payload.ToJsonString(Aimi.Hosting.WireJson.Options));
    }

    [Theory]
    [InlineData("Event", 60, "time-sensitive", "10", "AIMI_REMINDER")]
    [InlineData("Event", 61, "active", "10", "AIMI_REMINDER")]
    [InlineData("Habit", 0, "active", "10", "AIMI_REMINDER")]
    [InlineData("Agenda", 0, "active", "10", "AIMI_SUMMARY")]
    [InlineData("Digest", 0, "passive", "5", "AIMI_SUMMARY")]
    public async Task How_much_it_disturbs_goes_by_what_it_is_about(string kind, int minutesBefore, string level, string priority, string category)
    {
        await Send(APush.Phone(_apple.Device()), APush.Message(Enum.Parse<ReminderKind>(kind), TimeSpan.FromMinutes(minutesBefore)));
        var push = Assert.Single(_apple.Pushed);
        var aps = push.Payload["aps"]!;
        Assert.Equal((level, priority, category), ((string?)aps["interruption-level"], (string?)push.Headers["apns-priority"], (string?)aps["category"]));
        Assert.Equal(level != "passive", aps["sound"] is not null);
    }

    [Fact]
    public async Task The_longest_text_is_cut_to_what_Apple_takes_and_no_letter_is_halved()
    {
        var worst = string.Concat(Enumerable.Repeat("\u0001😀", 400));
        await Send(APush.Phone(_apple.Device()), APush.Message(title: worst[..500], body: worst));
        var push = Assert.Single(_apple.Pushed);
        Assert.EndsWith("…", push.Body, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', push.Title + push.Body);
    }

    [Fact]
    public async Task One_token_serves_for_fifty_minutes_and_then_another()
    {
        var phone = APush.Phone(_apple.Device());
        foreach (var minutes in new[] { 0, 20, 29, 2, 40 })
        {
            _time.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Equal(DeliveryOutcome.Delivered, (await Send(phone)).Delivery.Outcome);
        }

        var tokens = _apple.ProviderTokens.ToList();
        Assert.Equal([tokens[0], tokens[0], tokens[0], tokens[3], tokens[3]], tokens);
        Assert.NotEqual(tokens[0], tokens[3]);
    }

    [Fact]
    public async Task A_token_that_Apple_finds_too_old_is_made_anew_and_the_push_is_sent()
    {
        var phone = APush.Phone(_apple.Device());
        await Send(phone);
        _time.Advance(TimeSpan.FromMinutes(30));
        _apple.Scripted.Enqueue((403, "ExpiredProviderToken", null));

        Assert.Equal(DeliveryOutcome.Delivered, (await Send(phone)).Delivery.Outcome);
        Assert.Equal(2, _apple.Pushed.Count);
        Assert.Equal(2, _apple.ProviderTokens.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_token_is_not_made_anew_within_twenty_minutes()
    {
        _apple.Scripted.Enqueue((403, "ExpiredProviderToken", null));
        var result = await Send(APush.Phone(_apple.Device()));
        Assert.Equal((DeliveryOutcome.TryAgain, "ExpiredProviderToken"), (result.Delivery.Outcome, result.Delivery.Response.Code));
        Assert.Single(_apple.ProviderTokens);
    }

    [Theory]
    [InlineData(PushEnvironment.Production, PushEnvironment.Sandbox)]
    [InlineData(PushEnvironment.Sandbox, PushEnvironment.Production)]
    public async Task A_token_of_the_other_service_is_found_there_and_that_is_told(PushEnvironment said, PushEnvironment real)
    {
        var result = await Send(APush.Phone(_apple.Device(real), said));
        Assert.Equal((DeliveryOutcome.Delivered, real, false), (result.Delivery.Outcome, result.Environment, result.Gone));
        Assert.Equal(real, Assert.Single(_apple.Pushed).Environment);
    }

    [Fact]
    public async Task A_token_that_neither_service_knows_is_gone()
    {
        var result = await Send(APush.Phone(new string('a', 64)));
        Assert.Equal((DeliveryOutcome.Refused, "BadDeviceToken", true), (result.Delivery.Outcome, result.Delivery.Response.Code, result.Gone));
        Assert.Equal(2, _apple.ProviderTokens.Count);
    }

    [Fact]
    public async Task A_phone_without_the_app_is_gone()
    {
        var token = _apple.Device();
        _apple.Unregistered.Add(token);
        var result = await Send(APush.Phone(token));
        Assert.Equal((DeliveryOutcome.Refused, "Unregistered", true), (result.Delivery.Outcome, result.Delivery.Response.Code, result.Gone));
    }

    [Theory]
    [InlineData(429, "TooManyRequests", "30", DeliveryOutcome.TryAgain, 30)]
    [InlineData(500, "InternalServerError", null, DeliveryOutcome.TryAgain, null)]
    [InlineData(503, "ServiceUnavailable", "5", DeliveryOutcome.TryAgain, 5)]
    [InlineData(400, "DeviceTokenNotForTopic", null, DeliveryOutcome.Refused, null)]
    [InlineData(403, "InvalidProviderToken", null, DeliveryOutcome.Refused, null)]
    [InlineData(413, "PayloadTooLarge", null, DeliveryOutcome.Refused, null)]
    public async Task What_passes_is_tried_again_and_the_rest_is_not(int status, string reason, string? retryAfter, DeliveryOutcome outcome, int? seconds)
    {
        _apple.Scripted.Enqueue((status, reason, retryAfter));
        var result = await Send(APush.Phone(_apple.Device()));
        Assert.Equal((outcome, reason, false), (result.Delivery.Outcome, result.Delivery.Response.Code, result.Gone));
        Assert.Equal(seconds, (int?)result.Delivery.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task What_is_not_reached_is_tried_again()
    {
        var away = await StubApple.Start(_time);
        using var sender = away.Sender(_time);
        await away.DisposeAsync();
        Assert.Equal(DeliveryOutcome.TryAgain, (await sender.Send(APush.Phone(new string('a', 64)), APush.Message(), Cancellation)).Delivery.Outcome);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_asked_of_Apple()
    {
        using var sender = _apple.Sender(_time, new ApnsOptions());
        var result = await sender.Send(APush.Phone(_apple.Device()), APush.Message(), Cancellation);
        Assert.Equal((DeliveryOutcome.Refused, "not_set", false), (result.Delivery.Outcome, result.Delivery.Response.Code, result.Gone));
        Assert.Empty(_apple.ProviderTokens);
    }

    private Task<PushResult> Send(Device device, PushMessage? message = null) => _sender.Send(device, message ?? APush.Message(), Cancellation);
}
