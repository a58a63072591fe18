using System.Net;
using System.Text.Json.Nodes;
using Aimi.Accounts;
using Aimi.Reminders;
using Aimi.Reminders.Push;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aimi.Tests.Reminders.Push;

public sealed class PushOnPostgresTests(PostgresDatabase database) : PushSuite(database), IClassFixture<PostgresDatabase>;

public sealed class PushOnSqliteTests(SqliteDatabase database) : PushSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>From a plan to the phone in the pocket, and back from its lock screen.</summary>
public abstract class PushSuite(TestDatabase database) : IAsyncLifetime
{
    private const string Call = "Позвонить маме";

    private AimiProcess _aimi = null!;
    private StubApple _apple = null!;
    private StubBrowser _browser = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The queue is everybody's.
        await using (var context = database.Open())
            await context.Users.ExecuteDeleteAsync(Cancellation);

        _apple = await StubApple.Start(database.Time);
        _browser = await StubBrowser.Start(database.Time);
        _aimi = await AimiProcess.Start(
            database, redis: null, database.Time, new Dictionary<string, string?>(StringComparer.Ordinal) { ["WebPush:Subject"] = "mailto:operator@example.org" }, services: services =>
            {
                services.RemoveAll<IPushSender>();
                services.AddSingleton<IPushSender>(_ => _apple.Sender(database.Time));
                services.AddSingleton<IPushSender>(provider => _browser.Sender(provider.GetRequiredService<VapidSigner>(), database.Time));

                // The test itself has the worker go round.
                foreach (var loop in services.Where(service => service.ImplementationType == typeof(WorkerLoop<OutsideDispatcher>)).ToList())
                    services.Remove(loop);
            });
    }

    public async ValueTask DisposeAsync()
    {
        await _aimi.DisposeAsync();
        await _apple.DisposeAsync();
        await _browser.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_reminder_rings_on_the_phone_once_and_Done_on_its_lock_screen_does_the_task()
    {
        var me = await Reminded("ru", "\"PT1H\",\"PT30M\"");
        await Phone(me, "ru");
        var task = await Ring(me);

        var push = Assert.Single(_apple.Pushed);
        Assert.Equal(Call, push.Title);
        Assert.Contains("через 1 час", push.Body, StringComparison.Ordinal);
        Assert.Equal(("task", task), ((string?)push.Payload["entity_type"], (Guid)push.Payload["entity_id"]!));
        Assert.Equal("sent", (string?)(await Pushed(me))["status"]);

        Assert.Equal("done", (string?)(await TestPerson.Json(await Answer(push.Action, "done")))["action"]);
        Assert.Equal("completed", (string?)(await me.Get($"/tasks/{task}"))["status"]);

        // Neither this one nor those that were still to come.
        database.Time.Advance(TimeSpan.FromHours(3));
        await Rounds();
        Assert.Single(_apple.Pushed);
        Assert.DoesNotContain((await me.Get("/reminders?status=scheduled"))["items"]!.AsArray(), reminder => (Guid?)reminder!["event_id"] == task);
    }

    [Fact]
    public async Task Snooze_has_it_ring_again_in_ten_minutes_as_a_new_push_in_the_place_of_the_first()
    {
        var me = await Reminded("en");
        await Phone(me, "en");
        await Ring(me);
        var first = Assert.Single(_apple.Pushed);

        var answer = await TestPerson.Json(await Answer(first.Action, "snooze10"));
        Assert.Equal(database.Time.GetUtcNow().AddMinutes(10), (DateTimeOffset)answer["rings_at"]!);
        database.Time.Advance(TimeSpan.FromMinutes(9));
        await Rounds();
        Assert.Single(_apple.Pushed);
        database.Time.Advance(TimeSpan.FromMinutes(1));
        await Rounds();

        var second = _apple.Pushed.Last();
        Assert.Equal(2, _apple.Pushed.Count);
        Assert.Equal(first.Headers["apns-collapse-id"], second.Headers["apns-collapse-id"]);
        Assert.NotEqual(first.Headers["apns-id"], second.Headers["apns-id"]);
        Assert.NotEqual(first.Action, second.Action);
        await TestPerson.Json(await Answer(second.Action, "done"));
    }

    [Fact]
    public async Task Each_device_is_spoken_to_in_its_own_language()
    {
        var me = await Reminded("ru");
        await Phone(me, "en-GB");
        await Phone(me, "fr-FR");
        await Browser(me, "ru");
        await Ring(me);

        Assert.Empty(_browser.Complaints);
        Assert.Single(_apple.Pushed, push => push.Body!.Contains("in 1 hour", StringComparison.Ordinal));

        // Aimi speaks no French: then it is the person's.
        Assert.Single(_apple.Pushed, push => push.Body!.Contains("через 1 час", StringComparison.Ordinal));
        Assert.Equal("ru", (string?)Assert.Single(_browser.Pushed).Payload["lang"]);
    }

    [Fact]
    public async Task A_device_that_fails_costs_the_others_nothing_and_is_tried_again_alone()
    {
        var me = await Reminded("ru");
        await Phone(me, "ru");
        await Browser(me, "ru");
        _browser.Next = (503, null);
        await Ring(me);
        Assert.Single(_apple.Pushed);
        Assert.Equal("scheduled", (string?)(await Pushed(me))["status"]);

        _browser.Next = (201, null);
        database.Time.Advance(TimeSpan.FromMinutes(1));
        await Rounds();
        Assert.Single(_apple.Pushed);
        Assert.Single(_browser.Pushed);
        Assert.Equal(("sent", 2), ((string?)(await Pushed(me))["status"], (int)(await Pushed(me))["attempts"]!));
    }

    [Fact]
    public async Task A_device_whose_push_breaks_here_costs_the_others_nothing_either()
    {
        var me = await Reminded("ru");
        await Phone(me, "ru");
        await Browser(me, "ru");
        await Keyed("AAAA");
        await Ring(me);
        Assert.Single(_apple.Pushed);
        Assert.Equal("scheduled", (string?)(await Pushed(me))["status"]);

        await Keyed(_browser.P256dh);
        database.Time.Advance(TimeSpan.FromMinutes(1));
        await Rounds();
        Assert.Single(_apple.Pushed);
        Assert.Single(_browser.Pushed);
        Assert.Equal("sent", (string?)(await Pushed(me))["status"]);

        // No registration takes a key that is none.
        async Task Keyed(string key)
        {
            await using var context = database.Open();
            await context.Devices.Where(device => device.UserId == me.Id && device.Platform == DevicePlatform.Web)
                .ExecuteUpdateAsync(device => device.SetProperty(row => row.P256dh, key), Cancellation);
        }
    }

    [Fact]
    public async Task A_phone_without_the_app_is_pushed_to_no_more_until_its_next_launch()
    {
        var me = await Reminded("ru");
        var (dead, token) = await Phone(me, "ru");
        await Phone(me, "ru");
        _apple.Unregistered.Add(token);
        await Ring(me);
        Assert.Single(_apple.Pushed);
        Assert.Equal("sent", (string?)(await Pushed(me))["status"]);
        var device = await me.Get($"/devices/{dead}");
        Assert.Equal((false, 2), ((bool)device["active"]!, (int)device["version"]!));

        var asked = _apple.ProviderTokens.Count;
        await Ring(me);
        Assert.Equal(asked + 1, _apple.ProviderTokens.Count);

        Assert.True((bool)(await TestPerson.Json(await me.Post("/devices", Json(token, "ru"))))["active"]!);
        Assert.True((bool)(await me.Get($"/devices/{dead}"))["active"]!);
    }

    [Fact]
    public async Task A_token_of_the_other_service_is_remembered_so()
    {
        var me = await Reminded("ru");
        var (id, _) = await Phone(me, "ru", PushEnvironment.Sandbox);
        await Ring(me);
        Assert.Equal(PushEnvironment.Sandbox, Assert.Single(_apple.Pushed).Environment);
        Assert.Equal("sandbox", (string?)(await me.Get($"/devices/{id}"))["environment"]);

        var asked = _apple.ProviderTokens.Count;
        await Ring(me);
        Assert.Equal(asked + 1, _apple.ProviderTokens.Count);
    }

    [Fact]
    public async Task A_phone_that_changed_hands_does_not_get_the_formers_reminders()
    {
        var (former, now) = (await Reminded("ru"), await Reminded("ru"));
        var (id, token) = await Phone(former, "ru");
        await TestPerson.Json(await now.Post("/devices", Json(token, "ru")));
        await TestPerson.Problem(await former.Http.GetAsync($"/devices/{id}", Cancellation), 404, "not_found");
        await Ring(former);
        Assert.Empty(_apple.Pushed);
        Assert.Equal("failed", (string?)(await Pushed(former))["status"]);

        // Even if both had been registered in one moment: then the one whose launch was later has it.
        database.Time.Advance(TimeSpan.FromMinutes(1));
        await Phone(former, "ru");
        var left = A.Device(former.Row());
        await database.Save(new Device
        {
            UserId = former.Id,
            Id = left.Id,
            Platform = DevicePlatform.Ios,
            Environment = PushEnvironment.Production,
            Token = token,
            TokenHash = Device.HashOf(token),
            Locale = "ru",
            Timezone = "Europe/Moscow",
            LastSeenAt = database.Time.GetUtcNow().AddDays(-1),
            CreatedAt = A.Now,
            UpdatedAt = A.Now,
        });
        await Ring(former);
        Assert.DoesNotContain(_apple.Pushed, push => push.Device == token);
        Assert.Single(_apple.Pushed);
    }

    [Fact]
    public async Task A_push_is_answered_once_and_the_same_answer_again_is_answered_the_same()
    {
        var me = await Reminded("ru");
        await Phone(me, "ru");
        await Ring(me);
        var push = Assert.Single(_apple.Pushed);

        var first = await (await Answer(push.Action, "snooze10")).Content.ReadAsStringAsync(Cancellation);
        database.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(first, await (await Answer(push.Action, "snooze10")).Content.ReadAsStringAsync(Cancellation));
        await TestPerson.Problem(await Answer(push.Action, "done"), 409, "action_taken");

        // Once: it rings when the first answer said.
        Assert.Equal((string?)JsonNode.Parse(first)!["rings_at"], (string?)(await Pushed(me))["trigger_at"]);
    }

    [Fact]
    public async Task Answers_at_once_are_one()
    {
        var me = await Reminded("ru");
        await Phone(me, "ru");
        await Ring(me);
        var push = Assert.Single(_apple.Pushed);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Answer(push.Action, i % 2 == 0 ? "done" : "snooze10")));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_push_can_not_be_answered_after_a_day()
    {
        var me = await Reminded("ru");
        await Phone(me, "ru");
        var task = await Ring(me);
        database.Time.Advance(PushActions.Lifetime + TimeSpan.FromSeconds(1));
        await TestPerson.Problem(await Answer(Assert.Single(_apple.Pushed).Action, "done"), 410, "action_expired");
        Assert.NotEqual("completed", (string?)(await me.Get($"/tasks/{task}"))["status"]);
    }

    [Fact]
    public async Task What_is_refused_leaves_the_push_unanswered()
    {
        var me = await Reminded("ru");
        await Phone(me, "ru");
        await Ring(me);
        var push = Assert.Single(_apple.Pushed);
        await TestPerson.Json(await me.Post($"/reminders/{push.Payload["reminder_id"]}/dismiss", ""));
        await TestPerson.Problem(await Answer(push.Action, "snooze10"), 422, "transition_not_allowed");
        await TestPerson.Json(await Answer(push.Action, "done"));
    }

    [Fact]
    public async Task A_token_that_is_not_right_does_nothing()
    {
        var (anna, boris) = (await Reminded("ru"), await Reminded("ru"));
        await Phone(anna, "ru");
        var task = await Ring(anna);
        var path = Assert.Single(_apple.Pushed).Action;
        var right = PushActionToken.Parse(path[(PushActionToken.Path.Length + 1)..])!.Value;
        var forged = PushActionToken.Sign(PushActionToken.NewKey(), right.UserId, right.DeliveryId);
        string[] wrong =
        [
            "x", "***", $"{right}A", $"{right}"[..^4], $"{forged}", $"{right with { UserId = boris.Id }}", $"{right with { DeliveryId = Guid.CreateVersion7() }}",
            $"{right with { UserId = Guid.CreateVersion7() }}",
        ];
        foreach (var token in wrong)
            await TestPerson.Problem(await Answer($"{PushActionToken.Path}/{token}", "done"), 404, "not_found");

        await TestPerson.Problem(await Answer(path, "delete"), 400, "validation_failed");
        Assert.Equal("planned", (string?)(await anna.Get($"/tasks/{task}"))["status"]);
    }

    [Fact]
    public async Task Whoever_has_no_device_is_told_so_in_the_log()
    {
        var me = await Reminded("ru");
        await Ring(me);
        var reminder = await Pushed(me);
        Assert.Equal("failed", (string?)reminder["status"]);
        Assert.Equal("no_device", (string?)(await me.Get($"/reminders/{reminder["id"]}/log"))["items"]![0]!["code"]);
    }

    private async Task<TestPerson> Reminded(string locale, string offsets = "\"PT1H\"")
    {
        var me = await _aimi.Person(locale);
        await TestPerson.Json(await me.Patch("/me", $$"""{"channels":["push"],"reminder_offsets":[{{offsets}}]}"""));
        return me;
    }

    private async Task<(Guid Id, string Token)> Phone(TestPerson me, string locale, PushEnvironment environment = PushEnvironment.Production)
    {
        var token = _apple.Device(environment);
        return ((Guid)(await me.Made("/devices", Json(token, locale)))["id"]!, token);
    }

    private static string Json(string token, string locale) =>
        $$"""{"platform":"ios","token":"{{token}}","locale":"{{locale}}","timezone":"Europe/Moscow"}""";

    private async Task Browser(TestPerson me, string locale)
    {
        _browser.ApplicationServerKey = (string)(await me.Get("/push/vapid-public-key"))["public_key"]!;
        await me.Made("/devices", $$$"""{"platform":"web","token":"{{{_browser.Endpoint}}}","keys":{"p256dh":"{{{_browser.P256dh}}}","auth":"{{{_browser.Auth}}}"},"locale":"{{{locale}}}","timezone":"Europe/Moscow"}""");
    }

    /// <summary>A task is due in two hours; an hour passes.</summary>
    private async Task<Guid> Ring(TestPerson me)
    {
        var due = database.Time.GetUtcNow().AddHours(2);
        var task = await me.Made("/tasks", $$"""{"title":"{{Call}}","due_at":"{{due:yyyy-MM-ddTHH:mm:ss'Z'}}"}""");
        database.Time.Advance(due.AddHours(-1) - database.Time.GetUtcNow());
        await Rounds();
        return (Guid)task["id"]!;
    }

    private async Task Rounds()
    {
        while (await Queue.Tick<OutsideDispatcher>(_aimi.Services))
        {
        }
    }

    /// <summary>The reminder that rang last.</summary>
    private static async Task<JsonNode> Pushed(TestPerson me) =>
        (await me.Get("/reminders?limit=200"))["items"]!.AsArray().Where(reminder => (int)reminder!["attempts"]! > 0).MaxBy(reminder => (string?)reminder!["updated_at"])!;

    /// <summary>As the lock screen does: from a page or an app that nobody is signed in to.</summary>
    private async Task<HttpResponseMessage> Answer(string path, string action)
    {
        using var http = new HttpClient { BaseAddress = _aimi.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent($$"""{"action":"{{action}}"}""", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Host = "aimi.example.com";
        return await http.SendAsync(request, Cancellation);
    }
}
