using System.Net;
using System.Text.Json.Nodes;
using Aimi.Accounts;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Accounts;

public sealed class DevicesOnSqliteTests(EmbeddedStack stack) : DeviceSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class DevicesOnServersTests(ServerStack stack) : DeviceSuite(stack), IClassFixture<ServerStack>;

/// <summary>Where a person is pushed to.</summary>
public abstract class DeviceSuite(TestStack stack)
{
    // A point of the curve, out of RFC 8291.
    private const string Keys = """{"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4","auth":"BTBZMqHH6r4Tts7J_aSIgg"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_is_registered_once_however_often_it_is_launched()
    {
        var me = await stack.Aimi.Person();
        var token = Token();
        var first = await me.Made("/devices", Phone(token, """, "name":"Телефон","environment":"sandbox","topic":"org.example.aimi" """));
        Assert.Equal(("ios", "sandbox", "org.example.aimi", "Телефон", true), Said(first));

        var again = await me.Post("/devices", Phone(token.ToUpperInvariant(), """, "locale":"en-GB","timezone":"Europe/London" """, locale: ""));
        var second = await TestPerson.Json(again);
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (again.StatusCode, again.Headers.ETag?.ToString()));
        Assert.Equal((string?)first["id"], (string?)second["id"]);
        Assert.Equal(("en-GB", "Europe/London", "Телефон", "sandbox"), ((string?)second["locale"], (string?)second["timezone"], (string?)second["name"], (string?)second["environment"]));
        Assert.Single((await me.Get("/devices"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Nobody_is_told_a_token_or_a_key()
    {
        var me = await stack.Aimi.Person();
        var (phone, endpoint) = (Token(), $"https://push.example.org/{Guid.CreateVersion7():N}");
        await me.Made("/devices", Phone(phone));
        var browser = await me.Made("/devices", Browser(endpoint));
        var said = (await me.Get("/devices")).ToJsonString() + browser.ToJsonString() + (await me.Get($"/devices/{browser["id"]}")).ToJsonString();
        foreach (var secret in new[] { phone, endpoint, "BCVxsr7N", "BTBZMqHH", Device.HashOf(phone) })
            Assert.DoesNotContain(secret, said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_token_that_was_anothers_is_theirs_no_more()
    {
        var (anna, boris) = (await stack.Aimi.Person(), await stack.Aimi.Person());
        var token = Token();
        var (annas, kept) = (await anna.Made("/devices", Phone(token)), await anna.Made("/devices", Phone(Token())));
        var boriss = await boris.Made("/devices", Phone(token));

        Assert.NotEqual((string?)annas["id"], (string?)boriss["id"]);
        Assert.Equal((string?)kept["id"], (string?)Assert.Single((await anna.Get("/devices"))["items"]!.AsArray())!["id"]);
        Assert.Single((await boris.Get("/devices"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Of_more_than_twenty_the_one_goes_that_was_not_seen_for_longest()
    {
        var me = await stack.Aimi.Person();
        var tokens = Enumerable.Range(0, 20).Select(_ => Token()).ToList();
        var ids = new List<string?>();
        foreach (var token in tokens)
            ids.Add((string?)(await me.Made("/devices", Phone(token)))["id"]);

        // The first was launched again: the second is the one.
        await TestPerson.Json(await me.Post("/devices", Phone(tokens[0])));
        await using (var context = stack.Database.Open())
        {
            var longAgo = A.Now;
            var second = Guid.Parse(ids[1]!);
            await context.Devices.Where(device => device.UserId == me.Id && device.Id == second).ExecuteUpdateAsync(device => device.SetProperty(row => row.LastSeenAt, longAgo), Cancellation);
        }

        var last = (string?)(await me.Made("/devices", Phone(Token())))["id"];
        var left = (await me.All("/devices", 7)).Select(device => (string?)device["id"]).ToList();
        // By id: those of one millisecond are in no order of their making.
        Assert.Equal(ids.Where(id => id != ids[1]).Append(last).Order(StringComparer.Ordinal), left);
    }

    [Fact]
    public async Task A_device_can_be_named_silenced_and_taken_away_by_its_person_only()
    {
        var (me, other) = (await stack.Aimi.Person(), await stack.Aimi.Person());
        var path = $"/devices/{(await me.Made("/devices", Phone(Token())))["id"]}";
        foreach (var refused in new[] { await other.Http.GetAsync(path, Cancellation), await other.Patch(path, "{}"), await other.Delete(path) })
            await TestPerson.Problem(refused, 404, "not_found");

        await TestPerson.Problem(await me.Patch(path, """{"name":"Кухня"}""", "If-Match", "\"7\""), 412, "version_conflict");
        var changed = await TestPerson.Json(await me.Patch(path, """{"name":"Кухня","active":false}""", "If-Match", "\"1\""));
        Assert.Equal(("Кухня", false, 2), ((string?)changed["name"], (bool)changed["active"]!, (int)changed["version"]!));
        Assert.Null((await TestPerson.Json(await me.Patch(path, """{"name":null}""")))["name"]);

        await TestPerson.Problem(await me.Delete(path, "If-Match", "\"1\""), 412, "version_conflict");
        Assert.Equal(HttpStatusCode.NoContent, (await me.Delete(path)).StatusCode);
        await TestPerson.Problem(await me.Delete(path), 404, "not_found");
    }

    [Fact]
    public async Task What_can_not_be_pushed_to_is_refused_with_the_member_that_is_wrong()
    {
        var me = await stack.Aimi.Person();
        var offCurve = Keys.Replace("Aiw4", "Aiw8", StringComparison.Ordinal);
        (string Json, string Field)[] wrong =
        [
            (Phone("xyz"), "token"), (Phone(new string('a', 31)), "token"), (Phone(Token() + "0"), "token"), (Phone(Token(), """, "topic":"a b" """), "topic"),
            (Phone(Token(), $$""", "keys":{{Keys}} """), "keys"), (Phone(Token(), locale: ", \"locale\":\"русский\",\"timezone\":\"Europe/Moscow\""), "locale"),
            (Phone(Token(), locale: ", \"locale\":\"ru\",\"timezone\":\"Moscow\""), "timezone"), (Phone(Token(), $$""", "name":"{{new string('x', 101)}}" """), "name"),
            (Browser("http://push.example.org/x"), "token"), (Browser("https://anna:secret@push.example.org/x"), "token"), (Browser("file:///etc/passwd"), "token"),
            (Browser("https://push.example.org/x#y"), "token"), (Browser($"https://push.example.org/{new string('x', 2000)}"), "token"), (Browser("https://push.example.org/x", keys: ""), "keys"),
            (Browser("https://push.example.org/x", offCurve), "keys"), (Browser("https://push.example.org/x", """{"p256dh":"AAAA","auth":"BTBZMqHH6r4Tts7J_aSIgg"}"""), "keys"),
            (Browser("https://push.example.org/x", Keys.Replace("BTBZMqHH6r4Tts7J_aSIgg", "BTBZ", StringComparison.Ordinal)), "keys"),
        ];
        foreach (var (json, field) in wrong)
        {
            var problem = await TestPerson.Problem(await me.Post("/devices", json), 400, "validation_failed");
            Assert.True(problem["errors"]?[field] is not null, $"{field}: {json} {problem}");
        }

        foreach (var json in new[] { """{"platform":"fax","token":"a","locale":"ru","timezone":"UTC"}""", """{"platform":"ios","locale":"ru","timezone":"UTC"}""" })
            await TestPerson.Problem(await me.Post("/devices", json), 400, "validation_failed");
        Assert.Empty((await me.Get("/devices"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_registration_under_a_key_is_carried_out_once()
    {
        var me = await stack.Aimi.Person();
        var json = Phone(Token());
        var first = await me.Call(HttpMethod.Post, "/devices", json, Idempotency.Header, "launch-1");
        var again = await me.Call(HttpMethod.Post, "/devices", json, Idempotency.Header, "launch-1");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.Equal(1, (int)(await me.Get("/devices"))["items"]![0]!["version"]!);
    }

    private static (string?, string?, string?, string?, bool) Said(JsonNode device) =>
        ((string?)device["platform"], (string?)device["environment"], (string?)device["topic"], (string?)device["name"], (bool)device["active"]!);

    private static string Token() => $"{Guid.CreateVersion7():N}{Guid.CreateVersion7():N}";

    private static string Phone(string token, string more = "", string locale = ", \"locale\":\"ru\",\"timezone\":\"Europe/Moscow\"") =>
        $$"""{"platform":"ios","token":"{{token}}"{{locale}}{{more}}}""";

    private static string Browser(string endpoint, string keys = Keys) =>
        $$"""{"platform":"web","token":"{{endpoint}}","locale":"ru","timezone":"Europe/Moscow"{{(keys.Length == 0 ? "" : $",\"keys\":{keys}")}}}""";
}
