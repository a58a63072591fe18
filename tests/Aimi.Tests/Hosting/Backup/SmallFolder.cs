using System.Globalization;
using Aimi.Data.Sqlite;
using Aimi.Hosting;
using Aimi.Hosting.Backup;
using Aimi.Hosting.Keys;
using Aimi.Reminders.Push;
using Microsoft.Data.Sqlite;

namespace Aimi.Tests.Hosting.Backup;

/// <summary>A data folder that can be told from another by each of its files.</summary>
internal sealed class SmallFolder(string path)
{
    public string Path => path;

    public string Database => System.IO.Path.Combine(path, SqliteConnections.FileName);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A folder with a database and every file that is kept, all of them marked.</summary>
    public static async Task<SmallFolder> Make(string path, int mark)
    {
        var folder = new SmallFolder(path);
        Assert.Equal(0, await MigrateCommand.Run(Overrides(path), Stop));
        await folder.Execute($"PRAGMA user_version = {mark.ToString(CultureInfo.InvariantCulture)}");
        foreach (var kept in BackupWriter.Kept)
            await File.WriteAllTextAsync(System.IO.Path.Combine(path, kept), $$"""{ "Mark": "{{mark}}" }""", Stop);
        return folder;
    }

    /// <summary>The same once more, at another place.</summary>
    public SmallFolder CopyTo(string other)
    {
        Directory.CreateDirectory(other);
        foreach (var file in Directory.GetFiles(path))
            File.Copy(file, System.IO.Path.Combine(other, System.IO.Path.GetFileName(file)));
        return new SmallFolder(other);
    }

    public Task<BackupManifest> BackUp(string file) => new BackupWriter(path, TimeProvider.System).Write(file, overwrite: false, Stop);

    /// <summary>As a program that starts finds it: the mark of each file, in their order; null for what is not there.</summary>
    public async Task<IReadOnlyList<string?>> Marks()
    {
        _ = Server.CreateBuilder(Overrides(path));
        var marks = new List<string?> { File.Exists(Database) ? await Execute("PRAGMA user_version") : null };
        foreach (var kept in ((IEnumerable<string>)[MasterKey.FileName, VapidSigner.FileName, Server.OwnSettings]).Select(name => System.IO.Path.Combine(path, name)))
            marks.Add(File.Exists(kept) ? (await File.ReadAllTextAsync(kept, Stop)).Split('"')[3] : null);
        return marks;
    }

    /// <summary>Every file in it by its bytes; locks, which hold nothing, left out.</summary>
    public IReadOnlyDictionary<string, string> Bytes() => Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
        .ToDictionary(file => System.IO.Path.GetRelativePath(path, file), file => Convert.ToHexString(File.ReadAllBytes(file)), StringComparer.Ordinal);

    public async Task<string?> Execute(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync(Stop);
        await using var command = new SqliteCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(Stop), CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, string?> Overrides(string data) => new(StringComparer.Ordinal) { ["Database"] = null, ["Redis"] = null, ["Data"] = data };
}
