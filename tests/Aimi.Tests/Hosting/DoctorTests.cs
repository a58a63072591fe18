using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Hosting.Doctor;
using Aimi.Tests.Assistant;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;

namespace Aimi.Tests.Hosting;

public sealed partial class DoctorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aimi-test-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_fresh_machine_is_well_and_is_left_as_it_was()
    {
        var folder = Path.Combine(_folder.FullName, "deep", "aimi");
        var findings = await Examine(("Data", folder));
        Assert.DoesNotContain(findings, finding => finding.Verdict == Verdict.Broken);
        Assert.Contains("Folder.WillBeMade", Keys(findings), StringComparer.Ordinal);
        Assert.Contains("Sqlite.None", Keys(findings), StringComparer.Ordinal);
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task A_running_aimi_is_known_by_its_port()
    {
        await using var database = new SqliteDatabase();
        await database.InitializeAsync();
        await using var aimi = await AimiProcess.Start(database, redis: null);
        var findings = await Examine(("Data", database.DataFolder), ("Port", $"{aimi.Address.Port}"));
        Assert.Superset(new HashSet<string>(["Port.Aimi", "Sqlite.Opens", "Sqlite.Whole", "Migrations.Current"], StringComparer.Ordinal), Keys(findings));
        Assert.DoesNotContain(findings, finding => finding.Verdict == Verdict.Broken);
    }

    [Fact]
    public async Task Servers_that_are_well_are_told_with_their_versions()
    {
        await using var database = new PostgresDatabase();
        await database.InitializeAsync();
        var findings = await Examine(("Database", database.ConnectionString), ("Redis", SharedRedis.Address));
        Assert.Superset(
            new HashSet<string>(["Postgres.Answers", "Vector.Installed", "Postgres.SameTime", "Migrations.Current", "RowSecurity.Stands", "Queues"], StringComparer.Ordinal), Keys(findings));
        Assert.Contains(findings, finding => finding.Key is "Redis.Answers" or "Redis.Slow");
        Assert.DoesNotContain(findings, finding => finding.Verdict == Verdict.Broken);
    }

    [Fact]
    public async Task An_empty_database_has_migrations_to_come()
    {
        await using var database = new EmptyPostgresDatabase();
        await using var services = await database.Fresh();
        var connection = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Npgsql.NpgsqlDataSource>(services).ConnectionString;
        var findings = await Examine(("Database", $"{connection};Password={Password()}"));
        Assert.Superset(new HashSet<string>(["Vector.Available", "Migrations.Pending"], StringComparer.Ordinal), Keys(findings));
        Assert.DoesNotContain(findings, finding => finding.Verdict == Verdict.Broken);
    }

    [Fact]
    public async Task Servers_that_nobody_runs_are_told_without_a_secret()
    {
        var findings = await Examine(
            ("Database", "Host=127.0.0.1;Port=1;Username=aimi;Password=S3cret;Database=aimi"), ("Redis", "127.0.0.1:1,password=S3cret"));
        Assert.Equal(["Postgres.Silent", "Redis.Silent"], findings.Where(finding => finding.Verdict == Verdict.Broken).Select(finding => finding.Key));
        Assert.DoesNotContain(findings, finding => DoctorCommand.Words(finding).Contains("S3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connection_strings_that_are_none_are_told_without_a_secret()
    {
        var findings = await Examine(("Database", "postgres://aimi:S3cret@db/aimi"), ("Redis", "db:6379,S3cret=S3cret"));
        Assert.Equal(["Postgres.NotUnderstood", "Redis.NotUnderstood"], findings.Where(finding => finding.Verdict == Verdict.Broken).Select(finding => finding.Key));
        Assert.DoesNotContain(findings, finding => DoctorCommand.Words(finding).Contains("S3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_wrong_settings_are_told_at_once()
    {
        var findings = await Examine(("Port", "abc"), ("Address", "home"), ("Sessions:MaxMessages", "2"), ("Llm", "gpt"), ("LlmUrl", "here"), ("SessionCache:SlowAfter", "soon"));
        var told = string.Join('\n', findings.Where(finding => finding.Key == "Settings.Invalid").Select(DoctorCommand.Words));
        Assert.All(
            ["AIMI__Port", "AIMI__Address", "Sessions:MaxMessages", "AIMI__Llm)", "AIMI__LlmUrl", "AIMI__SessionCache__SlowAfter"],
            setting => Assert.Contains(setting, told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Misspelt_variables_are_told_with_the_settings_that_were_meant()
    {
        await using var doctor = AimiProgram.Run(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Sesions__Timeout"] = "00:05:00", ["AIMI_Redis"] = "x", ["AIMI_TOKEN"] = "x" }, "doctor", "--data", _folder.FullName);
        Assert.Equal(1, await doctor.Ended());
        Assert.Contains("✗ Settings: AIMI__Sesions__Timeout is no setting of Aimi. Was AIMI__Sessions__Timeout meant?", doctor.Said, StringComparison.Ordinal);
        Assert.Contains("! Settings: AIMI_Redis is no setting of Aimi\n  → Was AIMI__Redis meant?", doctor.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("AIMI_TOKEN", doctor.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_made_is_broken()
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "", Cancellation);
        var findings = await Examine(("Data", Path.Combine(file, "aimi")));
        Assert.Contains(findings, finding => finding is { Key: "Folder.CanNotBeMade", Verdict: Verdict.Broken });
    }

    [Fact]
    public async Task A_restore_that_was_cut_short_is_told_and_left_as_it_is()
    {
        var decided = _folder.CreateSubdirectory("restoring-20260315T090000.000Z");
        await File.WriteAllTextAsync(Path.Combine(decided.FullName, "manifest.json"), "{}", Cancellation);
        await using var doctor = AimiProgram.Run(new Dictionary<string, string>(StringComparer.Ordinal), "doctor", "--data", _folder.FullName);
        Assert.Equal(0, await doctor.Ended());
        Assert.Contains($"! Data folder: a restore in {_folder.FullName} was cut short", doctor.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("Database:", doctor.Said, StringComparison.Ordinal);
        await using var health = AimiProgram.Run(new Dictionary<string, string>(StringComparer.Ordinal), "health", "--port", "1", "--data", _folder.FullName);
        Assert.Equal(1, await health.Ended());
        Assert.Equal(["manifest.json"], decided.EnumerateFileSystemInfos().Select(file => file.Name));
        Assert.Single(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task The_port_for_metrics_is_looked_at_too()
    {
        await using var database = new SqliteDatabase();
        await database.InitializeAsync();
        var metrics = FreePort.Find();
        Assert.Contains("Metrics.Free", Keys(await Examine(("Telemetry:MetricsPort", $"{metrics}"))), StringComparer.Ordinal);
        await using (var aimi = await AimiProcess.Start(database, redis: null, settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Telemetry:MetricsPort"] = $"{metrics}" }))
        {
            // The doctor waits some seconds for an answer: on a machine that is busy with all the other tests, not always long enough.
            await Patience.Until(async () => Keys(await Examine(("Data", database.DataFolder), ("Port", $"{aimi.Address.Port}"), ("Telemetry:MetricsPort", $"{metrics}")))
                .IsSupersetOf(["Port.Aimi", "Metrics.Answers"]));
            await Patience.Until(async () =>
                (await Examine(("Data", database.DataFolder), ("Port", $"{aimi.Address.Port}"), ("Telemetry:MetricsPort", $"{FreePort.Find()}")))
                    .Any(finding => finding is { Key: "Metrics.Silent", Verdict: Verdict.Broken }));
        }

        await using var other = await StubLlm.Start();
        Assert.Contains(await Examine(("Telemetry:MetricsPort", $"{other.Url.Port}")), finding => finding is { Key: "Metrics.Taken", Verdict: Verdict.Broken });
    }

    [Fact]
    public async Task A_restore_that_this_user_can_not_finish_is_told_and_not_thrown()
    {
        // Rights do not hold up a test that runs as root; a folder in the place of the lock does.
        _folder.CreateSubdirectory("restoring-20260315T090000.000Z");
        _folder.CreateSubdirectory("aimi.db.use.lock");
        await using var migrate = AimiProgram.Run(new Dictionary<string, string>(StringComparer.Ordinal), "migrate", "--data", _folder.FullName);
        Assert.Equal(1, await migrate.Ended());
        Assert.StartsWith("Aimi can not start: Access to the path", migrate.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", migrate.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_broken()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "aimi.db"), new string('x', 5000), Cancellation);
        Assert.Contains(await Examine(), finding => finding is { Key: "Sqlite.Closed", Verdict: Verdict.Broken });
    }

    [Fact]
    public async Task A_port_that_another_program_has_is_broken()
    {
        await using var other = await StubLlm.Start();
        var findings = await Examine(("Port", $"{other.Url.Port}"));
        Assert.Contains(findings, finding => finding is { Key: "Port.Taken", Verdict: Verdict.Broken });
    }

    [Fact]
    public async Task What_hangs_does_not_hang_the_doctor()
    {
        var findings = new List<Finding>();
        var hangs = new Checkup("Cache", TimeSpan.FromMilliseconds(20), (_, _) => new TaskCompletionSource().Task);
        await hangs.Run(findings.Add, Cancellation);
        Assert.Equal("NoAnswer", Assert.Single(findings).Key);
    }

    [Fact]
    public void Every_text_is_there_in_both_languages()
    {
        var texts = new ResourceManager("Aimi.Hosting.Terminal", typeof(Settings).Assembly);
        var english = Texts(CultureInfo.InvariantCulture);
        Assert.Equal(english, Texts(CultureInfo.GetCultureInfo("ru")));

        // Each finding that the code can make has its text, and what is broken has its advice.
        var made = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", "Aimi"), "*Checkup.cs", SearchOption.AllDirectories)
            .SelectMany(file => Found().Matches(File.ReadAllText(file)))
            .ToList();
        Assert.NotEmpty(made);
        foreach (var finding in made)
        {
            Assert.Contains($"Doctor.{finding.Groups["key"].Value}", english, StringComparer.Ordinal);
            if (finding.Groups["verdict"].Value != "Fine" && finding.Groups["key"].Value != "Settings.Invalid")
                Assert.Contains($"Doctor.{finding.Groups["key"].Value}.Do", english, StringComparer.Ordinal);
        }

        SortedSet<string> Texts(CultureInfo culture) =>
            new(texts.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<System.Collections.DictionaryEntry>().Select(text => (string)text.Key), StringComparer.Ordinal);
    }

    private async Task<List<Finding>> Examine(params (string Name, string? Value)[] settings)
    {
        var overrides = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Database"] = null, ["Redis"] = null, ["Data"] = _folder.FullName, ["Port"] = "0" };
        foreach (var (name, value) in settings)
            overrides[name] = value;
        var findings = new List<Finding>();
        await DoctorCommand.Examine(Server.CreateBuilder(overrides).Configuration, findings.Add, Cancellation);
        return findings;
    }

    private static HashSet<string> Keys(IEnumerable<Finding> findings) => findings.Select(finding => finding.Key).ToHashSet(StringComparer.Ordinal);

    // A data source does not give it away.
    private static string? Password() =>
        new Npgsql.NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("AIMI_TEST_POSTGRES")).Password;

    [GeneratedRegex(@"Verdict\.(?<verdict>Fine|Doubtful|Broken), ""(?<key>[A-Z][\w.]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Found();
}
