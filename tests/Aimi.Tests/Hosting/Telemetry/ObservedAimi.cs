using System.Globalization;
using System.Net.Http.Json;
using Aimi.Tests.Assistant;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Npgsql;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>The real program with everything that it can have (PostgreSQL, Redis, a model), which has done something of each kind, and a Prometheus that saw it.</summary>
public sealed class ObservedAimi : IAsyncLifetime
{
    public const string Failing = "The model fails at this";

    private readonly PostgresDatabase _database = new();
    private RedisProcess? _redis;
    private StubLlm? _model;
    private AimiProgram? _aimi;
    private PrometheusServer? _prometheus;

    /// <summary>As the operator gets them; only that what goes on for minutes need not go on for so long here: alerts.test.yml holds the minutes.</summary>
    private static string Rules => System.Text.RegularExpressions.Regex.Replace(
        Checkout.Read("deploy/prometheus/alerts.yml"), "for: [0-9]+m", "for: 1s", System.Text.RegularExpressions.RegexOptions.NonBacktracking);

    public TestDatabase Database => _database;

    public HttpClient Http { get; } = new();

    internal PrometheusServer Prometheus => _prometheus!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _redis = await RedisProcess.Up();
        _model = await StubLlm.Start();
        _model.To(Failing, StubReply.Status(500)).To("the dentist", StubReply.Calls("create_event", new { title = "Dentist" }), StubReply.Says("I have it."));
        _aimi = AimiProgram.Run(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AIMI__Database"] = _database.ConnectionString!,
                ["AIMI__Redis"] = _redis.Address,
                ["AIMI__Llm"] = "openai:stub,offline",
                ["AIMI__LlmUrl"] = _model.Url.ToString(),
                ["AIMI__LlmPrice"] = "1/2",
                ["DOTNET_gcServer"] = "0",
            },
            "serve", "--port", "0", "--data", _database.DataFolder);
        Http.BaseAddress = await _aimi.Listening();
        _prometheus = await PrometheusServer.Start(Http.BaseAddress, Rules);
        await Live();
    }

    public async Task Say(string text) => (await Http.PostAsJsonAsync("/chat/send", new { text }, Stop)).EnsureSuccessStatusCode();

    /// <summary>A task with a reminder at its moment.</summary>
    public async Task Remind(string title, TimeSpan ahead)
    {
        var due = (TimeProvider.System.GetUtcNow() + ahead).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        (await Http.PostAsJsonAsync("/tasks", new { title, due_at = due, reminder_offsets = new[] { "PT0S" } }, Stop)).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
            await _prometheus.DisposeAsync();
        if (_aimi is not null)
            await _aimi.DisposeAsync();
        if (_model is not null)
            await _model.DisposeAsync();
        _redis?.Dispose();
        Http.Dispose();
        await _database.DisposeAsync();
    }

    /// <summary>Some instruments tell nothing until there is something to tell.</summary>
    private async Task Live()
    {
        foreach (var text in (string[])["Hello", "Tell me of Lisbon", "I like it there", "And of Porto", "Make a date with the dentist", "я хочу покончить с собой", "пока", Failing])
            await Say(text);

        await Remind("Call mother", TimeSpan.FromDays(3));
        await Remind("Water the flowers", TimeSpan.FromSeconds(15));

        // Statements that fail: those of the worker that looks for sessions to summarise.
        await Execute("ALTER TABLE session_summary RENAME TO away");
        await Prometheus.Until("db_client_operation_failed_total > 0");
        await Execute("ALTER TABLE away RENAME TO session_summary");
        await Prometheus.Until("aimi_reminder_lateness_seconds_count > 0");
        await Prometheus.Until("""aimi_reminder_queue{state="given_up"} == 0""");
        await Prometheus.Until("aimi_llm_fallback_total > 0");
    }

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
