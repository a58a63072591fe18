using System.Globalization;
using System.Text.Json;
using Aimi.Data;
using Aimi.Data.Sqlite;

namespace Aimi.Hosting.Backup;

/// <summary>
/// Puts a backup in the place of what a data folder holds, which is kept aside. It is unpacked and examined beside it, and decided by one rename: killed before that, the folder is as
/// it was; killed after it, whoever starts next finishes first.
/// </summary>
/// <param name="moving">For tests: called before each file is moved.</param>
internal sealed class FolderRestore(string folder, TimeProvider time, Action? moving = null)
{
    private const string Unpacking = "unpacking-";
    private const string Decided = "restoring-";
    private const string Replaced = "replaced-";

    /// <summary>The journal before the database: a database never stands beside another's.</summary>
    private static readonly IReadOnlyList<string> Places =
        [SqliteConnections.FileName + "-wal", SqliteConnections.FileName + "-shm", SqliteConnections.FileName, .. BackupWriter.Kept];

    /// <summary>Whether one was decided and is not finished: whoever starts next finishes it. A folder that this process may not look into is told of by whoever needs what is in it.</summary>
    public bool IsDecided => Directory.Exists(folder) && Directory.EnumerateDirectories(folder, Decided + "*", new EnumerationOptions { IgnoreInaccessible = true }).Any();

    /// <returns>What was restored, and where the old data is; null where there was none.</returns>
    /// <exception cref="BackupException">The backup is damaged or of a newer Aimi, or the folder is in use. The folder is as it was.</exception>
    public async Task<(BackupManifest Restored, string? Aside)> Restore(string path, CancellationToken cancellationToken)
    {
        using var backup = BackupReader.Open(path);
        await backup.Verify(cancellationToken);
        DataFolder.Create(folder);
        await using var alone = DataFolder.TryLock(SqliteConnections.UseLock(folder)) ?? throw new BackupException("Restore.InUse", folder);
        foreach (var leftover in Directory.GetDirectories(folder, Unpacking + "*"))
            Directory.Delete(leftover, recursive: true);

        var stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
        var unpacked = Path.Combine(folder, Unpacking + stamp);
        DataFolder.Create(unpacked);
        try
        {
            await backup.Extract(unpacked, cancellationToken);
            await Examine(backup.Manifest, Path.Combine(unpacked, SqliteConnections.FileName), path, cancellationToken);
        }
        catch
        {
            Directory.Delete(unpacked, recursive: true);
            throw;
        }

        DirectoryEntries.Sync(unpacked);
        Directory.Move(unpacked, Path.Combine(folder, Decided + stamp));
        PutInPlace();
        var aside = Path.Combine(folder, Replaced + stamp);
        return (backup.Manifest, Directory.Exists(aside) ? aside : null);
    }

    /// <summary>Finishes a restore that was decided and then killed; only a look at the folder where there is none.</summary>
    /// <exception cref="BackupException">Another process is at it.</exception>
    public void Finish()
    {
        if (!IsDecided)
            return;

        using var alone = DataFolder.TryLock(SqliteConnections.UseLock(folder));
        if (alone is not null)
            PutInPlace();
        else if (IsDecided)
            throw new BackupException("Restore.Busy", folder);
    }

    private static async Task Examine(BackupManifest manifest, string database, string path, CancellationToken cancellationToken)
    {
        var state = await SqliteCopy.Examine(database, cancellationToken);
        if (state.IsNewer)
            throw new BackupException("Restore.Newer", path);
        if (!state.IsWhole || state.Migration != manifest.Migration || state.Rows.Count != manifest.Rows.Count || state.Rows.Any(table => manifest.Of(table.Key) != table.Value))
            throw new BackupException("Restore.Damaged", path);
    }

    /// <summary>Each step can be the last before a kill: done again, it goes on where it was.</summary>
    private void PutInPlace()
    {
        foreach (var decided in Directory.GetDirectories(folder, Decided + "*"))
        {
            var aside = Path.Combine(folder, Replaced + Path.GetFileName(decided)[Decided.Length..]);
            var manifest = Path.Combine(decided, BackupManifest.FileName);

            // The manifest goes last; without it all is in place.
            if (File.Exists(manifest))
            {
                var files = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(manifest), WireJson.Options)!.Files;
                var coming = files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
                foreach (var name in Places)
                {
                    var (old, @new) = (Path.Combine(folder, name), Path.Combine(decided, name));
                    var isPlaced = coming.Contains(name) && !File.Exists(@new);
                    if (!isPlaced && File.Exists(old))
                        Move(old, Path.Combine(aside, name));
                    if (File.Exists(@new))
                        Move(@new, old);
                }
            }

            moving?.Invoke();
            File.Delete(manifest);
            Directory.Delete(decided);
            DirectoryEntries.Sync(folder);
        }
    }

    private void Move(string from, string to)
    {
        moving?.Invoke();
        DataFolder.Create(Path.GetDirectoryName(to)!);
        File.Move(from, to);
    }
}
