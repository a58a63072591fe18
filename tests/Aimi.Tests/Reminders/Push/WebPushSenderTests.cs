using Aimi.Reminders;
using Aimi.Reminders.Push;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Reminders.Push;

/// <summary>What goes to a browser's push service, and what is made of the answers.</summary>
public sealed class WebPushSenderTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(A.Now);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"aimi-test-{Guid.CreateVersion7():N}");
    private StubBrowser _browser = null!;
    private VapidSigner _signer = null!;
    private WebPushSender _sender = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _browser = await StubBrowser.Start(_time);
        _signer = StubBrowser.Signer(_time, _folder);
        _browser.ApplicationServerKey = _signer.PublicKey;
        _sender = _browser.Sender(_signer, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        _signer.Dispose();
        await _browser.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Only_the_browser_can_read_what_is_pushed_and_its_service_knows_who_pushes()
    {
        var message = APush.Message();
        var result = await Send(message);

        Assert.Empty(_browser.Complaints);
        Assert.Equal((DeliveryOutcome.Delivered, "201"), (result.Delivery.Outcome, result.Delivery.Response.Code));
        var push = Assert.Single(_browser.Pushed);
        Assert.Equal(("7200", "high"), ((string?)push.Headers["TTL"], (string?)push.Headers["Urgency"]));
        Assert.Equal(
            $$$"""{"title":"Урок","body":"Сегодня в 15:00, через 1 час.","lang":"ru","silent":false,"actions":[{"action":"done","title":"Готово"},{"action":"snooze10","title":"Через 10 минут"}],"failed":"Не получилось. Попробуйте ещё раз.","reminder_id":"{{{message.Reminder.Id}}}","action_path":"{{{APush.ActionPath}}}","entity_type":"event","entity_id":"{{{message.Reminder.EventId}}}"}""",
            push.Payload.ToJsonString(Aimi.Hosting.WireJson.Options));
    }

    [Fact]
    public async Task A_repeated_push_has_the_topic_of_the_first_and_another_has_its_own()
    {
        var message = APush.Message();
        await Send(message);
        await Send(message);
        await Send(APush.Message());
        var topics = _browser.Pushed.Select(push => push.Headers["Topic"].ToString()).ToList();
        Assert.Equal([topics[0], topics[0]], topics[..2]);
        Assert.NotEqual(topics[0], topics[2]);
    }

    [Theory]
    [InlineData("Habit", "normal", 2)]
    [InlineData("Digest", "low", 1)]
    public async Task What_disturbs_less_is_less_urgent_and_only_one_thing_can_be_done(string kind, string urgency, int buttons)
    {
        await Send(APush.Message(Enum.Parse<ReminderKind>(kind)));
        var push = Assert.Single(_browser.Pushed);
        Assert.Equal(urgency, push.Headers["Urgency"]);
        Assert.Equal((buttons, urgency == "low"), (push.Payload["actions"]!.AsArray().Count, (bool)push.Payload["silent"]!));
    }

    [Fact]
    public async Task The_longest_text_fits_into_one_record()
    {
        var worst = string.Concat(Enumerable.Repeat("\u0001😀", 400));
        Assert.Equal(DeliveryOutcome.Delivered, (await Send(APush.Message(title: worst[..500], body: worst))).Delivery.Outcome);
        Assert.InRange(Assert.Single(_browser.Pushed).Length, 2000, 4096);
    }

    [Theory]
    [InlineData(404, null, DeliveryOutcome.Refused, true, null)]
    [InlineData(410, null, DeliveryOutcome.Refused, true, null)]
    [InlineData(413, null, DeliveryOutcome.Refused, false, null)]
    [InlineData(403, null, DeliveryOutcome.Refused, false, null)]
    [InlineData(307, null, DeliveryOutcome.Refused, false, null)]
    [InlineData(429, "120", DeliveryOutcome.TryAgain, false, 120)]
    [InlineData(500, null, DeliveryOutcome.TryAgain, false, null)]
    [InlineData(503, "7", DeliveryOutcome.TryAgain, false, 7)]
    public async Task Who_is_gone_is_told_from_what_passes(int status, string? retryAfter, DeliveryOutcome outcome, bool gone, int? seconds)
    {
        _browser.Next = (status, retryAfter);
        var result = await Send(APush.Message());
        Assert.Equal((outcome, $"{status}", gone), (result.Delivery.Outcome, result.Delivery.Response.Code, result.Gone));
        Assert.Equal(seconds, (int?)result.Delivery.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task An_address_in_the_operators_network_is_not_called()
    {
        using var sender = _browser.Sender(_signer, _time, guarded: true);
        var result = await sender.Send(APush.Browser(_browser), APush.Message(), Cancellation);
        Assert.Equal((DeliveryOutcome.Refused, "address", true), (result.Delivery.Outcome, result.Delivery.Response.Code, result.Gone));
        Assert.Empty(_browser.Pushed);
    }

    [Fact]
    public async Task The_key_is_made_once_for_its_owner_alone_and_found_again()
    {
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(PublicKey, Cancellation))), key => Assert.Equal(_signer.PublicKey, key));
        var file = Assert.Single(Directory.GetFiles(_folder));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        using var set = StubBrowser.Signer(_time, _folder, new WebPushOptions { Key = file, Subject = "mailto:operator@example.org" });
        Assert.Equal(_signer.PublicKey, set.PublicKey);

        string PublicKey()
        {
            using var signer = StubBrowser.Signer(_time, _folder);
            return signer.PublicKey;
        }
    }

    private Task<PushResult> Send(PushMessage message) => _sender.Send(APush.Browser(_browser), message, Cancellation);
}
