using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Reminders.Channels;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Aimi.Tests.Hosting.Stopping;

/// <summary>What a process has to tell a collector when it is told to stop.</summary>
public sealed class StopAndTelemetryTests(SqliteDatabase database) : IClassFixture<SqliteDatabase>
{
    private readonly StoppingStack _stack = new(database, redis: "");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_collector_has_the_traces_and_metrics_of_the_last_moment_when_it_has_ended()
    {
        var paths = new ConcurrentBag<string>();
        await using var collector = await WebhookReceiver.Start(context =>
        {
            paths.Add(context.Request.Path);
            return Task.CompletedTask;
        });

        // By themselves both would go out long after this test.
        await using var aimi = _stack.Serve(
            model: null, "AIMI__Telemetry__MetricsPort", FreePort.Find().ToString(CultureInfo.InvariantCulture), "AIMI__Telemetry__Otlp", new Uri(collector.Url).GetLeftPart(UriPartial.Authority), "OTEL_BSP_SCHEDULE_DELAY", "3600000", "OTEL_METRIC_EXPORT_INTERVAL", "3600000");
        await Speak(aimi);
        aimi.Signal("TERM");
        Assert.Equal(0, await aimi.Ended());
        Assert.Contains("/v1/traces", paths);
        Assert.Contains("/v1/metrics", paths);
        Assert.DoesNotContain("telemetry_cut", aimi.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_does_not_answer_does_not_keep_it()
    {
        await using var collector = await WebhookReceiver.Start(WebhookReceiver.Silence);
        await using var aimi = _stack.Serve(model: null, "AIMI__Telemetry__Otlp", new Uri(collector.Url).GetLeftPart(UriPartial.Authority));
        await Speak(aimi);
        aimi.Signal("TERM");
        Assert.Equal(0, await aimi.Ended());
    }

    [Fact]
    public async Task Nor_does_it_push_a_stop_that_took_all_its_time_over_the_deadline()
    {
        await using var postgres = new PostgresDatabase();
        await postgres.InitializeAsync();
        await using var collector = await WebhookReceiver.Start(WebhookReceiver.Silence);
        await using var aimi = new StoppingStack(postgres, redis: "").Serve(model: null, "AIMI__Telemetry__Otlp", new Uri(collector.Url).GetLeftPart(UriPartial.Authority));
        var person = await TokenHolder.Create(postgres);
        using var http = person.At(await aimi.Listening());

        // A request that does not end by itself: its row is another's.
        await using var holder = postgres.Open();
        await using var held = await holder.Database.BeginTransactionAsync(Stop);
        await holder.Users.Where(user => user.Id == person.Id).ExecuteUpdateAsync(user => user.SetProperty(row => row.DisplayName, "Held"), Stop);
        var hanging = http.PatchAsJsonAsync("/me", new { display_name = "Late" }, Stop);
        await using var watcher = new NpgsqlConnection(postgres.ConnectionString);
        await watcher.OpenAsync(Stop);
        await using var waits = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", watcher);
        await Patience.Until(async () => (long)(await waits.ExecuteScalarAsync(Stop))! > 0);

        aimi.Signal("TERM");
        Assert.Equal(0, await aimi.Ended());
        Assert.Contains("telemetry_cut", aimi.Said, StringComparison.Ordinal);
        Assert.Contains("Aimi has stopped.", aimi.Said, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }

    private async Task Speak(AimiProgram aimi)
    {
        var person = await TokenHolder.Create(database);
        using var http = person.At(await aimi.Listening());
        using var answer = await http.PostAsJsonAsync("/chat/send", new { text = "Привет" }, Stop);
        await TestPerson.Json(answer);
    }
}
