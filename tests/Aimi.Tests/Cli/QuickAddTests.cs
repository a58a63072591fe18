using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Aimi.Cli;
using Aimi.Cli.Adding;
using Aimi.Cli.Connection;

namespace Aimi.Tests.Cli;

public sealed class QuickAddTests : IDisposable
{
    private const string Now = "2026-03-15T21:30:00+03:00";
    private const string Monday = """{"text":"on Monday at 9","start":8,"length":14,"kind":"instant","from":"2026-03-16T09:00:00+03:00","all_day":false,"start_at":"2026-03-16T06:00:00Z","confidence":1}""";
    private const string Evening = """{"text":"on Monday at 9","start":8,"length":14,"kind":"instant","from":"2026-03-16T21:00:00+03:00","all_day":false,"start_at":"2026-03-16T18:00:00Z","confidence":1}""";
    private const string Friday = """{"text":"by Friday","start":8,"length":9,"kind":"deadline","from":"2026-03-20","all_day":true,"start_at":"2026-03-19T21:00:00Z","confidence":1}""";
    private const string Weekdays = """{"text":"по будням в 8","start":7,"length":13,"kind":"recurrence","from":"2026-03-16T08:00:00+03:00","all_day":false,"repeat_rule":"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR","repeats":"по будням","start_at":"2026-03-16T05:00:00Z","confidence":1}""";
    private const string NextWeek = """{"text":"next week","start":8,"length":9,"kind":"range","from":"2026-03-16","to":"2026-03-22","all_day":true,"start_at":"2026-03-15T21:00:00Z","end_at":"2026-03-22T21:00:00Z","confidence":1}""";
    private const string Id = "0195a2b0-0000-7000-8000-000000000001";

    private readonly StubServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task It_is_shown_asked_made_and_can_be_taken_back()
    {
        _server.Reads($$$$"""{"now":"{{{{Now}}}}","dates":[{{{{Monday}}}}],"intent":{"name":"plan_event","slots":{"title":"Dentist","when":{{{{Monday}}}}}}}""");

        var (code, output, errors) = await Add("dentist on Monday at 9", "y\n");

        Assert.Equal(
            (0, $"Event: Dentist\n  tomorrow, 09:00\nAdd it? [Y/n] ✓ events/{Id}\nTo undo: ./aimi add --undo events/{Id}\n", ""), (code, output, errors));
        Assert.Equal(
            ["""POST /parse {"text":"dentist on Monday at 9"}""", """POST /events {"title":"Dentist","start_at":"2026-03-16T06:00:00Z","all_day":false}"""],
            _server.Asked);
    }

    [Theory]
    [InlineData("n\n")]
    [InlineData("later\n")]
    [InlineData("")] // nobody is there
    public async Task Nothing_is_made_without_a_yes(string answer)
    {
        _server.Reads($$"""{"now":"{{Now}}","dates":[{{Monday}}]}""");
        var (code, _, errors) = await Add("dentist on Monday at 9", answer);
        Assert.Equal((1, "Nothing was added.\n"), (code, errors));
        Assert.Single(_server.Asked);
    }

    [Theory]
    [InlineData("plan_reminder", Monday, """POST /events {"title":"Dentist","start_at":"2026-03-16T06:00:00Z","all_day":false,"reminder_offsets":["PT0S"]}""")]
    [InlineData("plan_task", Friday, """POST /tasks {"title":"Dentist","due_at":"2026-03-19T21:00:00Z","all_day":true}""")]
    [InlineData("plan_task", NextWeek, """POST /tasks {"title":"Dentist","due_at":"2026-03-22T20:59:59Z","all_day":true}""")]
    [InlineData("plan_event", NextWeek, """POST /events {"title":"Dentist","start_at":"2026-03-15T21:00:00Z","end_at":"2026-03-22T21:00:00Z","all_day":true}""")]
    [InlineData("plan_goal", NextWeek, """POST /goals {"title":"Dentist","target_date":"2026-03-22"}""")]
    [InlineData("plan_habit", Weekdays, """POST /habits {"name":"Dentist","frequency":"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR","starts_on":"2026-03-16","reminder_times":["08:00"]}""")]
    [InlineData("plan_habit", null, """POST /habits {"name":"Dentist","frequency":"FREQ=DAILY"}""")]
    [InlineData("plan_task", null, """POST /tasks {"title":"Dentist"}""")]
    public async Task What_is_wanted_decides_what_is_made(string intent, string? when, string made)
    {
        var slot = when is null ? "" : $",\"when\":{when}";
        _server.Reads($$$$"""{"now":"{{{{Now}}}}","dates":[{{{{when}}}}],"intent":{"name":"{{{{intent}}}}","slots":{"title":"Dentist"{{{{slot}}}}}}}""");
        Assert.Equal(0, (await Add("a sentence", "", yes: true)).Code);
        Assert.Equal(made, _server.Asked[^1]);
    }

    [Theory]
    [InlineData("1\n\n", "POST /events {\"title\":\"Dentist\",\"start_at\":\"2026-03-16T06:00:00Z\",\"all_day\":false}")]
    [InlineData("2\n\n", "POST /events {\"title\":\"Dentist\",\"start_at\":\"2026-03-16T18:00:00Z\",\"all_day\":false}")]
    [InlineData("0\n\n", "POST /tasks {\"title\":\"Dentist on Monday at 9\"}")]
    [InlineData("3\n\n", null)]
    [InlineData("\n\n", null)]
    public async Task What_is_unsure_is_chosen_by_number(string answers, string? made)
    {
        _server.Reads($$$$"""{"now":"{{{{Now}}}}","dates":[],"question":{"text":"In the morning?","candidates":[{{{{Monday}}}},{{{{Evening}}}}]}}""");
        var (code, output, _) = await Add("dentist on Monday at 9", answers);
        Assert.StartsWith("In the morning?\n  1  tomorrow, 09:00\n  2  tomorrow, 21:00\n  0  without a time\nWhich one? ", output, StringComparison.Ordinal);
        Assert.Equal((made is null ? 1 : 0, made ?? _server.Asked[0]), (code, _server.Asked[^1]));
    }

    [Fact]
    public async Task What_is_unsure_is_not_added_where_nobody_is_asked()
    {
        _server.Reads($$$$"""{"now":"{{{{Now}}}}","dates":[],"question":{"text":"In the morning?","candidates":[{{{{Monday}}}}]}}""");
        Assert.Equal((1, "", "In the morning?\n  1  tomorrow, 09:00\n  0  without a time\nNothing was added.\n"), await Add("dentist on Monday at 9", "", yes: true));
        Assert.Single(_server.Asked);
    }

    [Theory]
    [InlineData("""{"name":"agenda","slots":{}}""", "./aimi chat")]
    [InlineData("""{"name":"plan_event","slots":{"title":"Dentist"}}""", "When?")]
    public async Task What_can_be_no_plan_is_said(string intent, string said)
    {
        _server.Reads($$$$"""{"now":"{{{{Now}}}}","dates":[],"intent":{{{{intent}}}}}""");
        var (code, _, errors) = await Add("what is on tomorrow?", "", yes: true);
        Assert.Equal(1, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Single(_server.Asked);
    }

    [Fact]
    public async Task Of_several_wishes_the_first_is_added_with_its_own_time_and_that_is_said()
    {
        _server.Reads($$$$"""{"now":"{{{{Now}}}}","dates":[{{{{Monday}}}}],"intent":{"name":"plan_goal","slots":{"title":"Learn Spanish"}},"also":["plan_habit"]}""");
        var (code, _, errors) = await Add("learn Spanish, practise on Monday at 9", "", yes: true);
        Assert.Equal((0, """POST /goals {"title":"Learn Spanish"}"""), (code, _server.Asked[^1]));
        Assert.StartsWith("Only the first", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Russian_with_all_that_was_said_and_nothing_that_drives_the_terminal()
    {
        _server.Reads($$$$"""{"now":"{{{{Now}}}}","dates":[{{{{Weekdays}}}}],"intent":{"name":"plan_habit","slots":{"title":"Бегать\u001b[31m","when":{{{{Weekdays}}}}}}}""");
        var (code, output, _) = await Add("бегать по будням в 8", "да\n", language: "ru");
        Assert.Equal(0, code);
        Assert.StartsWith("Привычка: Бегать␛[31m\n  первый раз — завтра, 08:00\n  по будням\nДобавить? [Д/н] ✓ habits/", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(422, """{"code":"too_many","detail":"Beyond 500."}""", 1, "Aimi reports: Beyond 500.\n")]
    [InlineData(502, "<html>", 1, "Aimi reports: 502\n")]
    [InlineData(401, """{"code":"unauthenticated"}""", 2, "AIMI_TOKEN")]
    public async Task A_refusal_is_told(int status, string body, int code, string said)
    {
        _server.Answers["/parse"] = ((HttpStatusCode)status, body);
        var (exit, _, errors) = await Add("milk", "", yes: true);
        Assert.Equal(code, exit);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_answers_it_says_so()
    {
        _server.Absent = true;
        Assert.Equal((1, "", "No Aimi answers at http://127.0.0.1:8080/. Start it with ./aimi.\n"), await Add("milk", "", yes: true));
    }

    [Fact]
    public async Task What_was_added_is_taken_back()
    {
        var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, await Adding("", output, TextWriter.Null, "en").Undo($"events/{Id}", Patience.Token));
        Assert.Equal([$"DELETE /events/{Id} "], _server.Asked);
        Assert.Equal("It is gone.\n", output.ToString());
    }

    [Theory]
    [InlineData("events/0195a2b0-0000-7000-8000-000000000001", true)]
    [InlineData("me/0195a2b0-0000-7000-8000-000000000001", false)]
    [InlineData("events/..", false)]
    [InlineData("events", false)]
    [InlineData(null, false)]
    public void Only_a_plan_can_be_taken_back(string? path, bool isPlan) => Assert.Equal(isPlan, QuickAdd.IsPlan(path));

    private async Task<(int Code, string Output, string Errors)> Add(string text, string answers, bool yes = false, string language = "en")
    {
        var (output, errors) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await Adding(answers, output, errors, language).Add(text, yes, Patience.Token);
        return (code, output.ToString(), errors.ToString());
    }

    private QuickAdd Adding(string answers, TextWriter output, TextWriter errors, string language) => new(
        new PlanServer(_server.Http, new ChatServer(new Uri(ClientOptions.DefaultServer))), new StringReader(answers), output, errors, new Phrases(CultureInfo.GetCultureInfo(language)));

    /// <summary>Answers as it is told, and writes down what it was asked.</summary>
    private sealed class StubServer : HttpMessageHandler
    {
        public StubServer() => Http = new HttpClient(this, disposeHandler: false);

        public HttpClient Http { get; }

        public bool Absent { get; set; }

        public List<string> Asked { get; } = [];

        public Dictionary<string, (HttpStatusCode Status, string Body)> Answers { get; } = new(StringComparer.Ordinal);

        public void Reads(string reading) => Answers["/parse"] = (HttpStatusCode.OK, reading);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Absent)
                throw new HttpRequestException("Connection refused.");

            var path = request.RequestUri!.AbsolutePath;
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            Asked.Add($"{request.Method} {path} {body}");
            var (status, answer) = Answers.GetValueOrDefault(path, (HttpStatusCode.Created, new JsonObject { ["id"] = Id, ["version"] = 1 }.ToJsonString()));
            return new HttpResponseMessage(status) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
        }
    }
}
