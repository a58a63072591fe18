using System.Diagnostics;
using Aimi.Data;
using Aimi.Hosting.Backup;

namespace Aimi.Hosting.Doctor;

/// <summary>The data folder: whether it is there or can be made, whose it is, and who else can read it.</summary>
internal static class FolderCheckup
{
    private const double Gigabyte = 1024 * 1024 * 1024;
    private const double LittleSpace = 1;
    private const double NoSpace = 0.1;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static async Task Examine(string folder, Action<Finding> tell, CancellationToken cancellationToken)
    {
        var existing = NearestExisting(folder);
        if (!CanWrite(existing))
        {
            tell(new(Verdict.Broken, existing == folder ? "Folder.ReadOnly" : "Folder.CanNotBeMade", folder, await Owner(existing, cancellationToken), Environment.UserName));
            return;
        }

        tell(Space(existing));
        if (new FolderRestore(folder, TimeProvider.System).IsDecided)
            tell(new(Verdict.Doubtful, "Folder.RestoreUnfinished", folder));
        if (existing != folder)
            tell(new(Verdict.Fine, "Folder.WillBeMade", folder));
        else if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Others) != UnixFileMode.None)
            tell(new(Verdict.Doubtful, "Folder.Open", folder, await Owner(folder, cancellationToken)));
        else
            tell(new(Verdict.Fine, "Folder", folder, await Owner(folder, cancellationToken)));
    }

    private static Finding Space(string folder)
    {
        var space = new DriveInfo(folder).AvailableFreeSpace / Gigabyte;
        return space < NoSpace ? new(Verdict.Broken, "Disk.Full", space)
            : space < LittleSpace ? new(Verdict.Doubtful, "Disk.Little", space)
            : new(Verdict.Fine, "Disk", space);
    }

    /// <summary>The folder itself, or the nearest above it that is there.</summary>
    private static string NearestExisting(string folder)
    {
        while (!Path.Exists(folder))
            folder = Path.GetDirectoryName(folder) ?? Path.GetPathRoot(folder)!;
        return folder;
    }

    // Rights tell little (root, mounts, quotas): it is tried.
    private static bool CanWrite(string folder)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $".aimi-{Guid.CreateVersion7():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // .NET does not tell; ls does, everywhere but on Windows.
    private static async Task<string> Owner(string path, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            return Environment.UserName;

        using var ls = Process.Start(new ProcessStartInfo("ls", ["-ld", "--", path]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var line = await ls.StandardOutput.ReadToEndAsync(cancellationToken);
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, var owner, ..] ? owner : "?";
    }
}
