using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aimi.Hosting.Telemetry;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Aimi.Tests.Hosting.Telemetry;

public sealed class TracesOnPostgres() : TraceSuite(new PostgresDatabase(), SharedRedis.Address, "postgresql")
{
    [Fact]
    public async Task What_the_database_says_of_a_value_that_it_refuses_is_in_no_span()
    {
        await using var aimi = await AimiProcess.Start(Database, Redis, settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Telemetry:Otlp"] = Collector.Url.ToString() });
        using (Spans.Source.StartActivity("the test"))
        {
            await using var command = aimi.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT $1::text::int");
            command.Parameters.AddWithValue(Marked);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
            Assert.Contains(Marked, refused.Message, StringComparison.Ordinal);
        }

        await Collector.Span("the statement", span => span.IsError && span["db.system.name"] == "postgresql");
        Assert.False(Collector.Holds(Marked));
    }
}

public sealed class TracesOnSqlite() : TraceSuite(new SqliteDatabase(), redis: null, "sqlite");

/// <summary>What a collector is sent by a real process, and how one finds there from a message to its memory, and from a change of a plan to its reminder.</summary>
public abstract class TraceSuite(TestDatabase database, string? redis, string system) : IAsyncLifetime
{
    protected const string Marked = "Zyxwmarked";

    private OtlpReceiver _collector = null!;

    protected TestDatabase Database => database;

    protected string? Redis => redis;

    internal OtlpReceiver Collector => _collector;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        _collector = await OtlpReceiver.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task From_a_message_to_what_is_remembered_of_it()
    {
        await using var aimi = Serve();
        using var http = new HttpClient { BaseAddress = await aimi.Listening() };
        using var answer = await http.PostAsJsonAsync("/chat/send", new { text = $"Меня зовут {Marked}, я живу в Казани и работаю врачом" }, Cancel);
        var said = await TestPerson.Json(answer);
        await TestPerson.Json(await http.PostAsync("/chat/end", content: null, Cancel));

        var closing = await Span("summarise session", "aimi.session.id", (string)said["session_id"]!);
        var turn = await Span("turn", "aimi.message.id", (string)said["user_message"]!["message_id"]!);
        var request = await _collector.Span("the request", span => span.SpanId == turn.ParentId);
        var accepting = await _collector.Span("accept", span => span.Name == "accept" && span.ParentId == turn.SpanId);

        // The answer named the trace, the memory's own is linked to it.
        Assert.Equal(turn.TraceId, answer.Headers.GetValues("traceresponse").Single().Split('-')[1]);
        Assert.Equal("POST /chat/send", request.Name);
        Assert.Equal("", closing.ParentId);
        Assert.NotEqual(turn.TraceId, closing.TraceId);
        Assert.True(closing.LinksTo(accepting));
        Assert.NotEqual("0", _collector.Below(closing).Single(span => span.Name == "remember")["aimi.memory.count"]);

        Assert.Equal("answered", turn["aimi.turn.outcome"]);
        var stages = _collector.Below(turn);
        Assert.Superset(new HashSet<string>(["accept", "cache", "store", "store messages", "chat aimi-offline"], StringComparer.Ordinal), Names(stages));
        Assert.Contains(stages, span => span["db.system.name"] == system);
        Assert.Equal(redis is not null, stages.Any(span => span.Name == "redis AppendAndRead"));
    }

    [Fact]
    public async Task From_the_change_of_a_plan_to_its_reminder_weeks_later()
    {
        JsonNode planned;
        string changed;
        await using (var first = Serve())
        {
            using var http = new HttpClient { BaseAddress = await first.Listening() };
            var now = (DateTimeOffset)(await TestPerson.Json(await http.GetAsync("/test/clock", Cancel)))["now"]!;
            using var answer = await http.PostAsJsonAsync("/events", new { title = Marked, start_at = now.AddDays(20), reminder_offsets = (string[])["PT1H"] }, Cancel);
            planned = await TestPerson.Json(answer);
            changed = answer.Headers.GetValues("traceresponse").Single().Split('-')[1];
            first.Signal("TERM");
            Assert.Equal(0, await first.Ended());
        }

        // Twenty days are farther than reminders are planned ahead: a worker plans this one, long after the request.
        await using var later = Serve("P19DT12H");
        using var clock = new HttpClient { BaseAddress = await later.Listening() };
        await Until(clock, "/reminders?status=scheduled", planned);
        await TestPerson.Json(await clock.PostAsJsonAsync("/test/clock", new { advance = "PT11H30M" }, Cancel));

        var delivery = await Span("deliver reminder", "aimi.event.id", (string)planned["id"]!);
        Assert.Equal("", delivery.ParentId);
        Assert.Equal("sent", delivery["aimi.reminder.outcome"]);
        Assert.True(double.Parse(delivery["aimi.reminder.late_by"]!, System.Globalization.CultureInfo.InvariantCulture) > 60);
        Assert.Contains(changed, delivery.Links.Select(link => link.TraceId));
        var run = await _collector.Span("the run", span => span.Name == "reminder_dispatcher" && delivery.LinksTo(span));
        Assert.NotEqual(run.TraceId, delivery.TraceId);
        Assert.Contains(_collector.Below(run), span => span["db.system.name"] == system);
        Assert.False(_collector.Holds(Marked));
    }

    [Fact]
    public async Task From_a_digest_to_the_changes_behind_what_it_tells()
    {
        await using var aimi = Serve();
        using var http = new HttpClient { BaseAddress = await aimi.Listening() };
        await TestPerson.Json(await http.PatchAsJsonAsync("/me", new { daily_cap = 1 }, Cancel));
        var now = (DateTimeOffset)(await TestPerson.Json(await http.GetAsync("/test/clock", Cancel)))["now"]!;
        var changes = new List<string>();
        for (var minutes = 30; minutes < 33; minutes++)
        {
            using var answer = await http.PostAsJsonAsync("/tasks", new { title = Marked, due_at = now.AddMinutes(minutes), reminder_offsets = (string[])["PT0S"] }, Cancel);
            await TestPerson.Json(answer);
            changes.Add(answer.Headers.GetValues("traceresponse").Single().Split('-')[1]);
        }

        await TestPerson.Json(await http.PostAsJsonAsync("/test/clock", new { advance = "PT45M" }, Cancel));

        // One was told by itself; the others are in the digest.
        var digest = await Span("deliver reminder", "aimi.reminder.kind", "digest");
        Assert.Equal(changes.Skip(1).Order(), digest.Links.Select(link => link.TraceId).Intersect(changes).Order());
        Assert.False(_collector.Holds(Marked));
    }

    [Fact]
    public async Task What_is_swept_away_is_told()
    {
        await database.Save(A.Challenge(), A.Challenge());
        await using var aimi = Serve();
        var sweep = await _collector.Span("the sweep", span => span.Name == "sign_in_sweeper");
        Assert.Equal(("2", "", false), (sweep["aimi.swept"], sweep.ParentId, sweep.IsError));
    }

    [Fact]
    public async Task Turns_over_a_socket_have_traces_of_their_own_while_it_is_open()
    {
        await using var aimi = Serve();
        await using var socket = await TestSocket.Open(await aimi.Listening(), Guid.Empty, hello: true);
        await socket.Send(new { type = "send", text = $"Привет, это {Marked}" });
        var first = await socket.Reply();
        await socket.Send(new { type = "send", text = $"И снова {Marked}" });
        var second = await socket.Reply();

        var opened = await _collector.Span("the upgrade", span => span.Name == "GET /ws/chat");
        var one = await _collector.Span("the first turn", span => span.Name == "turn" && span["aimi.message.seq"] == "1");
        var other = await _collector.Span("the second turn", span => span.Name == "turn" && span["aimi.message.seq"] == "3");

        Assert.Equal(("", ""), (one.ParentId, other.ParentId));
        Assert.Equal(3, new HashSet<string>([opened.TraceId, one.TraceId, other.TraceId], StringComparer.Ordinal).Count);
        Assert.True(one.LinksTo(opened));
        Assert.True(other.LinksTo(opened));
        Assert.DoesNotContain(_collector.Below(opened), span => span.Name == "turn");
        Assert.Superset(new HashSet<string>(["accept", "cache", "store"], StringComparer.Ordinal), Names(_collector.Below(one)));
        Assert.NotEqual((string?)first["message"]!["message_id"], (string?)second["message"]!["message_id"]);
        Assert.False(_collector.Holds(Marked));
    }

    [Fact]
    public async Task A_frame_that_fails_says_so()
    {
        await using var aimi = Serve();
        await using var socket = await TestSocket.Open(await aimi.Listening(), Guid.Empty, hello: true);
        await socket.Send(new { type = "end_session" });
        var well = await _collector.Span("the end of the session", span => span.Name == "frame end_session");
        Assert.False(well.IsError);

        await using (var context = database.Open())
        {
            using var acting = Aimi.Data.Acting.ForNobody();
            var away = system == "sqlite" ? "ALTER TABLE chat_messages RENAME TO chat_messages_away" : "RESET ROLE; ALTER TABLE chat_messages RENAME TO chat_messages_away";
            await context.Database.ExecuteSqlRawAsync(away, Cancel);
        }

        await socket.Send(new { type = "resume", after_seq = 0 });
        await socket.Await("error");
        var failed = await _collector.Span("the replay", span => span.Name == "frame resume");
        Assert.True(failed.IsError);
        Assert.NotNull(failed["error.type"]);
    }

    [Fact]
    public async Task Idle_workers_and_probes_leave_no_spans()
    {
        await using var aimi = Serve();
        using var http = new HttpClient { BaseAddress = await aimi.Listening() };
        foreach (var probe in (string[])["/health", "/health/ready", "/metrics"])
            using (await http.GetAsync(probe, Cancel))
            {
            }

        await TestPerson.Json(await http.GetAsync("/me", Cancel));
        aimi.Signal("TERM");
        Assert.Equal(0, await aimi.Ended());

        // All is sent before it ends: by then every worker has looked for work several times.
        var request = await _collector.Span("the request", span => span.Name == "GET /me/");
        Assert.All(_collector.Spans, span => Assert.Equal(request.TraceId, span.TraceId));
    }

    private Task<OtlpSpan> Span(string name, string attribute, string value) =>
        _collector.Span($"{name} with {attribute} {value}", span => span.Name == name && span[attribute] == value);

    private static HashSet<string> Names(IEnumerable<OtlpSpan> spans) => spans.Select(span => span.Name).ToHashSet(StringComparer.Ordinal);

    private static Task Until(HttpClient http, string path, JsonNode planned) => Patience.Until(async () =>
        (await TestPerson.Json(await http.GetAsync(path, Cancel)))["items"]!.AsArray().Any(item => (string?)item!["event_id"] == (string?)planned["id"]));

    private AimiProgram Serve(string ahead = "PT0S") => AimiProgram.Run(
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AIMI__Database"] = database.ConnectionString ?? "",
            ["AIMI__Redis"] = redis ?? "",

            // Also where Redis is slow, for it serves all the other tests at once.
            ["AIMI__SessionCache__SlowAfter"] = "00:00:10",
            ["AIMI__TestClock"] = ahead,
            ["AIMI__Telemetry__Otlp"] = _collector.Url.ToString(),
        },
        "serve", "--port", "0", "--data", database.DataFolder);
}
