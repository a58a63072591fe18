using System.Diagnostics;
using System.Net.Http.Json;
using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Aimi.Tests.Assistant;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>What is kept of traces, what is never in them, whose they are, and that they cost nothing where nobody takes them.</summary>
public sealed class TracingTests : IAsyncLifetime
{
    private const string Marked = "Zyxwmarked";
    private const string CallersTrace = "0af7651916cd43dd8448eb211c80319c";

    private readonly SqliteDatabase _database = new();
    private OtlpReceiver _collector = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _collector = await OtlpReceiver.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Models_and_tools_by_the_conventions_for_generative_AI_and_without_a_word_of_what_was_said()
    {
        await using var model = await StubLlm.Start();
        model.Reply = request => request.Round > 0 ? StubReply.Says($"Готово, {Marked}.") : StubReply.Calls("create_goal", new { title = Marked }).Call("no_such_tool_" + Marked, new { });
        await using var aimi = Serve(("AIMI__Llm", "openai:stub"), ("AIMI__LlmUrl", model.Url.ToString()), ("AIMI__LlmKey", "key-" + Marked));
        using var http = new HttpClient { BaseAddress = await aimi.Listening() };
        http.DefaultRequestHeaders.Add("baggage", "who=" + Marked);

        using var answer = await http.PostAsJsonAsync($"/chat/send?token={Marked}", new { text = $"Хочу {Marked}" }, Cancel);
        await TestPerson.Json(answer);
        using var lost = await http.PostAsync($"/push/actions/{Marked}?token={Marked}", content: null, Cancel);
        using var nowhere = await http.GetAsync($"/{Marked}", Cancel);
        aimi.Signal("TERM");
        Assert.Equal(0, await aimi.Ended());

        var chat = await _collector.Span("chat", span => span.Name == "chat stub" && span["gen_ai.response.finish_reasons"] == "stop");
        Assert.Equal(
            ("chat", "openai", "stub", "127.0.0.1"),
            (chat["gen_ai.operation.name"], chat["gen_ai.provider.name"], chat["gen_ai.request.model"], chat["server.address"]));
        Assert.NotNull(chat["gen_ai.usage.input_tokens"]);
        Assert.NotNull(chat["gen_ai.usage.output_tokens"]);
        Assert.Contains(_collector.Below(chat), span => span["http.response.status_code"] == "200" && span["url.full"] == model.Url.GetLeftPart(UriPartial.Authority));

        var tool = await _collector.Span("the tool", span => span.Name == "execute_tool create_goal");
        Assert.Equal(("execute_tool", "create_goal"), (tool["gen_ai.operation.name"], tool["gen_ai.tool.name"]));
        Assert.Equal(chat.ParentId, tool.ParentId);
        Assert.False(_collector.Holds(Marked));
    }

    [Fact]
    public async Task A_model_that_fails_says_so_in_a_word()
    {
        await using var model = await StubLlm.Start();
        model.Reply = _ => StubReply.Status(401);
        await using var aimi = Serve(("AIMI__Llm", "openai:stub"), ("AIMI__LlmUrl", model.Url.ToString()));
        using var http = new HttpClient { BaseAddress = await aimi.Listening() };
        using var answer = await http.PostAsJsonAsync("/chat/send", new { text = "Привет" }, Cancel);

        var chat = await _collector.Span("chat", span => span.Name == "chat stub");
        Assert.True(chat.IsError);
        Assert.Equal("refused", chat["error.type"]);
    }

    [Fact]
    public async Task Without_a_collector_there_is_no_provider_no_header_and_no_trace_in_any_row()
    {
        await using var aimi = await AimiProcess.Start(_database, redis: null, asOwner: true);
        using var http = new HttpClient { BaseAddress = aimi.Address };
        http.DefaultRequestHeaders.Add("traceparent", $"00-{CallersTrace}-b7ad6b7169203331-01");

        using var answer = await http.PostAsJsonAsync("/chat/send", new { text = "Напомни завтра в 10 позвонить маме" }, Cancel);
        await TestPerson.Json(answer);

        Assert.False(answer.Headers.Contains("traceresponse"));
        Assert.Null(aimi.Services.GetService<TracerProvider>());
        await using var rows = _database.Open();
        Assert.True(await rows.Reminders.AnyAsync(Cancel));
        Assert.False(await rows.ChatMessages.AnyAsync(message => message.Traceparent != null, Cancel));
        Assert.False(await rows.Events.AnyAsync(planned => planned.Traceparent != null, Cancel));
        Assert.False(await rows.Reminders.AnyAsync(reminder => reminder.Traceparent != null, Cancel));
    }

    [Fact]
    public async Task The_owners_trace_goes_on_here_and_a_strangers_does_not()
    {
        await using var local = Serve();
        Assert.Equal(CallersTrace, await Traced(await local.Listening(), "/me"));

        await using var multi = AimiProgram.Run(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Accounts__Mode"] = "multi", ["AIMI__Telemetry__Otlp"] = _collector.Url.ToString() },
            "serve", "--port", "0", "--data", Path.Combine(_database.DataFolder, "multi"));
        var trace = await Traced(await multi.Listening(), "/me");
        Assert.NotEqual(CallersTrace, trace);
        var request = await _collector.Span("the stranger's", span => span.TraceId == trace && span.ParentId.Length == 0);
        Assert.Contains((CallersTrace, "b7ad6b7169203331"), request.Links);
    }

    [Fact]
    public async Task A_collector_that_is_away_is_said_once_and_holds_up_nobody()
    {
        await using var aimi = AimiProgram.Run(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Telemetry__Otlp"] = $"http://127.0.0.1:{FreePort.Find()}" },
            "serve", "--port", "0", "--data", _database.DataFolder);
        using var http = new HttpClient { BaseAddress = await aimi.Listening() };
        foreach (var text in (string[])["Привет", "И ещё", "И снова"])
            await TestPerson.Json(await http.PostAsJsonAsync("/chat/send", new { text }, Cancel));

        // Both signals are sent at the end at the latest.
        aimi.Signal("TERM");
        Assert.Equal(0, await aimi.Ended());
        Assert.Equal(2, aimi.Said.Split("The collector takes no traces and metrics").Length);
    }

    [Fact]
    public void What_follows_from_a_kept_trace_is_kept_whatever_the_part()
    {
        var sampler = new FollowingSampler(0);
        Assert.Equal(SamplingDecision.Drop, Decision(sampler, null));
        Assert.Equal(SamplingDecision.Drop, Decision(sampler, ActivityTraceFlags.None));
        Assert.Equal(SamplingDecision.RecordAndSample, Decision(sampler, ActivityTraceFlags.Recorded));
        Assert.Equal(SamplingDecision.RecordAndSample, Decision(new FollowingSampler(1), null));
    }

    [Theory]
    [InlineData("SELECT * FROM conversations WHERE user_id = $1 FOR UPDATE", "SELECT conversations")]
    [InlineData("CALL aimi_act(@aimi_is_service, @aimi_person_id);\nUPDATE \"events\" SET title = @p0", "UPDATE events")]
    [InlineData("WITH due AS (SELECT 1) INSERT INTO session_summary (user_id) SELECT 1", "INSERT session_summary")]
    [InlineData("INSERT INTO \"chat_messages\" (\"id\") VALUES (@p0) ON CONFLICT DO NOTHING", "INSERT chat_messages")]
    [InlineData("DELETE FROM \"reminder_queue\" AS \"r\"", "DELETE reminder_queue")]
    [InlineData("CALL aimi_act($1, $2)", "CALL")]
    public void A_statement_is_named_by_what_it_does_to_which_table(string sql, string name) => Assert.Equal(name, SqlSummary.Of(sql));

    private static SamplingDecision Decision(Sampler sampler, ActivityTraceFlags? linked) => sampler.ShouldSample(new SamplingParameters(
        default, ActivityTraceId.CreateRandom(), "deliver reminder", ActivityKind.Consumer, tags: null,
        linked is { } flags ? [new ActivityLink(new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags))] : null)).Decision;

    private static async Task<string> Traced(Uri aimi, string path)
    {
        using var http = new HttpClient { BaseAddress = aimi };
        http.DefaultRequestHeaders.Add("traceparent", $"00-{CallersTrace}-b7ad6b7169203331-01");
        using var answer = await http.GetAsync(path, Cancel);
        return answer.Headers.GetValues("traceresponse").Single().Split('-')[1];
    }

    private AimiProgram Serve(params (string Name, string Value)[] settings) => AimiProgram.Run(
        settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal)
            .Append(new("AIMI__Telemetry__Otlp", _collector.Url.ToString())).ToDictionary(StringComparer.Ordinal),
        "serve", "--port", "0", "--data", _database.DataFolder);
}
