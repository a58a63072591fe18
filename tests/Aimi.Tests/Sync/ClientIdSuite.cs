using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Sync;

public sealed class ClientIdsOnServers(ServerStack stack) : ClientIdSuite(stack), IClassFixture<ServerStack>;

public sealed class ClientIdsEmbedded(EmbeddedStack stack) : ClientIdSuite(stack), IClassFixture<EmbeddedStack>;

/// <summary>What is made on a device has its id from there.</summary>
public abstract class ClientIdSuite(TestStack stack)
{
    /// <summary>Path, what to make, another content, and a change.</summary>
    public static TheoryData<string, string, string, string> Kinds => new()
    {
        { "/goals", """{"title":"Цель","target_date":"2027-01-01"}""", """{"title":"Другая"}""", """{"title":"Третья"}""" },
        { "/habits", """{"name":"Зарядка","frequency":"FREQ=DAILY","reminder_times":["07:30"]}""", """{"name":"Бег","frequency":"FREQ=DAILY"}""", """{"name":"Плавание"}""" },
        { "/tasks", """{"title":"Дело","due_at":"2027-03-01T09:00:00.123456789Z","reminder_offsets":["PT1H"]}""", """{"title":"Другое"}""", """{"title":"Третье"}""" },
        { "/events", """{"title":"Урок","start_at":"2027-03-01T09:00:00Z","repeat_rule":"FREQ=WEEKLY","metadata":{"tags":["школа"]}}""", """{"title":"Другой","start_at":"2027-03-01T09:00:00Z"}""", """{"title":"Третий"}""" },
        { "/memory", """{"content":"Любит чай","subject":"taste:tea"}""", """{"content":"Любит кофе"}""", """{"importance":0.3}""" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_same_again_is_answered_and_another_content_is_refused(string path, string content, string other, string change)
    {
        var person = await stack.Aimi.Person();
        var id = Guid.CreateVersion7();
        var first = await person.Post(path, With(id, content));
        Assert.Equal((201, $"{path}/{id}"), ((int)first.StatusCode, first.Headers.Location?.ToString()));
        var made = await TestPerson.Json(first);
        Assert.Equal(id, IdOf(made));

        var again = await person.Post(path, With(id, content));
        Assert.Equal((200, first.Headers.ETag), ((int)again.StatusCode, again.Headers.ETag));
        Assert.Equal(made.ToJsonString(), (await TestPerson.Json(again)).ToJsonString());
        await TestPerson.Problem(await person.Post(path, With(id, other)), 409, "idempotency_conflict");

        await person.Patch($"{path}/{id}", change);
        var now = await person.Get($"{path}/{id}");
        var late = await person.Post(path, With(id, content));
        Assert.Equal((200, now.ToJsonString()), ((int)late.StatusCode, (await TestPerson.Json(late)).ToJsonString()));
        Assert.Single(await person.All(path, 200), row => IdOf(row) == id);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_id_that_another_person_has_is_no_conflict(string path, string content, string other, string change)
    {
        var (me, them, id) = (await stack.Aimi.Person(), await stack.Aimi.Person(), Guid.CreateVersion7());
        await TestPerson.Json(await them.Post(path, With(id, other)));
        Assert.Equal(201, (int)(await me.Post(path, With(id, content))).StatusCode);
        await me.Patch($"{path}/{id}", change);
        Assert.NotEqual((await me.Get($"{path}/{id}")).ToJsonString(), (await them.Get($"{path}/{id}")).ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_nil_id_is_none(string path, string content, string other, string change)
    {
        var person = await stack.Aimi.Person();
        Assert.NotEqual(other, change);
        await TestPerson.Problem(await person.Post(path, With(Guid.Empty, content)), 400, "validation_failed");
    }

    [Fact]
    public async Task A_task_and_an_event_do_not_share_an_id()
    {
        var (person, id) = (await stack.Aimi.Person(), Guid.CreateVersion7());
        await TestPerson.Json(await person.Post("/tasks", $$"""{"id":"{{id}}","title":"Дело"}"""));
        await TestPerson.Problem(await person.Post("/events", $$"""{"id":"{{id}}","title":"Дело","start_at":"2027-03-01T09:00:00Z"}"""), 409, "idempotency_conflict");
    }

    [Fact]
    public async Task Ten_requests_at_once_make_one()
    {
        var (person, id) = (await stack.Aimi.Person(), Guid.CreateVersion7());
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => person.Post("/goals", $$"""{"id":"{{id}}","title":"Цель"}""")));
        Assert.Equal(1, answers.Count(answer => (int)answer.StatusCode == 201));
        Assert.Equal(9, answers.Count(answer => (int)answer.StatusCode == 200));
    }

    [Fact]
    public async Task A_reminder_of_something_by_itself_names_its_task()
    {
        var (person, id) = (await stack.Aimi.Person(), Guid.CreateVersion7());
        var at = TimeProvider.System.GetUtcNow().AddHours(5).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        for (var times = 0; times < 2; times++)
            Assert.Equal(id, (Guid)(await TestPerson.Json(await person.Post("/reminders", $$"""{"id":"{{id}}","title":"Позвонить","at":"{{at}}"}""")))["event_id"]!);
        Assert.Single(await person.All("/tasks", 200));
    }

    private static string With(Guid id, string content) => $$"""{"id":"{{id}}",{{content[1..]}}""";

    private static Guid IdOf(JsonNode row) => (Guid)(row["memory_id"] ?? row["id"])!;
}
