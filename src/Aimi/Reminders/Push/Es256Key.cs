using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Aimi.Reminders.Push;

/// <summary>A key of P-256 that signs short tokens by ES256, as Apple and the push services of browsers ask for them.</summary>
/// <remarks>Of .NET's own parts: a library for tokens would bring more code than these few lines, and the push services take nothing but this.</remarks>
internal sealed class Es256Key : IDisposable
{
    /// <summary>The curve's object identifier: platforms call it by different names.</summary>
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly ECDsa _key;
    private readonly Lock _gate = new();

    private Es256Key(ECDsa key)
    {
        _key = key;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        PublicKey = Base64Url.EncodeToString([4, .. point.X!, .. point.Y!]);
    }

    /// <summary>The uncompressed point, base64url.</summary>
    public string PublicKey { get; }

    public static Es256Key Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <param name="setting">The key as PEM, or the path of a file that holds it.</param>
    /// <exception cref="CryptographicException">It is not a private key of P-256, or there is no such file.</exception>
    public static Es256Key Read(string setting)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(setting.TrimStart().StartsWith("-----BEGIN", StringComparison.Ordinal) ? setting : File.ReadAllText(setting));
            if (key.ExportParameters(includePrivateParameters: true).Curve.Oid.Value == P256)
                return new Es256Key(key);
        }
        catch (Exception unusable) when (unusable is ArgumentException or IOException or UnauthorizedAccessException or NotSupportedException or CryptographicException)
        {
            key.Dispose();
            throw new CryptographicException("Not a private key of P-256.", unusable);
        }

        key.Dispose();
        throw new CryptographicException("Not a private key of P-256.");
    }

    public static bool IsReadable(string setting)
    {
        try
        {
            Read(setting).Dispose();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public string ToPem() => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>A signed token (RFC 7515, compact).</summary>
    /// <param name="header">Beside <c>alg</c>.</param>
    public string Sign(JsonObject header, JsonObject claims)
    {
        header["alg"] = "ES256";
        var text = $"{Encode(header)}.{Encode(claims)}";
        byte[] signature;
        lock (_gate)
            signature = _key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
