using System.IO.Compression;
using System.Text.Json;
using Aimi.Data;
using Aimi.Data.Sqlite;

namespace Aimi.Hosting.Backup;

/// <summary>A backup that was made. Nothing in it is believed before it was compared with what the manifest says.</summary>
internal sealed class BackupReader : IDisposable
{
    private readonly ZipArchive _zip;

    private BackupReader(ZipArchive zip, BackupManifest manifest) => (_zip, Manifest) = (zip, manifest);

    public BackupManifest Manifest { get; }

    /// <exception cref="BackupException">It is no backup, one that is damaged, or of a newer Aimi.</exception>
    public static BackupReader Open(string path)
    {
        ZipArchive? zip = null;
        try
        {
            zip = ZipFile.OpenRead(path);
            using var text = (zip.GetEntry(BackupManifest.FileName) ?? throw new InvalidDataException("No manifest.")).Open();
            using var json = JsonDocument.Parse(text);

            // Before the rest is read: a newer one may have more in it.
            if (json.RootElement.GetProperty("format").GetInt32() > BackupManifest.CurrentFormat)
                throw new BackupException("Restore.Newer", path);
            var manifest = json.Deserialize<BackupManifest>(WireJson.Options)!;
            var names = manifest.Files.Select(file => file.Name).Order(StringComparer.Ordinal).ToList();
            if (!names.Contains(SqliteConnections.FileName, StringComparer.Ordinal)
                || names.Except([SqliteConnections.FileName, .. BackupWriter.Kept], StringComparer.Ordinal).Any()
                || !names.Append(BackupManifest.FileName).Order(StringComparer.Ordinal).SequenceEqual(zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal), StringComparer.Ordinal))
            {
                throw new InvalidDataException("Other files than the manifest says.");
            }

            return new(zip, manifest);
        }
        catch (Exception failure)
        {
            zip?.Dispose();
            if (failure is InvalidDataException or JsonException or KeyNotFoundException or InvalidOperationException or EndOfStreamException)
                throw new BackupException("Restore.Damaged", path);
            throw;
        }
    }

    /// <summary>Reads every byte of it.</summary>
    /// <exception cref="BackupException">It is not what was written.</exception>
    public Task Verify(CancellationToken cancellationToken) => Each(_ => Stream.Null, cancellationToken);

    /// <summary>Writes its files, for their owner alone and down to the disk, and the manifest beside them.</summary>
    /// <exception cref="BackupException">It is not what was written.</exception>
    public async Task Extract(string folder, CancellationToken cancellationToken)
    {
        await Each(name => DataFolder.Open(Path.Combine(folder, name), FileMode.CreateNew, FileShare.None), cancellationToken);
        await using var manifest = DataFolder.Open(Path.Combine(folder, BackupManifest.FileName), FileMode.CreateNew, FileShare.None);
        await JsonSerializer.SerializeAsync(manifest, Manifest, WireJson.Options, cancellationToken);
        manifest.Flush(flushToDisk: true);
    }

    public void Dispose() => _zip.Dispose();

    private async Task Each(Func<string, Stream> target, CancellationToken cancellationToken)
    {
        foreach (var expected in Manifest.Files)
        {
            try
            {
                await using var from = await _zip.GetEntry(expected.Name)!.OpenAsync(cancellationToken);
                await using var to = target(expected.Name);
                if (await BackupEntry.Copy(expected.Name, from, to, cancellationToken) != expected)
                    throw new InvalidDataException("Another hash.");
                (to as FileStream)?.Flush(flushToDisk: true);
            }
            catch (InvalidDataException)
            {
                throw new BackupException("Restore.Damaged", expected.Name);
            }
        }
    }
}
