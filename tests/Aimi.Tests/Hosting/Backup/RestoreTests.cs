using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Aimi.Data;
using Aimi.Data.Sqlite;
using Aimi.Hosting.Backup;
using Aimi.Tests.Infrastructure;
using Microsoft.Data.Sqlite;

namespace Aimi.Tests.Hosting.Backup;

/// <summary>A backup comes back whole or not at all, whatever it meets.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RestoreTests : IAsyncLifetime
{
    private static readonly string[] Old = ["1", "1", "1", "1"];
    private static readonly string[] New = ["2", "2", "2", "2"];

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("aimi-restore-");
    private SmallFolder _folder = null!;
    private string _backup = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _backup = At("backup.zip");
        await (await SmallFolder.Make(At("backed-up"), mark: 2)).BackUp(_backup);
        _folder = await SmallFolder.Make(At("data"), mark: 1);
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _home.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_folder_is_as_it_was_backed_up_and_the_old_one_is_kept_aside()
    {
        var (restored, aside) = await Restore(_backup);

        Assert.Equal(New, await _folder.Marks());
        Assert.Equal(Old, await new SmallFolder(aside!).Marks());
        Assert.Equal(["aimi.db", "appsettings.json", "master-key", "web-push-key.pem"], restored.Files.Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.All(restored.Files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, file.Name))));
    }

    [Fact]
    public async Task What_the_backup_does_not_hold_does_not_stay_behind()
    {
        var without = await SmallFolder.Make(At("without"), mark: 2);
        File.Delete(Path.Combine(without.Path, "master-key"));
        await without.BackUp(At("without.zip"));

        await Restore(At("without.zip"));

        Assert.Equal(["2", null, "2", "2"], await _folder.Marks());
    }

    [Theory]
    [InlineData("flipped")]
    [InlineData("cut")]
    [InlineData("cut by one")]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("a file more")]
    public async Task A_damaged_backup_is_refused_and_nothing_is_touched(string damage)
    {
        var bytes = await File.ReadAllBytesAsync(_backup, Stop);
        await File.WriteAllBytesAsync(_backup, Damaged(bytes, damage), Stop);
        if (damage == "a file more")
        {
            await using var zip = await ZipFile.OpenAsync(_backup, ZipArchiveMode.Update, Stop);
            zip.CreateEntry("../install-token");
        }

        var before = _folder.Bytes();
        var refused = await Assert.ThrowsAsync<BackupException>(() => Restore(_backup));

        Assert.Contains("damaged", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Bytes());
    }

    [Fact]
    public async Task A_database_of_a_newer_Aimi_is_refused_and_nothing_is_touched()
    {
        var newer = await SmallFolder.Make(At("newer"), mark: 3);
        await newer.Execute("INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Future', '99.0')");
        await newer.BackUp(At("newer.zip"));

        await RefusedAsNewer(At("newer.zip"));
    }

    [Fact]
    public async Task An_archive_of_a_newer_form_is_refused_and_nothing_is_touched()
    {
        await using (var zip = await ZipFile.OpenAsync(_backup, ZipArchiveMode.Update, Stop))
        {
            var entry = zip.GetEntry(BackupManifest.FileName)!;
            await using var stream = await entry.OpenAsync(Stop);
            var manifest = (await JsonNode.ParseAsync(stream, cancellationToken: Stop))!;
            (manifest["format"], manifest["of_the_future"]) = (BackupManifest.CurrentFormat + 1, true);
            stream.SetLength(0);
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString()), Stop);
        }

        await RefusedAsNewer(_backup);
    }

    [Fact]
    public async Task A_folder_that_a_program_has_open_is_not_restored_into()
    {
        using var connections = new SqliteConnections(_folder.Path);
        await using (await connections.Open(Stop))
        {
            var refused = await Assert.ThrowsAsync<BackupException>(() => Restore(_backup));
            Assert.Contains("Stop it", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(Old, await _folder.Marks());
    }

    [Fact]
    public async Task While_it_is_restored_no_program_opens_the_database()
    {
        using var restoring = DataFolder.TryLock(SqliteConnections.UseLock(_folder.Path));
        using var connections = new SqliteConnections(_folder.Path);
        await Assert.ThrowsAsync<DatabaseSetupException>(() => connections.Open(Stop));
    }

    [Fact]
    public async Task Ended_between_any_two_steps_it_is_finished_by_whoever_looks_next()
    {
        var steps = 0;
        await new FolderRestore(_folder.CopyTo(At("whole")).Path, TimeProvider.System, () => steps++).Restore(_backup, Stop);
        Assert.True(steps > 2 * BackupWriter.Kept.Count, $"Only {steps} steps.");

        for (var last = 0; last < steps; last++)
        {
            var folder = _folder.CopyTo(At($"data-{last}"));
            var left = last;
            await Assert.ThrowsAsync<EndOfTheWorldException>(() =>
                new FolderRestore(folder.Path, TimeProvider.System, () => _ = left-- == 0 ? throw new EndOfTheWorldException() : 0).Restore(_backup, Stop));

            Assert.Equal(New, await folder.Marks());
            Assert.Equal(Old, await new SmallFolder(Assert.Single(Directory.GetDirectories(folder.Path))).Marks());
        }
    }

    [Fact]
    public async Task Killed_anywhere_it_leaves_the_old_or_the_new()
    {
        var seen = new HashSet<string?>(StringComparer.Ordinal);
        foreach (var moment in (int[])[1, 2, 3, 5, 8, 13, 21])
        {
            var folder = _folder.CopyTo(At($"killed-{moment}"));
            await using var restore = AimiProgram.Run(
                new Dictionary<string, string>(StringComparer.Ordinal), "restore", _backup, "--data", folder.Path);
            await KilledAt(restore, folder.Path, moment);

            var marks = await folder.Marks();
            Assert.Single(marks.Distinct(StringComparer.Ordinal));
            seen.Add(marks[0]);

            // And it is no hindrance to the next.
            await new FolderRestore(folder.Path, TimeProvider.System).Restore(_backup, Stop);
            Assert.Equal(New, await folder.Marks());
            Assert.Empty(Directory.GetDirectories(folder.Path, "unpacking-*"));
        }

        // The first thing that happens in the folder comes long before the decision.
        Assert.Contains("1", seen, StringComparer.Ordinal);
    }

    /// <summary>Kills it when so many things have happened in the folder, unless it ends before.</summary>
    internal static async Task KilledAt(AimiProgram program, string folder, int moment)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
        void Count(object sender, FileSystemEventArgs happened)
        {
            if (Interlocked.Decrement(ref moment) == 0)
                reached.SetResult();
        }

        watcher.Created += Count;
        watcher.Changed += Count;
        watcher.Deleted += Count;
        watcher.Renamed += Count;
        watcher.EnableRaisingEvents = true;
        if (await Task.WhenAny(reached.Task, program.Ended()) == reached.Task)
            program.Kill();
    }

    private static byte[] Damaged(byte[] bytes, string damage)
    {
        switch (damage)
        {
            case "flipped":
                bytes[bytes.Length / 3] ^= 0x10;
                return bytes;
            case "cut":
                return bytes[..(bytes.Length / 2)];
            case "cut by one":
                return bytes[..^1];
            case "empty":
                return [];
            case "text":
                return [.. Enumerable.Repeat((byte)'x', 5000)];
            default:
                return bytes;
        }
    }

    private async Task RefusedAsNewer(string backup)
    {
        var before = _folder.Bytes();
        var refused = await Assert.ThrowsAsync<BackupException>(() => Restore(backup));
        Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Bytes());
    }

    private Task<(BackupManifest Restored, string? Aside)> Restore(string backup) => new FolderRestore(_folder.Path, TimeProvider.System).Restore(backup, Stop);

    private string At(string name) => Path.Combine(_home.FullName, name);

    /// <summary>Nobody catches it: as a kill.</summary>
    private sealed class EndOfTheWorldException : Exception;
}
