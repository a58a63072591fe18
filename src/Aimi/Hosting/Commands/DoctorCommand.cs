using Aimi.Assistant.Llm;
using Aimi.Data;
using Aimi.Hosting.Backup;
using Aimi.Hosting.Doctor;
using Aimi.Hosting.Telemetry;
using Aimi.Memory.Embeddings;
using Aimi.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Hosting;

/// <summary><c>./aimi doctor</c>: looks at all that Aimi needs, changes nothing, and says what to do; 0 where nothing is broken, else 1.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A large file takes its time to be read through.</summary>
    private static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(60);

    public static async Task<int> Run(Dictionary<string, string?> overrides, CancellationToken cancellationToken)
    {
        IConfiguration settings;
        try
        {
            settings = Server.Look(overrides);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            return CommandLine.Say("Serve.Failed", 1, unreadable.Message);
        }

        var broken = false;
        await Examine(
            settings,
            finding =>
            {
                broken |= finding.Verdict == Verdict.Broken;
                Console.Out.WriteLine(Words(finding));
            },
            cancellationToken);

        Console.Out.WriteLine();
        Console.Out.WriteLine(Texts.Get(broken ? "Doctor.Ill" : "Doctor.Well"));
        return broken ? 1 : 0;
    }

    /// <summary>Everything, one after the other.</summary>
    /// <param name="tell">Called for each finding as it is made.</param>
    internal static async Task Examine(IConfiguration settings, Action<Finding> tell, CancellationToken cancellationToken)
    {
        foreach (var checkup in Checkups(settings))
            await checkup.Run(tell, cancellationToken);
    }

    /// <summary>A line, and behind what is not well another one that says what to do.</summary>
    internal static string Words(Finding finding)
    {
        var mark = finding.Verdict switch { Verdict.Fine => '✓', Verdict.Doubtful => '!', _ => '✗' };
        var line = $"{mark} {Texts.Get($"Doctor.{finding.Key}", finding.Values)}";
        return finding.Verdict != Verdict.Fine && Texts.Find($"Doctor.{finding.Key}.Do", finding.Values) is { } advice
            ? $"{line}{Environment.NewLine}  → {advice}"
            : line;
    }

    private static IEnumerable<Checkup> Checkups(IConfiguration settings)
    {
        var folder = Server.DataFolder(settings);
        yield return new("Machine", Patience, (tell, _) => MachineCheckup.Examine(TimeProvider.System, tell));

        // With PostgreSQL nothing needs to lie on disk.
        if (string.IsNullOrWhiteSpace(settings["Database"]) || Directory.Exists(folder))
            yield return new("Folder", Patience, (tell, token) => FolderCheckup.Examine(folder, tell, token));
        yield return new("Settings", Patience, (tell, _) => SettingsCheckup.Examine(settings, tell));

        // What follows needs settings that can be read; what is wrong with them was said.
        if (Settings.Problems(settings).Count > 0)
            yield break;

        yield return new("Port", Patience, (tell, token) => PortCheckup.Examine(Read<ServerOptions>(settings), Read<TelemetryOptions>(settings.GetSection(TelemetryOptions.Section)).MetricsPort, tell, token));

        // Of a restore that is half done a database may be missing, or another's: it was told.
        if (!string.IsNullOrWhiteSpace(settings["Database"]) || !new FolderRestore(folder, TimeProvider.System).IsDecided)
            yield return new("Database", DatabasePatience, (tell, token) => ExamineDatabase(settings, folder, tell, token));
        yield return new("Cache", Patience, (tell, token) => settings[RedisConnection.Setting] is { Length: > 0 } redis
            ? RedisCheckup.Examine(redis, Read<SessionCacheOptions>(settings.GetSection(SessionCacheOptions.Section)).SlowAfter, tell, token)
            : InProcess(tell));
        yield return new("Llm", Patience, (tell, token) => AssistantCheckup.Examine(Read<LlmOptions>(settings), tell, token));
        yield return new("Embeddings", Patience, (tell, token) => AssistantCheckup.Examine(Read<EmbeddingOptions>(settings), tell, token));
    }

    private static async Task ExamineDatabase(IConfiguration settings, string folder, Action<Finding> tell, CancellationToken cancellationToken)
    {
        try
        {
            var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddDatabase(settings["Database"], folder);
            await using var provider = services.BuildServiceProvider();
            var isCurrent = false;
            await provider.GetRequiredService<IDatabaseCheckup>().Examine(
                finding =>
                {
                    isCurrent |= finding.Key == MigrationCheckup.Current;
                    tell(finding);
                },
                cancellationToken);
            if (isCurrent)
                await QueueCheckup.Examine(provider.GetRequiredService<IDbContextFactory<AimiDbContext>>(), TimeProvider.System, tell, cancellationToken);
        }
        catch (DatabaseSetupException)
        {
            tell(new(Verdict.Broken, "Postgres.NotUnderstood"));
        }
    }

    private static Task InProcess(Action<Finding> tell)
    {
        tell(new(Verdict.Fine, "Redis.None"));
        return Task.CompletedTask;
    }

    private static T Read<T>(IConfiguration settings)
        where T : new() => settings.Get<T>() ?? new T();
}
