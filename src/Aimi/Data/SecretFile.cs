using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Aimi.Data;

/// <summary>A secret of this machine that lies in the data folder: 32 random bytes as base64url, made once, for nobody but the folder's owner.</summary>
internal static class SecretFile
{
    public const int Length = 32;

    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes it where it is not there, and takes from others what they may do with it.</summary>
    /// <exception cref="InvalidDataException">It is there and no such secret.</exception>
    public static byte[] ReadOrMake(string path)
    {
        DataFolder.MakeOnce(path, () => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length)));
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnersAlone)
            File.SetUnixFileMode(path, OwnersAlone);
        return Decode(File.ReadAllText(path).Trim()) is { Length: Length } secret
            ? secret
            : throw new InvalidDataException($"{path} is not what Aimi wrote: {Length} bytes as base64url. Delete it, and a new one is made.");
    }

    /// <summary>Base64url or base64, as people hand keys around; null where the text is neither.</summary>
    public static byte[]? Decode(string text)
    {
        var plain = text.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var bytes = new byte[Base64Url.GetMaxDecodedLength(plain.Length)];
        return Base64Url.DecodeFromChars(plain, bytes, out _, out var written) == OperationStatus.Done ? bytes[..written] : null;
    }
}
