using System.CommandLine;
using Aimi.Data;
using Aimi.Hosting.Backup;

namespace Aimi.Hosting;

/// <summary>
/// <c>./aimi backup FILE</c>, also while Aimi serves, and <c>./aimi restore FILE</c>, while it does not. They ask for nothing but the data folder: settings that are wrong are no
/// reason to be without a backup.
/// </summary>
internal static class BackupCommands
{
    public static Command Backup(Func<ParseResult, Dictionary<string, string?>> overrides)
    {
        var file = new Argument<string>("FILE") { Description = Texts.Get("Help.Backup.File") };
        var overwrite = new Option<bool>("--overwrite") { Description = Texts.Get("Help.Overwrite") };
        var command = new Command("backup", Texts.Get("Help.backup")) { file, overwrite };
        command.SetAction((parsed, cancellationToken) => OnFolder(
            overrides(parsed), "Backup", folder => Backup(folder, Path.GetFullPath(parsed.GetRequiredValue(file)), parsed.GetValue(overwrite), cancellationToken)));
        return command;
    }

    public static Command Restore(Func<ParseResult, Dictionary<string, string?>> overrides)
    {
        var file = new Argument<string>("FILE") { Description = Texts.Get("Help.Restore.File") };
        var command = new Command("restore", Texts.Get("Help.restore")) { file };
        command.SetAction((parsed, cancellationToken) => OnFolder(
            overrides(parsed), "Restore", folder => Restore(folder, Path.GetFullPath(parsed.GetRequiredValue(file)), cancellationToken)));
        return command;
    }

    private static async Task<int> Backup(string folder, string path, bool overwrite, CancellationToken cancellationToken)
    {
        var made = await new BackupWriter(folder, TimeProvider.System).Write(path, overwrite, cancellationToken);
        var names = string.Join(", ", made.Files.Select(entry => entry.Name));
        CommandLine.Say("Backup.Done", 0, path, made.Of("chat_messages"), made.Of("users"), names);
        return CommandLine.Say(
            made.Files.Any(entry => entry.Name == Keys.MasterKey.FileName) ? "Backup.Secret" : "Backup.WithoutKey", 0);
    }

    private static async Task<int> Restore(string folder, string path, CancellationToken cancellationToken)
    {
        var (restored, aside) = await new FolderRestore(folder, TimeProvider.System).Restore(path, cancellationToken);
        CommandLine.Say("Restore.Done", 0, folder, restored.Of("chat_messages"), restored.Of("users"), restored.CreatedAt.ToLocalTime());
        return aside is null ? 0 : CommandLine.Say("Restore.Aside", 0, aside);
    }

    private static async Task<int> OnFolder(Dictionary<string, string?> overrides, string command, Func<string, Task<int>> run)
    {
        try
        {
            var settings = Server.CreateBuilder(overrides).Configuration;
            return string.IsNullOrWhiteSpace(settings[nameof(ServerOptions.Database)])
                ? await run(Server.DataFolder(settings))
                : CommandLine.Say($"{command}.Postgres", 1);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or DatabaseSetupException)
        {
            return CommandLine.Say($"{command}.Failed", 1, failure.Message);
        }
    }
}
