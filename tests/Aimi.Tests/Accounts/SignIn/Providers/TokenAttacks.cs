using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Aimi.Tests.Accounts.SignIn.Providers;

/// <summary>Tokens that nobody may be let in with, by what is wrong with each; the same for every provider.</summary>
internal static class TokenAttacks
{
    private static readonly Dictionary<string, Func<TestIssuer, JsonObject, string>> All = new(StringComparer.Ordinal)
    {
        ["another issuer"] = With(claims => claims["iss"] = "https://evil.example.com"),
        ["an issuer that only begins so"] = With(claims => claims["iss"] = $"{claims["iss"]}.evil.example.com"),
        ["another client"] = With(claims => claims["aud"] = "org.example.other"),
        ["several clients, none of which asked"] = With(claims => claims["aud"] = new JsonArray(claims["aud"]!.DeepClone(), "org.example.other")),
        ["asked for by another client"] = With(claims => claims["azp"] = "org.example.other"),
        ["over"] = With(claims => claims["exp"] = (long)claims["iat"]! - 61),
        ["never over"] = With(claims => claims.Remove("exp")),
        ["not yet"] = With(claims => claims["nbf"] = (long)claims["iat"]! + 120),
        ["issued tomorrow"] = With(claims => claims["iat"] = (long)claims["iat"]! + 86_400),
        ["issued never"] = With(claims => claims.Remove("iat")),
        ["nobody"] = With(claims => claims.Remove("sub")),
        ["an empty name"] = With(claims => claims["sub"] = ""),
        ["a name that is no text"] = With(claims => claims["sub"] = new JsonArray("x")),
        ["no nonce"] = With(claims => claims.Remove("nonce")),
        ["another nonce"] = With(claims => claims["nonce"] = "another"),
        ["a nonce that is no text"] = With(claims => claims["nonce"] = new JsonArray(claims["nonce"]!.DeepClone())),
        ["no signature"] = (issuer, claims) => issuer.Token(claims, "none", sign: _ => []),
        ["none, spelt otherwise"] = (issuer, claims) => issuer.Token(claims, "nOnE", sign: _ => []),
        ["a signature taken off"] = (issuer, claims) => issuer.Token(claims)[..^20],
        ["RS256 without a signature"] = (issuer, claims) => issuer.Token(claims, sign: _ => []),
        ["signed with the public key, PEM"] = Hmac(0),
        ["signed with the public key, DER"] = Hmac(1),
        ["signed with the public key, modulus"] = Hmac(2),
        ["another's key under the same id"] = (issuer, claims) => issuer.Token(claims, sign: bytes => Stranger(bytes)),
        ["a key that is not published"] = (issuer, claims) => issuer.Token(claims, keyId: "stranger", sign: bytes => Stranger(bytes)),
        ["words changed after signing"] = (issuer, claims) =>
        {
            var parts = issuer.Token(claims).Split('.');
            claims["sub"] = "victim";
            return $"{parts[0]}.{issuer.Token(claims).Split('.')[1]}.{parts[2]}";
        },
        ["not a token"] = (_, _) => "x",
        ["three dots"] = (_, _) => "...",
        ["encrypted"] = (_, _) => "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.x.x.x.x",
        ["endless"] = (issuer, claims) => issuer.Token(claims) + new string('A', 20_000),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>A token that would be good, but for one thing.</summary>
    public static string Token(string attack, TestIssuer issuer, JsonObject claims) => All[attack](issuer, claims);

    private static Func<TestIssuer, JsonObject, string> With(Action<JsonObject> change) => (issuer, claims) =>
    {
        change(claims);
        return issuer.Token(claims);
    };

    private static Func<TestIssuer, JsonObject, string> Hmac(int form) =>
        (issuer, claims) => issuer.Token(claims, "HS256", sign: bytes => HMACSHA256.HashData(issuer.PublicKeyAsSecret().ElementAt(form), bytes));

    private static byte[] Stranger(byte[] bytes)
    {
        using var key = RSA.Create(2048);
        return key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
