using System.Text.Json.Nodes;
using Aimi.Tests.Assistant;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Reminders.Channels;
using Aimi.Tests.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Hosting;

public sealed class SqliteCanaryTests(SqliteDatabase database) : CanarySuite(database), IClassFixture<SqliteDatabase>
{
    protected override string Raise(string table, string moment, string words) =>
        $"CREATE TRIGGER canary_{table} BEFORE {moment} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END";

    protected override string Calm(string table) => $"DROP TRIGGER canary_{table}";

    protected override async Task Execute(string sql)
    {
        await using var context = database.Open();
        await context.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
    }
}

public sealed class PostgresCanaryTests(PostgresDatabase database) : CanarySuite(database), IClassFixture<PostgresDatabase>
{
    protected override string Raise(string table, string moment, string words) =>
        $"CREATE FUNCTION canary_{table}() RETURNS trigger AS 'BEGIN RAISE EXCEPTION ''{words}'' USING ERRCODE = ''check_violation'', DETAIL = ''{words}'', HINT = ''{words}''; END' LANGUAGE plpgsql;"
        + $"CREATE TRIGGER canary_{table} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION canary_{table}()";

    protected override string Calm(string table) => $"DROP TRIGGER canary_{table} ON {table}; DROP FUNCTION canary_{table}()";

    protected override Task Execute(string sql) => database.Execute(sql);

    protected override async Task WhileItIsGone(Func<Task> work)
    {
        await database.Close();
        await work();
        await database.Reopen();
    }
}

/// <summary>
/// A real process, talkative, its log as JSON, a collector beside it. A person does all there is to do with it, right and wrong; the database, the model, the mail server and the
/// receiver of webhooks fail with what they were given in their words. None of it turns up in what an operator gets to see.
/// </summary>
public abstract class CanarySuite(TestDatabase database)
{
    private readonly Marks _marks = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A statement that has the database refuse a change of a table, in such words.</summary>
    protected abstract string Raise(string table, string moment, string words);

    /// <summary>Takes that back.</summary>
    protected abstract string Calm(string table);

    /// <summary>As whoever the tables belong to.</summary>
    protected abstract Task Execute(string sql);

    /// <summary>Where the database is a server, it is stopped meanwhile.</summary>
    protected virtual Task WhileItIsGone(Func<Task> work) => Task.CompletedTask;

    [Theory, InlineData("multi"), InlineData("local")]
    public async Task Nothing_that_a_person_wrote_and_no_secret_gets_out(string mode)
    {
        var isMulti = mode == "multi";
        await using var collector = await WebhookReceiver.Start();
        await using var webhook = await WebhookReceiver.Start(Echo);
        await using var model = await StubLlm.Start();
        model.Answer = context => Echo(context, model.Asked.Last().Body);
        await using var mail = new ScriptedSmtp().At("RCPT", $"550 no {_marks["email"]} here");
        var metrics = FreePort.Find();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AIMI__Data"] = database.DataFolder,
            ["AIMI__Database"] = database.ConnectionString ?? "",
            ["AIMI__Redis"] = isMulti && database is PostgresDatabase ? SharedRedis.Address : "",
            ["AIMI__Port"] = "0",
            ["AIMI__Accounts__Mode"] = mode,
            ["AIMI__TestClock"] = "PT0S",
            ["AIMI__Telemetry__Logs"] = "json",
            ["AIMI__Telemetry__Otlp"] = new Uri(collector.Url).GetLeftPart(UriPartial.Authority),
            ["AIMI__Telemetry__MetricsPort"] = $"{metrics}",
            ["AIMI__Logging__LogLevel__Default"] = "Trace",
            ["AIMI__Logging__LogLevel__Aimi"] = "Debug",
            ["AIMI__Logging__LogLevel__Npgsql"] = "Information",
            ["AIMI__Logging__LogLevel__Microsoft.EntityFrameworkCore"] = "Information",
            ["AIMI__Llm"] = isMulti ? "openai:stub" : "offline",
            ["AIMI__LlmUrl"] = isMulti ? $"{model.Url}" : "",
            ["AIMI__Embeddings"] = isMulti ? "openai:stub" : "offline",
            ["AIMI__EmbeddingsUrl"] = isMulti ? $"{model.Url}" : "",
            ["AIMI__Webhooks__AllowPrivateNetworks"] = "true",
            ["AIMI__Email__Host"] = "127.0.0.1",
            ["AIMI__Email__Port"] = $"{mail.Port}",
            ["AIMI__Email__Security"] = "none",
            ["AIMI__Email__From"] = "aimi@example.com",
        };
        if (isMulti)
            await AddAccount(settings);

        await using var aimi = AimiProgram.Run(settings, "serve");
        using var person = new CanaryPerson(await aimi.Listening(), _marks);
        await aimi.Says("\"event\":\"ready\"");
        if (isMulti)
        {
            await person.SignInWrongly(_marks);
            await person.SignIn(_marks);
        }

        await person.Plan(_marks, webhook.Url.Replace("http:", "https:", StringComparison.Ordinal));
        await person.Talk(_marks);
        await person.Fail(_marks);
        await BreakTheDatabase(aimi, person);
        await WhileItIsGone(async () =>
        {
            await person.Post("/goals", new { title = _marks["gone"] });
            await person.Post("/chat/send", new { text = _marks["goneword"] });
            Assert.Contains(503, person.Statuses);
        });
        await person.Until("/reminders?status=failed", failed => !isMulti || failed["items"]?.AsArray().Count > 0);
        if (isMulti)
            await person.DoTooMuch(_marks);
        using var http = new HttpClient();
        var told = await http.GetStringAsync(new Uri($"http://127.0.0.1:{metrics}/metrics"), Stop);
        aimi.Signal("TERM");
        Assert.Equal(0, await aimi.Ended());

        Assert.Empty(new HashSet<int> { 200, 201, 400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 500, isMulti ? 429 : 500 }.Except(person.Statuses));
        Assert.Empty(person.Leaks);
        Assert.Empty(_marks.In(aimi.Said));
        Assert.Empty(_marks.In(told));
        Assert.NotEmpty(collector.Got);
        Assert.Empty(_marks.In(string.Join('\n', collector.Got.Select(export => export.Body))));
        ReadAsAProgram(aimi.Said, isMulti);
    }

    /// <summary>A request, a worker's run and a summary fail for the words of the database.</summary>
    private async Task BreakTheDatabase(AimiProgram aimi, CanaryPerson person)
    {
        await Execute(Raise("goals", "INSERT", _marks["database"]));
        var problem = await person.Post("/goals", new { title = _marks["refused"] });
        await aimi.Says($"\"trace_id\":\"{problem!["trace_id"]}\"");
        await Execute(Calm("goals"));

        await Execute(Raise("session_summary", "UPDATE", _marks["databasesummary"]));
        await person.Post("/chat/end", new { });
        await aimi.Says("\"category\":\"Aimi.Workers.WorkerLoop\"");
        await Execute(Calm("session_summary"));

        await Execute(Raise("reminder_logs", "INSERT", _marks["databasereminder"]));
        await person.Post("/test/clock", new { advance = "PT2H" });
        await aimi.Says("reminder_refused");
        await Execute(Calm("reminder_logs"));
    }

    /// <summary>Each line is a record, with what an operator's queries go by.</summary>
    private static void ReadAsAProgram(string said, bool isMulti)
    {
        var records = said.Split('\n').Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.All(records, record =>
        {
            Assert.EndsWith("Z", (string)record["time"]!, StringComparison.Ordinal);
            Assert.Contains((string)record["level"]!, (string[])["trace", "debug", "info", "warning", "error", "critical"]);
            Assert.NotEmpty((string)record["category"]!);
            Assert.NotEmpty((string)record["message"]!);
        });
        var events = records.Select(record => (string?)record["event"]).ToHashSet(StringComparer.Ordinal);
        string[] expected = ["ready", "request_failed", "worker_failed", "reminder_refused", "stopped", .. (string[])(isMulti ? ["llm_no_answer", "reply_failed"] : [])];
        Assert.Empty(expected.Except(events, StringComparer.Ordinal));
        var failed = records.First(record => (string?)record["event"] == "request_failed");
        Assert.Matches("^[0-9a-f]{32}$", (string)failed["trace_id"]!);
        Assert.Matches("^[0-9a-f]{16}$", (string)failed["span_id"]!);
        Assert.NotEmpty(failed["fault"]!["at"]!.AsArray());
    }

    private async Task AddAccount(Dictionary<string, string> settings)
    {
        await using var adding = AimiProgram.Run(settings, "user", "add", CanaryLife.Email(_marks), "--name", _marks["name"]);
        adding.Type(CanaryLife.Password(_marks));
        Assert.True(await adding.Ended() == 0, adding.Said);
    }

    // Servers repeat what they were sent, as some do.
    private static async Task Echo(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        await Echo(context, await body.ReadToEndAsync(context.RequestAborted));
    }

    private static async Task Echo(HttpContext context, string body)
    {
        context.Response.StatusCode = context.Request.Path.Value!.EndsWith("/embeddings", StringComparison.Ordinal) ? 400 : 500;
        await context.Response.WriteAsJsonAsync(new { error = new { message = $"I can not answer this: {body}", type = body, code = body } }, context.RequestAborted);
    }
}
