using System.Security.Cryptography;

namespace Aimi.Hosting.Backup;

/// <summary>What a backup says of itself; the last file in it.</summary>
/// <param name="Format">Of the archive; a program refuses one that is newer than itself.</param>
/// <param name="Aimi">The version that made it.</param>
/// <param name="Migration">The latest that its database has seen.</param>
/// <param name="Rows">By table.</param>
internal sealed record BackupManifest(
    int Format, string Aimi, DateTimeOffset CreatedAt, string Migration, IReadOnlyDictionary<string, long> Rows, IReadOnlyList<BackupEntry> Files)
{
    public const string FileName = "manifest.json";
    public const int CurrentFormat = 1;

    public long Of(string table) => Rows.GetValueOrDefault(table);
}

/// <param name="Sha256">In hexadecimal, lower case.</param>
internal sealed record BackupEntry(string Name, long Length, string Sha256)
{
    /// <summary>Copies, and tells what was copied.</summary>
    public static async Task<BackupEntry> Copy(string name, Stream from, Stream to, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        var length = 0L;
        for (int read; (read = await from.ReadAsync(buffer, cancellationToken)) > 0; length += read)
        {
            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return new(name, length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}

/// <summary>Why there is no backup, or none that can be restored, in the operator's language.</summary>
internal sealed class BackupException(string text, params object[] values) : IOException(Texts.Get(text, values));
