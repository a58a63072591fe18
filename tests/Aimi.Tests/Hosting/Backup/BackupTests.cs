using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Aimi.Hosting.Backup;
using Aimi.Tests.Infrastructure;
using Microsoft.Data.Sqlite;

namespace Aimi.Tests.Hosting.Backup;

/// <summary>`./aimi backup` and `./aimi restore` as an operator runs them, beside a program that serves.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BackupTests : IDisposable
{
    private const int Talkers = 2;
    private const string Password = "a long walk by the river 7";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("aimi-backup-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _home.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_acknowledged_before_the_backup_began_is_in_it_though_people_talk_on()
    {
        await using var aimi = Serve(At("data"));
        using var http = new HttpClient { BaseAddress = await aimi.Listening() };
        var acknowledged = new ConcurrentQueue<string>();
        var warm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var talking = Task.WhenAll(Enumerable.Range(0, Talkers).Select(talker => Talk(http, talker, acknowledged, warm, enough.Token)));
        await (await Task.WhenAny(warm.Task, talking));

        var before = acknowledged.ToList();
        await using var backup = Run("backup", At("backup.zip"), "--data", At("data"));
        Assert.True(await backup.Ended() == 0, backup.Said);
        var during = acknowledged.Count - before.Count;
        Assert.Contains("where only you can read it", backup.Said, StringComparison.Ordinal);

        // Not into a folder that somebody serves from.
        await using var tooEarly = Run("restore", At("backup.zip"), "--data", At("data"));
        Assert.Equal(1, await tooEarly.Ended());
        Assert.Contains("Stop it and try again", tooEarly.Said, StringComparison.Ordinal);

        await using var restore = Run("restore", At("backup.zip"), "--data", At("fresh"));
        Assert.True(await restore.Ended() == 0, restore.Said);
        await using var again = Serve(At("fresh"));
        using var other = new HttpClient { BaseAddress = await again.Listening() };
        var restored = await Said(other);
        Assert.Empty(before.Except(restored, StringComparer.Ordinal));

        // And it goes on from there.
        Assert.True((await other.PostAsJsonAsync("/chat/send", new { text = "And on" }, Stop)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Who_was_signed_in_still_is_and_who_has_a_password_signs_in()
    {
        var accounts = new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Accounts__Mode"] = "multi" };
        await using (var add = AimiProgram.Run(accounts, "user", "add", "anna@example.com", "--timezone", "Europe/Moscow", "--locale", "ru", "--data", At("data")))
        {
            add.Type(Password);
            Assert.True(await add.Ended() == 0, add.Said);
        }

        JsonNode tokens;
        await using (var aimi = AimiProgram.Run(accounts, "serve", "--port", "0", "--data", At("data")))
        {
            using var http = new HttpClient { BaseAddress = await aimi.Listening() };
            tokens = await SignIn(http);
            await using var backup = Run("backup", At("backup.zip"), "--data", At("data"));
            Assert.True(await backup.Ended() == 0, backup.Said);
        }

        await using var restore = Run("restore", At("backup.zip"), "--data", At("fresh"));
        Assert.True(await restore.Ended() == 0, restore.Said);
        await using var again = AimiProgram.Run(accounts, "serve", "--port", "0", "--data", At("fresh"));
        using var other = new HttpClient { BaseAddress = await again.Listening() };
        other.DefaultRequestHeaders.Authorization = new("Bearer", (string)tokens["access_token"]!);
        await TestPerson.Json(await other.GetAsync("/me", Stop));
        await TestPerson.Json(await other.PostAsJsonAsync("/auth/refresh", new { refresh_token = (string)tokens["refresh_token"]! }, Stop));
        await SignIn(other);
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced_only_where_one_says_so()
    {
        var folder = await SmallFolder.Make(At("data"), mark: 1);
        await File.WriteAllTextAsync(At("backup.zip"), "precious", Stop);

        await using var refused = Run("backup", At("backup.zip"), "--data", folder.Path);
        Assert.Equal(1, await refused.Ended());
        Assert.Contains("--overwrite", refused.Said, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(At("backup.zip"), Stop));

        await using var replaced = Run("backup", At("backup.zip"), "--overwrite", "--data", folder.Path);
        Assert.True(await replaced.Ended() == 0, replaced.Said);
        using (var backup = BackupReader.Open(At("backup.zip")))
            await backup.Verify(Stop);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("backup.zip")));
        Assert.Equal(["backup.zip", "data"], _home.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_damaged_database_makes_no_backup()
    {
        var folder = await SmallFolder.Make(At("data"), mark: 1);
        var page = int.Parse((await folder.Execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_reminder_queue_trigger_at'"))!, CultureInfo.InvariantCulture);
        await using (var file = File.OpenWrite(folder.Database))
        {
            // An index: the rows themselves could still be read.
            file.Position = (page - 1) * 4096;
            file.Write([.. Enumerable.Repeat((byte)0xA5, 4096)]);
        }

        await using var backup = Run("backup", At("backup.zip"), "--data", folder.Path);

        Assert.Equal(1, await backup.Ended());
        Assert.Contains("damaged", backup.Said, StringComparison.Ordinal);
        Assert.Equal(["data"], _home.EnumerateFileSystemInfos().Select(entry => entry.Name));
    }

    [Fact]
    public async Task A_row_that_points_at_nobody_makes_no_backup()
    {
        var folder = await SmallFolder.Make(At("data"), mark: 1);
        await folder.Execute("PRAGMA foreign_keys = OFF; INSERT INTO user_state (user_id, focus_goals, traits, recent_mood, pending_actions, created_at, updated_at) VALUES ('nobody', '[]', '[]', '[]', '[]', 0, 0)");

        var refused = await Assert.ThrowsAsync<BackupException>(() => folder.BackUp(At("backup.zip")));

        Assert.Contains("damaged", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_anywhere_a_backup_has_its_name_only_when_it_is_whole()
    {
        var folder = await SmallFolder.Make(At("data"), mark: 1);
        var target = _home.CreateSubdirectory("backups").FullName;
        var file = Path.Combine(target, "backup.zip");
        for (var moment = 1; moment <= 13; moment += 3)
        {
            await using var backup = Run("backup", file, "--overwrite", "--data", folder.Path);
            await RestoreTests.KilledAt(backup, target, moment);
            if (!File.Exists(file))
                continue;
            using var whole = BackupReader.Open(file);
            await whole.Verify(Stop);
        }

        // What the killed ones left goes with the next.
        await using var last = Run("backup", file, "--overwrite", "--data", folder.Path);
        Assert.True(await last.Ended() == 0, last.Said);
        Assert.Equal(["backup.zip"], Directory.EnumerateFileSystemEntries(target).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("backup", "pg_dump")]
    [InlineData("restore", "pg_restore")]
    public async Task On_PostgreSQL_it_says_what_to_do_instead(string command, string instead)
    {
        var postgres = new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Database"] = "Host=db.example.com;Database=aimi;Password=sesame" };
        await using var run = AimiProgram.Run(postgres, command, At("backup.zip"), "--data", At("data"));

        Assert.Equal(1, await run.Ended());
        Assert.Contains(instead, run.Said, StringComparison.Ordinal);
        Assert.Contains("operations.md", run.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", run.Said, StringComparison.Ordinal);
        Assert.False(File.Exists(At("backup.zip")));
    }

    private static async Task Talk(HttpClient http, int talker, ConcurrentQueue<string> acknowledged, TaskCompletionSource warm, CancellationToken enough)
    {
        for (var said = 0; !enough.IsCancellationRequested; said++)
        {
            var text = $"Message {said} of {talker}";
            (await http.PostAsJsonAsync("/chat/send", new { text }, Stop)).EnsureSuccessStatusCode();
            acknowledged.Enqueue(text);
            if (acknowledged.Count > 20)
                warm.TrySetResult();
        }
    }

    private static async Task<List<string>> Said(HttpClient http)
    {
        var said = new List<string>();
        for (var after = 0L; ;)
        {
            var page = (await http.GetFromJsonAsync<JsonNode>($"/chat/messages?limit=200&after={after}", Stop))!;
            foreach (var message in page["items"]!.AsArray())
            {
                said.Add((string)message!["text"]!);
                after = (long)message["seq"]!;
            }

            if (!(bool)page["has_more"]!)
                return said;
        }
    }

    private static async Task<JsonNode> SignIn(HttpClient http) =>
        await TestPerson.Json(await http.PostAsJsonAsync("/auth/sign-in", new { email = "anna@example.com", password = Password, device = "laptop" }, Stop));

    private static AimiProgram Serve(string data) => Run("serve", "--port", "0", "--data", data);

    private static AimiProgram Run(params string[] arguments) => AimiProgram.Run(new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    private string At(string name) => Path.Combine(_home.FullName, name);
}
