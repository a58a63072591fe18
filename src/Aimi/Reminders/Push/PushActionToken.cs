using System.Buffers.Text;
using System.Security.Cryptography;

namespace Aimi.Reminders.Push;

/// <summary>What lets whoever holds a push answer it: whose it is, which it is, and the person's signature under that. It signs nobody in.</summary>
internal readonly record struct PushActionToken(Guid UserId, Guid DeliveryId, string Signature)
{
    public const string Path = "/reminders/actions";

    private const int IdBytes = 16;
    private const int KeyBytes = 32;

    /// <summary>For a person who has none yet.</summary>
    public static string NewKey() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>The same each time, so that a push that is repeated can be answered as the first.</summary>
    public static PushActionToken Sign(string key, Guid userId, Guid deliveryId)
    {
        byte[] signed = [.. "push-action\0"u8, .. userId.ToByteArray(bigEndian: true), .. deliveryId.ToByteArray(bigEndian: true)];
        return new PushActionToken(userId, deliveryId, Base64Url.EncodeToString(HMACSHA256.HashData(Base64Url.DecodeFromChars(key), signed)));
    }

    public static PushActionToken? Parse(string text)
    {
        if (!Base64Url.IsValid(text, out var length) || length != (2 * IdBytes) + HMACSHA256.HashSizeInBytes)
            return null;

        var bytes = Base64Url.DecodeFromChars(text).AsSpan();
        return new PushActionToken(
            new Guid(bytes[..IdBytes], bigEndian: true),
            new Guid(bytes[IdBytes..(2 * IdBytes)], bigEndian: true),
            Base64Url.EncodeToString(bytes[(2 * IdBytes)..]));
    }

    /// <summary>Takes as long where it is almost right as where it is wrong.</summary>
    public bool IsSignedBy(string? key) =>
        key is not null
        && CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(Sign(key, UserId, DeliveryId).Signature), Base64Url.DecodeFromChars(Signature));

    public override string ToString() => Base64Url.EncodeToString(
        [.. UserId.ToByteArray(bigEndian: true), .. DeliveryId.ToByteArray(bigEndian: true), .. Base64Url.DecodeFromChars(Signature)]);
}
