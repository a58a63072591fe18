using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Aimi.Data;

namespace Aimi.Hosting.Keys;

/// <summary>
/// The key that encrypts the other keys (AES-256-GCM). Several may be given, to change it: the first encrypts, each opens what it encrypted.
/// </summary>
internal sealed class MasterKey
{
    public const string FileName = "master-key";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("aimi data protection key");

    private readonly List<(string Id, byte[] Key)> _keys;

    private MasterKey(IEnumerable<byte[]> keys) => _keys = [.. keys.Select(key => (IdOf(key), key))];

    /// <summary>Names the key and tells nothing of it.</summary>
    public string Id => _keys[0].Id;

    /// <summary>The keys of the setting; without one, that of a file in the data folder, which is made.</summary>
    public static MasterKey Of(string? setting, string dataFolder) =>
        new(string.IsNullOrWhiteSpace(setting) ? [SecretFile.ReadOrMake(Path.Combine(dataFolder, FileName))] : Parse(setting)!);

    /// <summary>Null where one of them is not 32 bytes.</summary>
    public static IReadOnlyList<byte[]>? Parse(string setting)
    {
        var keys = setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(SecretFile.Decode).ToList();
        return keys.Count > 0 && keys.TrueForAll(key => key is { Length: SecretFile.Length }) ? [.. keys.OfType<byte[]>()] : null;
    }

    public bool Has(string id) => _keys.Exists(key => key.Id == id);

    public string Seal(ReadOnlySpan<byte> secret)
    {
        var whole = new byte[NonceLength + secret.Length + TagLength];
        RandomNumberGenerator.Fill(whole.AsSpan(0, NonceLength));
        using var aes = new AesGcm(_keys[0].Key, TagLength);
        aes.Encrypt(whole.AsSpan(0, NonceLength), secret, whole.AsSpan(NonceLength, secret.Length), whole.AsSpan(NonceLength + secret.Length), Purpose);
        return Base64Url.EncodeToString(whole);
    }

    /// <exception cref="CryptographicException">It was sealed by another key, or changed since.</exception>
    public byte[] Open(string id, string text)
    {
        var key = _keys.Find(known => known.Id == id).Key ?? throw new CryptographicException("Encrypted by a master key that is not known here.");
        var whole = Base64Url.DecodeFromChars(text);
        var secret = new byte[whole.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(whole.AsSpan(0, NonceLength), whole.AsSpan(NonceLength, secret.Length), whole.AsSpan(NonceLength + secret.Length), secret, Purpose);
        return secret;
    }

    private static string IdOf(byte[] key) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Purpose).AsSpan(0, 8));
}
