using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Aimi.Messages;
using Aimi.Sessions;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Conversations;

public sealed class ImportOnSqliteTests(EmbeddedStack stack) : ImportSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class ImportOnServersTests(ServerStack stack) : ImportSuite(stack), IClassFixture<ServerStack>;

/// <summary><c>POST /chat/import</c>, as a client sees it.</summary>
public abstract class ImportSuite(TestStack stack)
{
    private static readonly DateTimeOffset Start = ImportFile.Start;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_said_elsewhere_is_the_history_and_its_silences_part_sessions()
    {
        var person = await stack.Aimi.Person();
        var longest = new string('я', 31_999) + "🌿";
        var answer = await person.Imported(
            ImportFile.Line("user", "  Я переехала в Казань 🌿\n", Start, "a1"),
            "",
            ImportFile.Line("assistant", "How is it there?", Start.AddMinutes(2).AddTicks(1234567), "a2"),
            ImportFile.Line("user", longest, Start.AddMinutes(12).AddTicks(1234567)),
            ImportFile.Line("user", "I run every morning", Start.AddMinutes(22).AddTicks(1234577)));

        Assert.Equal((4, 4, 0, 2), ImportFile.Counts(answer));
        Assert.Equal((1, 4), ((long)answer["first_seq"]!, (long)answer["last_seq"]!));
        var history = await person.History();
        Assert.Equal([1L, 2, 3, 4], history.Select(message => (long)message["seq"]!));
        Assert.Equal(["  Я переехала в Казань 🌿\n", "How is it there?", longest, "I run every morning"], history.Select(message => (string)message["text"]!));
        Assert.Equal(["user", "assistant", "user", "user"], history.Select(message => (string)message["role"]!));
        Assert.Equal("2021-05-01T09:00:00Z", (string?)history[0]["occurred_at"]);
        Assert.All(history, message => Assert.True((bool)message["read"]!));
        Assert.Equal([true, true, true, false], history.Select(message => (string?)message["session_id"] == (string?)history[0]["session_id"]));

        await using var context = stack.Database.Open();
        Assert.Equal(["a1", "a2"], await context.ChatMessages.Where(message => message.UserId == person.Id && message.Seq < 3).OrderBy(message => message.Seq).Select(message => message.ExternalId!).ToListAsync(Cancellation));
        Assert.Equal(Start.AddMinutes(2).AddTicks(1234560), (await context.ChatMessages.SingleAsync(message => message.UserId == person.Id && message.Seq == 2, Cancellation)).OccurredAt);
        var summaries = await Summaries(person);
        Assert.Equal([3, 1], summaries.Select(summary => summary.MessageCount));
        Assert.All(summaries, summary => Assert.Equal(SessionEndReason.System, summary.Reason));
        Assert.Equal((Start, Start.AddMinutes(12).AddTicks(1234560)), (summaries[0].StartedAt, summaries[0].EndedAt));
        var status = await person.Get("/chat/import");
        Assert.Equal((2, 4), ((int)status["sessions_pending"]! + (int)status["sessions_done"]! + (int)status["sessions_failed"]!, (int)status["messages"]!));
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_what_was_added_to_it_is_added()
    {
        var person = await stack.Aimi.Person();
        List<string> file = [.. ImportFile.Talk(30, conversation: "c"), .. Enumerable.Range(0, 10).Select(number => ImportFile.Line("user", $"без имени {number}", Start.AddDays(1).AddMinutes(number)))];
        Assert.Equal((40, 40, 0, 2), ImportFile.Counts(await person.Imported(file)));
        var open = (string)(await person.Say("Привет"))["session_id"]!;
        var before = await Everything(person);

        var again = await person.Imported(file);
        Assert.Equal((40, 0, 40, 0), ImportFile.Counts(again));
        Assert.Null(again["first_seq"]);
        Assert.Equal(before, await Everything(person));
        Assert.Equal(open, (string?)(await person.Get("/chat/session"))["id"]);

        // The same words by another role, at another time or in another conversation are others; the same in one file is once there.
        var more = await person.Imported([
            .. file, .. ImportFile.Talk(33, conversation: "c").Skip(30),
            ImportFile.Line("assistant", "без имени 0", Start.AddDays(1)), ImportFile.Line("user", "без имени 0", Start.AddDays(1).AddSeconds(1)),
            ImportFile.Line("user", "без имени 0", Start.AddDays(1), conversation: "d"), ImportFile.Line("user", "без имени 0", Start.AddDays(1), conversation: "d")]);
        Assert.Equal((47, 6, 41, 3), ImportFile.Counts(more));
        await Whole(person, 48);
        var summaries = await Summaries(person);
        Assert.Equal([30, 10, 2, 3, 2, 1], summaries.Select(summary => summary.MessageCount));
    }

    [Fact]
    public async Task Conversations_that_are_mixed_in_the_file_are_sessions_apart_and_longestones_are_cut()
    {
        var person = await stack.Aimi.Person();
        var mixed = ImportFile.Talk(250, conversation: "a", prefix: "a").Zip(ImportFile.Talk(250, conversation: "b", prefix: "b"), (one, other) => new[] { one, other }).SelectMany(pair => pair);

        Assert.Equal((500, 500, 0, 4), ImportFile.Counts(await person.Imported(mixed)));

        await Whole(person, 500);
        Assert.Equal([50, 50, 200, 200], (await Summaries(person)).Select(summary => summary.MessageCount).Order());
        await using var context = stack.Database.Open();
        var sessions = await context.ChatMessages.Where(message => message.UserId == person.Id).GroupBy(message => message.SessionId)
            .Select(session => session.Select(message => message.ExternalId!.Substring(0, 1)).Distinct().Count()).ToListAsync(Cancellation);
        Assert.All(sessions, conversations => Assert.Equal(1, conversations));
    }

    [Fact]
    public async Task The_open_session_is_ended_and_heard_to_end()
    {
        var person = await stack.Aimi.Person();
        await using var socket = await person.Connect();
        var open = (string)(await person.Say("Привет"))["session_id"]!;

        await person.Imported(ImportFile.Talk(4));

        var ended = await socket.Await("session_ended");
        Assert.Equal((open, "system"), ((string)ended["session_id"]!, (string)ended["reason"]!));
        Assert.NotEqual(open, (string)(await person.Say("Это снова я"))["session_id"]!);
        await Whole(person, 8);
        Assert.Equal([2, 4], (await Summaries(person)).Select(summary => summary.MessageCount));
    }

    [Fact]
    public async Task What_is_said_in_the_middle_of_an_import_has_its_place_and_its_answer()
    {
        var person = await stack.Aimi.Person();
        var lines = Sessions(1200).ToList();
        using var file = new PausedFile(lines.Take(900), lines.Skip(900));
        var importing = person.Http.PostAsync("/chat/import", file, Cancellation);
        await person.Until(messages: 500);

        var said = await person.Say("А ты тут?");
        file.GoOn();

        Assert.Equal((1200, 1200, 0, 60), ImportFile.Counts(await TestPerson.Json(await importing)));
        Assert.Equal((string?)said["user_message"]!["session_id"], (string?)said["assistant_message"]!["session_id"]);
        await Whole(person, 1202);
    }

    [Fact]
    public async Task Two_at_once_import_each_message_once_and_one_replica_takes_one_at_a_time()
    {
        var person = await stack.Aimi.Person();
        var other = person.On(await stack.Replica());
        var lines = Sessions(2000).ToList();
        using var file = new PausedFile(lines.Take(1000), lines.Skip(1000));
        var importing = person.Http.PostAsync("/chat/import", file, Cancellation);
        await person.Until(messages: 500);
        await TestPerson.Problem(await person.Import(lines), 429, "rate_limited");

        var elsewhere = other.Import(lines);
        file.GoOn();

        var (one, two) = (ImportFile.Counts(await TestPerson.Json(await importing)), ImportFile.Counts(await TestPerson.Json(await elsewhere)));
        Assert.Equal((2000, 2000, 100), (one.Imported + two.Imported, one.Duplicates + two.Duplicates, one.Sessions + two.Sessions));
        await Whole(person, 2000);
        Assert.Equal((2000, 0, 2000, 0), ImportFile.Counts(await person.Imported(lines)));
    }

    [Theory]
    [InlineData("""{"role":"user","text":"","occurred_at":"2021-05-01T09:00:00Z"}""", "lines[3].text")]
    [InlineData("""{"role":"user","text":"a\u0000","occurred_at":"2021-05-01T09:00:00Z"}""", "lines[3].text")]
    [InlineData("""{"role":"user","occurred_at":"2021-05-01T09:00:00Z"}""", "lines[3]")]
    [InlineData("""{"role":"system","text":"a","occurred_at":"2021-05-01T09:00:00Z"}""", "lines[3].role")]
    [InlineData("""{"role":"user","text":"a","occurred_at":"yesterday"}""", "lines[3].occurred_at")]
    [InlineData("""{"role":"user","text":"a","occurred_at":"1969-12-31T23:59:59Z"}""", "lines[3].occurred_at")]
    [InlineData("""{"role":"user","text":"a","occurred_at":"2921-05-01T09:00:00Z"}""", "lines[3].occurred_at")]
    [InlineData("""{"role":"user","text":"a","occurred_at":"2021-05-01T09:00:00Z","external_id":""}""", "lines[3].external_id")]
    [InlineData("""{"role":"user","text":"a","occurred_at":"2021-05-01T09:00:00Z","conversation":" "}""", "lines[3].conversation")]
    [InlineData("""{"role":"user","text":"a","occurred_at":"2021-05-01T09:00:00Z","mood":"good"}""", "lines[3].mood", "unknown_field")]
    [InlineData("""{"role":"user","text":"a","occurred_at":"2021-05-01T09:00:00Z"} {}""", "lines[3]")]
    [InlineData("""{"role":"user","text":"\ud800","occurred_at":"2021-05-01T09:00:00Z"}""", "lines[3].text")]
    [InlineData("""[]""", "lines[3]")]
    [InlineData("""null""", "lines[3]")]
    [InlineData("""{"role":"user","te""", "lines[3]")]
    public async Task A_line_that_is_not_right_is_named_and_no_part_of_its_session_is_there(string line, string field, string code = "validation_failed")
    {
        var person = await stack.Aimi.Person();
        var problem = await TestPerson.Problem(await person.Import([ImportFile.Line("user", "Раз", Start), "", line, ImportFile.Line("user", "Два", Start)]), 400, code);
        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
        Assert.DoesNotContain("good", problem.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(await person.History());
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once_and_what_was_whole_before_it_stays()
    {
        var person = await stack.Aimi.Person();
        var lines = Sessions(700).Append("{}").Concat(Sessions(5)).Append("""{"role":"user","text":"a","occurred_at":"2021-05-01T09:00:00Z","x":1}""").Append(new string('x', 600_000)).ToList();

        var problem = await TestPerson.Problem(await person.Import(lines), 400, "validation_failed");

        Assert.Equal(["lines[701]", "lines[707].x", "lines[708]"], problem["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal(500, (int)(await person.Get("/chat/import"))["messages"]!);
        Assert.Equal((700, 200, 500, 10), ImportFile.Counts(await person.Imported(Sessions(700))));
        await Whole(person, 700);

        var hopeless = await TestPerson.Problem(await person.Import(Enumerable.Repeat("{}", 50)), 400, "validation_failed");
        Assert.Equal(20, hopeless["errors"]!.AsObject().Count);
    }

    [Fact]
    public async Task Longer_files_than_a_request_takes_and_other_types_are_refused()
    {
        var person = await stack.Aimi.Person();
        var same = ImportFile.Line("user", "Раз", Start, "1");
        await TestPerson.Problem(await person.Import(Enumerable.Repeat(same, 100_001)), 413, "too_large");
        Assert.Single(await person.History());
        await TestPerson.Problem(await person.Post("/chat/import", same), 415, "unsupported_media_type");
        Assert.Equal((0, 0, 0, 0), ImportFile.Counts(await person.Imported(" ", "")));
        Assert.Equal((1, 0, 1, 0), ImportFile.Counts(await person.Imported("\uFEFF" + same)));
    }

    [Fact]
    public async Task Twenty_thousand_messages_are_imported_with_word_of_how_far_it_is()
    {
        var (person, other) = (await stack.Aimi.Person(), await stack.Aimi.Person());
        await other.Say("Привет");
        var before = await Everything(other);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat/import") { Content = ImportFile.Content(Sessions(20_000)) };
        request.Headers.Accept.ParseAdd("text/event-stream");

        using var answer = await person.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var events = new List<(string Type, JsonNode Data)>();
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync(Cancellation)).EnumerateAsync(Cancellation))
            events.Add((item.EventType, JsonNode.Parse(item.Data)!));

        Assert.Equal(Enumerable.Repeat("progress", events.Count - 1).Append("done"), events.Select(one => one.Type));
        Assert.True(events.Count > 30);
        Assert.Equal(events.Select(one => (int)one.Data["imported"]!).Order(), events.Select(one => (int)one.Data["imported"]!));
        Assert.Equal((20_000, 20_000, 0, 1000), ImportFile.Counts(events[^1].Data));
        Assert.Equal((1, 20_000), ((long)events[^1].Data["first_seq"]!, (long)events[^1].Data["last_seq"]!));
        await Whole(person, 20_000);
        Assert.Equal(before, await Everything(other));
        Assert.Equal(0, (int)(await other.Get("/chat/import"))["messages"]!);
    }

    [Fact]
    public async Task A_stream_tells_what_is_wrong_in_its_last_event()
    {
        var person = await stack.Aimi.Person();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat/import") { Content = ImportFile.Content(Sessions(600).Append("{}")) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var answer = await person.Http.SendAsync(request, Cancellation);
        var events = await SseParser.Create(await answer.Content.ReadAsStreamAsync(Cancellation)).EnumerateAsync(Cancellation).ToListAsync(Cancellation);

        Assert.Equal(["progress", "error"], events.Select(one => one.EventType));
        var error = JsonNode.Parse(events[^1].Data)!;
        Assert.Equal(("validation_failed", 400), ((string?)error["code"], (int)error["status"]!));
        Assert.NotNull(error["errors"]!["lines[601]"]);
    }

    /// <summary>Sessions of twenty messages, an hour apart.</summary>
    private static IEnumerable<string> Sessions(int messages) =>
        Enumerable.Range(0, (messages + 19) / 20).SelectMany(number => ImportFile.Talk(Math.Min(20, messages - (number * 20)), Start.AddHours(number), prefix: $"{number}-"));

    /// <summary>That many messages, numbered without a gap, in sessions that are each in one piece and have, but for the open one, their summary.</summary>
    private async Task Whole(TestPerson person, int messages)
    {
        await using var context = stack.Database.Open();
        var head = await context.Conversations.SingleAsync(row => row.UserId == person.Id, Cancellation);
        var stored = await context.ChatMessages.AsNoTracking().Where(message => message.UserId == person.Id).OrderBy(message => message.Seq)
            .Select(message => new { message.Seq, message.SessionId, message.OccurredAt }).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(1, messages).Select(seq => (long)seq), stored.Select(message => message.Seq));
        Assert.Equal(messages, head.LastSeq);

        var sessions = stored.GroupBy(message => message.SessionId).ToDictionary(session => session.Key, session => session.ToList());
        Assert.All(sessions.Values, session => Assert.Equal(session.Count, session[^1].Seq - session[0].Seq + 1));
        var summaries = (await Summaries(person)).ToDictionary(summary => summary.SessionId);
        Assert.Equal(sessions.Keys.Where(id => id != head.OpenSessionId).Order(), summaries.Keys.Order());
        Assert.All(summaries.Values, summary => Assert.Equal(sessions[summary.SessionId].Count, summary.MessageCount));
    }

    /// <summary>By the messages that they are of.</summary>
    private async Task<List<SessionSummary>> Summaries(TestPerson person)
    {
        await using var context = stack.Database.Open();
        var first = await context.ChatMessages.Where(message => message.UserId == person.Id).GroupBy(message => message.SessionId)
            .Select(session => new { session.Key, Seq = session.Min(message => message.Seq) }).ToDictionaryAsync(session => session.Key, session => session.Seq, Cancellation);
        var summaries = await context.SessionSummaries.AsNoTracking().Where(summary => summary.UserId == person.Id).ToListAsync(Cancellation);
        return [.. summaries.OrderBy(summary => first[summary.SessionId])];
    }

    private async Task<string> Everything(TestPerson person)
    {
        await using var context = stack.Database.Open();
        var head = await context.Conversations.AsNoTracking().SingleAsync(row => row.UserId == person.Id, Cancellation);
        var messages = await person.History();
        return $"{head.LastSeq} {head.ReadSeq} {head.OpenSessionId} {(await Summaries(person)).Count} {string.Join('\n', messages.Select(message => message.ToJsonString()))}";
    }
}
