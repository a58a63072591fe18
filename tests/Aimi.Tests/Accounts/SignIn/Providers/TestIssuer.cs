using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Aimi.Tests.Accounts.SignIn.Providers;

/// <summary>Keys and tokens of a provider, made by hand and not by the library that reads them: wrong ones have to be made, too.</summary>
internal sealed class TestIssuer(string issuer, TimeProvider time) : IDisposable
{
    private readonly List<RSA> _keys = [RSA.Create(2048)];

    public string Issuer => issuer;

    public string KeyId => $"key-{_keys.Count}";

    /// <summary>What is published; with <see cref="Rotate"/> the next key takes the place of the last.</summary>
    public JsonObject Jwks => new() { ["keys"] = new JsonArray(Jwk()) };

    public void Rotate() => _keys.Add(RSA.Create(2048));

    public JsonObject Claims(string audience, string subject, string? nonce)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = issuer, ["aud"] = audience, ["sub"] = subject, ["iat"] = now, ["exp"] = now + 600 };
        if (nonce is not null)
            claims["nonce"] = nonce;
        return claims;
    }

    /// <param name="sign">Instead of RS256 with the latest key.</param>
    public string Token(JsonObject claims, string algorithm = "RS256", string? keyId = null, Func<byte[], byte[]>? sign = null)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["kid"] = keyId ?? KeyId, ["typ"] = "JWT" };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        return $"{signed}.{Base64Url.EncodeToString(sign?.Invoke(bytes) ?? _keys[^1].SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>What anybody can read, in the forms that a library might take for a secret.</summary>
    public IEnumerable<byte[]> PublicKeyAsSecret()
    {
        yield return Encoding.ASCII.GetBytes(_keys[^1].ExportSubjectPublicKeyInfoPem());
        yield return _keys[^1].ExportSubjectPublicKeyInfo();
        yield return _keys[^1].ExportParameters(includePrivateParameters: false).Modulus!;
    }

    public void Dispose() => _keys.ForEach(key => key.Dispose());

    private JsonObject Jwk()
    {
        var key = _keys[^1].ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["kid"] = KeyId,
            ["n"] = Base64Url.EncodeToString(key.Modulus),
            ["e"] = Base64Url.EncodeToString(key.Exponent),
        };
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
