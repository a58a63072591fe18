using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Aimi.Reminders.Push;

/// <summary>Seals what is pushed to a browser, so that the push service in between can not read it (RFC 8291, with RFC 8188's <c>aes128gcm</c>).</summary>
internal static class WebPushEncryption
{
    private const int SaltLength = 16;
    private const int TagLength = 16;
    private const int RecordSize = 4096;

    /// <summary>Ends the last record, which is the only one.</summary>
    private const byte LastRecord = 2;

    /// <param name="browser">The subscription's <c>p256dh</c>.</param>
    /// <param name="auth">The subscription's <c>auth</c>.</param>
    public static byte[] Seal(byte[] plaintext, byte[] browser, byte[] auth)
    {
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Seal(plaintext, browser, auth, own, RandomNumberGenerator.GetBytes(SaltLength));
    }

    internal static byte[] Seal(byte[] plaintext, byte[] browser, byte[] auth, ECDiffieHellman own, byte[] salt)
    {
        var point = own.ExportParameters(includePrivateParameters: false).Q;
        byte[] sender = [4, .. point.X!, .. point.Y!];
        using var receiver = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = browser[1..33], Y = browser[33..] } });
        var shared = own.DeriveRawSecretAgreement(receiver.PublicKey);
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, auth, [.. "WebPush: info\0"u8, .. browser, .. sender]);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 16, salt, [.. "Content-Encoding: aes128gcm\0"u8]);
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 12, salt, [.. "Content-Encoding: nonce\0"u8]);

        byte[] record = [.. plaintext, LastRecord];
        var (ciphertext, tag) = (new byte[record.Length], new byte[TagLength]);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(nonce, record, ciphertext, tag);

        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, RecordSize);
        return [.. salt, .. size, (byte)sender.Length, .. sender, .. ciphertext, .. tag];
    }
}
