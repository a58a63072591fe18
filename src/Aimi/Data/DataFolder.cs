using System.Text;

namespace Aimi.Data;

/// <summary>The folder for what lies on disk. It holds a person's life: it and the files in it are made for their owner alone.</summary>
internal static class DataFolder
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folder where it is not there; one that is there keeps the rights that somebody gave it.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnersFile | UnixFileMode.UserExecute);
    }

    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnersFile;
        return new FileStream(path, options);
    }

    /// <summary>
    /// Makes a file that is not there, for its owner alone. It is written whole before it has its name, and the name is given once: of several processes that start
    /// together all read the same.
    /// </summary>
    public static void MakeOnce(string path, Func<string> text)
    {
        if (File.Exists(path))
            return;

        Create(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Guid.CreateVersion7():N}";
        using (var file = Open(draft, FileMode.CreateNew, FileShare.None))
            file.Write(Encoding.ASCII.GetBytes(text()));
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }

    /// <summary>Locks a file until it is closed, which the operating system does for a process that dies.</summary>
    /// <returns>Null where another has it.</returns>
    /// <param name="share"><see cref="FileShare.None"/> to have it alone, <see cref="FileShare.ReadWrite"/> with those who ask for the same.</param>
    public static FileStream? TryLock(string path, FileShare share = FileShare.None)
    {
        try
        {
            return Open(path, FileMode.OpenOrCreate, share);
        }
        catch (IOException error) when (IsLocked(error))
        {
            return null;
        }
    }

    // EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsLocked(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);
}
