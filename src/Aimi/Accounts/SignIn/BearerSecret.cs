using System.Buffers.Text;
using System.Security.Cryptography;

namespace Aimi.Accounts.SignIn;

/// <summary>
/// A token as its holder has it: a word that says what it is (so that a scanner finds one that leaked), whose it is and a secret, in base64url. That the
/// person's id stands in it lets it be looked up among that person's rows alone.
/// </summary>
/// <param name="Prefix">One of the constants here.</param>
/// <param name="Id">The session's, of a refresh token; else empty.</param>
public readonly record struct BearerSecret(string Prefix, Guid UserId, Guid Id, ReadOnlyMemory<byte> Secret)
{
    public const string Access = "aimi_at_";
    public const string Refresh = "aimi_rt_";
    public const string Personal = "aimi_pt_";
    public const string Ticket = "aimi_wt_";

    private const int IdLength = 16;
    private const int SecretLength = 32;
    private const int Length = IdLength + IdLength + SecretLength;

    public static BearerSecret Create(string prefix, Guid userId, Guid id = default) => new(prefix, userId, id, RandomNumberGenerator.GetBytes(SecretLength));

    /// <summary>Null where it is no token of that kind.</summary>
    public static BearerSecret? Parse(string prefix, string? text)
    {
        if (text is null || text.Length != prefix.Length + Base64Url.GetEncodedLength(Length) || !text.StartsWith(prefix, StringComparison.Ordinal))
            return null;

        var bytes = new byte[Length];
        return Base64Url.TryDecodeFromChars(text.AsSpan(prefix.Length), bytes, out var written) && written == Length
            ? new BearerSecret(prefix, IdAt(bytes, 0), IdAt(bytes, IdLength), bytes.AsMemory(2 * IdLength))
            : null;
    }

    /// <summary>What is stored of it: SHA-256 of the secret, in hex. The secret is random, so that nothing slower is needed.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Secret.Span));

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        UserId.TryWriteBytes(bytes, bigEndian: true, out _);
        Id.TryWriteBytes(bytes[IdLength..], bigEndian: true, out _);
        Secret.Span.CopyTo(bytes[(2 * IdLength)..]);
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    private static Guid IdAt(byte[] bytes, int at) => new(bytes.AsSpan(at, IdLength), bigEndian: true);
}
