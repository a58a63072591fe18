using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Aimi.Planning;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Planning;

/// <summary>What the suites of the calendar share: a process whose clock says <see cref="A.Now"/>, files, the rows of a person.</summary>
public abstract class CalendarSuite(TestStack stack)
{
    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected TestStack Stack => stack;

    private protected FakeTimeProvider Time { get; } = new(A.Now);

    private protected async Task<TestPerson> Person() => await (await stack.Replica(Time)).Person();

    private protected static byte[] FileOf(string name) => File.ReadAllBytes(Path.Combine(Checkout.Root, "tests/Aimi.Tests/Planning/Calendars", name));

    private protected static Task<HttpResponseMessage> Post(TestPerson person, byte[] file)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/calendar/import") { Content = new ByteArrayContent(file) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/calendar");

        // What is too large is refused before it is sent, and not in the middle of it.
        request.Headers.ExpectContinue = true;
        return person.Http.SendAsync(request, Cancellation);
    }

    private protected static async Task<JsonNode> Import(TestPerson person, byte[] file) => await TestPerson.Json(await Post(person, file));

    private protected static Task<JsonNode> Import(TestPerson person, string entries) => Import(person, Calendar(entries));

    private protected static byte[] Calendar(string entries) =>
        Encoding.UTF8.GetBytes($"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{entries.Trim()}\nEND:VCALENDAR\n");

    private protected static (int Created, int Updated, int Unchanged, int Skipped) Counts(JsonNode answer) =>
        ((int)answer["created"]!, (int)answer["updated"]!, (int)answer["unchanged"]!, answer["skipped"]!.AsArray().Count);

    /// <summary>What a person has, by UID.</summary>
    private protected async Task<Dictionary<string, PlannedEvent>> Events(TestPerson person)
    {
        await using var context = stack.Database.Open();
        return await context.Events.Where(planned => planned.UserId == person.Id).ToDictionaryAsync(planned => planned.ExternalId ?? $"{planned.Id}@aimi", Cancellation);
    }

    private protected async Task<List<EventOccurrence>> Occurrences(TestPerson person)
    {
        await using var context = stack.Database.Open();
        return await context.EventOccurrences.Where(occurrence => occurrence.UserId == person.Id).OrderBy(occurrence => occurrence.WallTime).ToListAsync(Cancellation);
    }

    private protected async Task Save(params IEnumerable<object> rows) => await stack.Database.Save(rows);

    private protected static async Task<(Guid Id, string Token, string Url)> Subscribe(TestPerson person, string name = "iPhone")
    {
        var made = await person.Post("/calendar/feeds", $$"""{"name":"{{name}}"}""");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var feed = await TestPerson.Json(made);
        return ((Guid)feed["id"]!, (string)feed["token"]!, (string)feed["url"]!);
    }

    /// <summary>What a calendar that is subscribed gets.</summary>
    private protected static async Task<string> Read(string url)
    {
        using var anybody = new HttpClient();
        var answer = await anybody.GetAsync(url, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }
}
