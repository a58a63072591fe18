using System.IO.Compression;
using System.Text.Json;
using Aimi.Data;
using Aimi.Data.Sqlite;
using Aimi.Hosting.Keys;
using Aimi.Reminders.Push;

namespace Aimi.Hosting.Backup;

/// <summary>
/// Makes a backup of a data folder, also while Aimi serves from it: a ZIP for nobody but its owner, which has its name only once all of it was written, read again and found right.
/// </summary>
internal sealed class BackupWriter(string folder, TimeProvider time)
{
    /// <summary>What can not be made anew without loss: the key to the keys in the database, the key that browsers' subscriptions are bound to, and the settings.</summary>
    public static readonly IReadOnlyList<string> Kept = [MasterKey.FileName, VapidSigner.FileName, Server.OwnSettings];

    private const string Draft = ".partial-";
    private const string DraftArchive = "archive.zip";

    /// <exception cref="BackupException">There is nothing to back up, it is damaged, or the file is there already.</exception>
    public async Task<BackupManifest> Write(string path, bool overwrite, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, SqliteConnections.FileName)))
            throw new BackupException("Backup.Nothing", folder);
        if (File.Exists(path) && !overwrite)
            throw new BackupException("Backup.Exists", path);

        var (parent, name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
        RemoveLeftovers(parent, name);
        var drafts = Path.Combine(parent, name + Draft + Guid.CreateVersion7().ToString("N"));
        DataFolder.Create(drafts);
        try
        {
            var archive = Path.Combine(drafts, DraftArchive);
            await Fill(archive, Path.Combine(drafts, SqliteConnections.FileName), cancellationToken);
            using (var written = BackupReader.Open(archive))
                await written.Verify(cancellationToken);
            File.Move(archive, path, overwrite);
            DirectoryEntries.Sync(parent);
        }
        finally
        {
            Directory.Delete(drafts, recursive: true);
        }

        using var made = BackupReader.Open(path);
        return made.Manifest;
    }

    private async Task Fill(string archive, string copy, CancellationToken cancellationToken)
    {
        await using var file = DataFolder.Open(archive, FileMode.CreateNew, FileShare.None);
        using var connections = new SqliteConnections(folder);
        var isRead = await SqliteCopy.Take(connections, copy, cancellationToken);
        var state = isRead ? await SqliteCopy.Examine(copy, cancellationToken) : CopyState.Damaged;
        if (!state.IsWhole)
            throw new BackupException("Backup.SourceDamaged", connections.File);

        await using (var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
        {
            List<BackupEntry> files = [await Add(zip, SqliteConnections.FileName, copy, cancellationToken)];
            foreach (var kept in Kept.Where(kept => File.Exists(Path.Combine(folder, kept))))
                files.Add(await Add(zip, kept, Path.Combine(folder, kept), cancellationToken));
            var manifest = new BackupManifest(BackupManifest.CurrentFormat, Health.Version, time.GetUtcNow(), state.Migration, state.Rows, files);
            await using var entry = await zip.CreateEntry(BackupManifest.FileName).OpenAsync(cancellationToken);
            await JsonSerializer.SerializeAsync(entry, manifest, WireJson.Options, cancellationToken);
        }

        file.Flush(flushToDisk: true);
    }

    private static async Task<BackupEntry> Add(ZipArchive zip, string name, string path, CancellationToken cancellationToken)
    {
        await using var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using var to = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        return await BackupEntry.Copy(name, from, to, cancellationToken);
    }

    /// <summary>What backups to the same file left that were killed. One that is at work has its archive locked.</summary>
    private static void RemoveLeftovers(string parent, string name)
    {
        foreach (var drafts in Directory.EnumerateDirectories(parent, name + Draft + "*").ToList())
        {
            using (var archive = DataFolder.TryLock(Path.Combine(drafts, DraftArchive)))
            {
                if (archive is null)
                    continue;
            }

            Directory.Delete(drafts, recursive: true);
        }
    }
}
