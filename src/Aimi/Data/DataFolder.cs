namespace Aimi.Data;

/// <summary>The folder for what lies on disk. It holds a person's life: it and the files in it are made for their owner alone.</summary>
internal static class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder where it is not there; one that is there keeps the rights that somebody gave it.</summary>
    /// <exception cref="DatabaseSetupException">It can not be made.</exception>
    public static void Create(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, OwnerOnly);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseSetupException($"The data folder {path} can not be made. Choose another (--data DIR, AIMI__Data), or have it made for this user.", failure);
        }
    }

    /// <summary>Opens a file to write, and makes it where it is not there.</summary>
    /// <exception cref="DatabaseSetupException">This user may not write there.</exception>
    public static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(path, options);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException || (failure is IOException && !File.Exists(path)))
        {
            throw new DatabaseSetupException(
                $"Aimi can not write in the data folder {Path.GetDirectoryName(path)}. Choose another (--data DIR, AIMI__Data), or give it to this user.", failure);
        }
    }
}
