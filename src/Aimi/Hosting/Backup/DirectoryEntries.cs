using System.ComponentModel;
using System.Diagnostics;

namespace Aimi.Hosting.Backup;

/// <summary>Names of files, which a disk keeps apart from what is in them.</summary>
internal static class DirectoryEntries
{
    /// <summary>Has the names in a folder on the disk: a file that was renamed may else have its old name again after a loss of power.</summary>
    public static void Sync(string folder)
    {
        // .NET opens no folders; coreutils' sync does. Windows keeps a journal of names.
        if (OperatingSystem.IsWindows())
            return;

        try
        {
            using var sync = Process.Start(new ProcessStartInfo("sync", ["--", folder]) { UseShellExecute = false, RedirectStandardError = true })!;
            sync.WaitForExit();
        }
        catch (Win32Exception)
        {
            // A container without coreutils: the kernel writes it within seconds.
        }
    }
}
