using System.Buffers.Text;
using System.Security.Cryptography;
using Aimi.Accounts;

namespace Aimi.Reminders.Channels;

/// <summary>What a link that ends mails carries: whose it is, and the secret that nobody else knows. It signs nobody in, and does nothing else.</summary>
internal readonly record struct UnsubscribeToken(Guid UserId, string Key)
{
    private const int IdBytes = 16;
    private const int KeyBytes = 16;

    /// <summary>A secret for a person who has none yet.</summary>
    public static string NewKey() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));

    public static UnsubscribeToken? Parse(string? text)
    {
        if (text is null || !Base64Url.IsValid(text, out var length) || length != IdBytes + KeyBytes)
            return null;

        var bytes = Base64Url.DecodeFromChars(text).AsSpan();
        return new UnsubscribeToken(new Guid(bytes[..IdBytes], bigEndian: true), Base64Url.EncodeToString(bytes[IdBytes..]));
    }

    /// <summary>Whether it is the person's own; takes as long where it is almost right as where it is wrong.</summary>
    public bool Fits(User person) =>
        person.Id == UserId
        && person.Settings.UnsubscribeKey is { } known
        && CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(known), Base64Url.DecodeFromChars(Key));

    public override string ToString() => Base64Url.EncodeToString([.. UserId.ToByteArray(bigEndian: true), .. Base64Url.DecodeFromChars(Key)]);
}
