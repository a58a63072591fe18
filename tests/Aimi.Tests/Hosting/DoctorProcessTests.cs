using System.Net;
using System.Text.Json.Nodes;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Hosting.Doctor;
using Aimi.Reminders;
using Aimi.Sessions;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Hosting;

/// <summary><c>./aimi doctor</c> as an operator runs it, beside an Aimi that ails.</summary>
public sealed class DoctorProcessTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("aimi-doctor-");
    private readonly int _port = FreePort.Find();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task It_tells_what_ails_the_aimi_that_runs_in_the_language_of_who_asks()
    {
        using var redis = await RedisProcess.Up();
        var settings = Settings(("AIMI__Database", database.ConnectionString!), ("AIMI__Redis", redis.Address));
        await using var aimi = AimiProgram.Run(settings, "serve", "--data", _data.FullName);
        using var probe = HealthProbe.OfPort(_port);
        await probe.Until(health => health.Word == "ok");
        var (code, said) = await Doctor(settings);
        Assert.Equal(0, code);
        Assert.Contains($"✓ Port: Aimi {Health.Version} answers on {_port} already, and is ready", said, StringComparison.Ordinal);
        Assert.Contains("✓ Database: row-level security keeps people apart", said, StringComparison.Ordinal);
        Assert.Contains("✓ Queues: reminders due 0", said, StringComparison.Ordinal);

        redis.Kill();
        await probe.Until(health => health.Of("cache") == "degraded");
        (code, said) = await Doctor(settings);
        Assert.Equal(1, code);
        Assert.Contains("! The Aimi that runs: she does without her cache (Redis does not answer", said, StringComparison.Ordinal);
        Assert.Contains("✗ Cache: Redis does not answer", said, StringComparison.Ordinal);

        (code, said) = await Doctor(settings, ("LC_ALL", "ru_RU.UTF-8"));
        Assert.Equal(1, code);
        Assert.Contains("! Работающая Aimi: обходится без кэша (", said, StringComparison.Ordinal);
        Assert.Contains("→ Она работает от базы данных", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queues_that_nobody_drains_and_what_was_given_up_are_told_and_a_security_that_was_switched_off_is_broken()
    {
        var user = A.User();
        var (planned, other) = (A.Event(user), A.Event(user));
        var (late, lost, forgotten) = (A.Reminder(user, planned), A.Reminder(user, other), A.Summary(user));
        (lost.Status, forgotten.Status) = (ReminderStatus.Failed, SummaryStatus.Failed);
        await database.Save(user, planned, other, late, lost, A.Summary(user), forgotten);
        await using (var context = database.Open())
        {
            using var acting = Acting.ForNobody();
            await context.Database.ExecuteSqlRawAsync("RESET ROLE; ALTER TABLE habits NO FORCE ROW LEVEL SECURITY", Cancel);
        }

        var settings = Settings(("AIMI__Database", database.ConnectionString!));
        var (code, said) = await Doctor(settings);
        Assert.Equal(1, code);
        Assert.Contains("✗ Database: row-level security is off for habits", said, StringComparison.Ordinal);
        Assert.Contains("! Queues: 1 reminders are late, the oldest since 2026-03-15", said, StringComparison.Ordinal);
        Assert.Contains("! Queues: 1 sessions wait to be summarised", said, StringComparison.Ordinal);
        Assert.Contains("given up after several attempts: reminders 1, sessions to be summarised 1", said, StringComparison.Ordinal);

        // As it advises.
        await using (var migrate = AimiProgram.Run(settings, "migrate", "--data", _data.FullName))
            Assert.Equal(0, await migrate.Ended());
        (code, said) = await Doctor(settings);
        Assert.Equal(0, code);
        Assert.Contains("✓ Database: row-level security keeps people apart", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("database", "unavailable", "Running.Database", Verdict.Broken)]
    [InlineData("database", "degraded", "Running.Database", Verdict.Doubtful)]
    [InlineData("cache", "degraded", "Running.Cache", Verdict.Doubtful)]
    [InlineData("workers", "degraded", "Running.Workers", Verdict.Broken)]
    [InlineData("queues", "degraded", "Running.Queues", Verdict.Broken)]
    [InlineData("llm", "degraded", "Running.Llm", Verdict.Doubtful)]
    [InlineData("memory", "degraded", "Running.Memory", Verdict.Doubtful)]
    public void Each_check_that_ails_is_a_finding_with_her_own_words(string name, string status, string key, object verdict)
    {
        var finding = Assert.Single(Running($$"""{ "state": "ready", "checks": { "{{name}}": { "status": "{{status}}", "detail": "So it is.", "data": { "kind": "x", "session_summary": "failed 3 times in a row" } } } }"""), finding => finding.Key != "Port.Aimi");
        Assert.Equal(((Verdict)verdict, key), (finding.Verdict, finding.Key));
        Assert.Contains("(So it is.; session_summary: failed 3 times in a row)", DoctorCommand.Words(finding), StringComparison.Ordinal);
    }

    [Fact]
    public void An_aimi_that_is_not_ready_or_newer_or_tells_no_more_is_no_trouble()
    {
        Assert.Equal(["Port.NotReady"], Running("""{ "state": "draining", "checks": { "database": { "status": "ok" }, "moon": { "status": "degraded" } } }""").Select(finding => finding.Key));
        var bare = Running("""{ "state": "ready", "checks": { "workers": { "status": "degraded" } } }""")[1];
        Assert.Contains("AIMI__Telemetry__MetricsPort", DoctorCommand.Words(bare), StringComparison.Ordinal);
    }

    private static List<Finding> Running(string health)
    {
        var findings = new List<Finding>();
        RunningCheckup.Examine("1.0", new RunningAnswer(HttpStatusCode.OK, JsonNode.Parse(health)!.AsObject()), 8080, findings.Add);
        return findings;
    }

    private Dictionary<string, string> Settings(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Port"] = $"{_port}" };
        foreach (var (name, value) in more)
            settings[name] = value;
        return settings;
    }

    private async Task<(int Code, string Said)> Doctor(Dictionary<string, string> settings, params (string Name, string Value)[] more)
    {
        var all = new Dictionary<string, string>(settings, StringComparer.Ordinal);
        foreach (var (name, value) in more)
            all[name] = value;
        await using var doctor = AimiProgram.Run(all, "doctor", "--data", _data.FullName);
        return (await doctor.Ended(), doctor.Said);
    }
}
