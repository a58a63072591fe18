using Aimi.Hosting;
using Microsoft.Data.Sqlite;

namespace Aimi.Tests.Hosting;

public sealed class DataFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aimi-test-");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_folder_and_what_lies_in_it_are_the_owners_alone()
    {
        if (OperatingSystem.IsWindows())
            return; // rights are another thing there

        var data = Path.Combine(_folder.FullName, "new", "aimi");
        Assert.Equal(0, await MigrateCommand.Run(Overrides(data), TestContext.Current.CancellationToken));
        await using var open = new SqliteConnection($"Data Source={Path.Combine(data, "aimi.db")}");
        await open.OpenAsync(TestContext.Current.CancellationToken);
        await using var write = new SqliteCommand("PRAGMA user_version = 1", open);
        await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
        var files = Directory.GetFiles(data).ToDictionary(file => file, File.GetUnixFileMode);
        Assert.Contains(files.Keys, file => file.EndsWith("-wal", StringComparison.Ordinal));
        Assert.All(files.Values, mode => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode));
    }

    [Fact]
    public async Task A_folder_that_can_not_be_made_is_told_and_not_thrown()
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        Assert.Equal(1, await MigrateCommand.Run(Overrides(Path.Combine(file, "aimi")), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_relative_folder_counts_from_where_the_program_was_started()
    {
        var settings = Server.CreateBuilder(Overrides(Path.Combine("here", "..", "aimi"))).Configuration;
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "aimi"), Server.DataFolder(settings));
    }

    private static Dictionary<string, string?> Overrides(string data) => new(StringComparer.Ordinal) { ["Database"] = null, ["Redis"] = null, ["Data"] = data };
}
