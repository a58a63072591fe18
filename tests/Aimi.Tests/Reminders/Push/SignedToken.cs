using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Aimi.Tests.Reminders.Push;

/// <summary>A token as a push service reads it.</summary>
internal sealed record SignedToken(JsonNode Header, JsonNode Claims)
{
    /// <summary>Null where the key did not sign it by ES256.</summary>
    public static SignedToken? Read(string text, ECDsa key)
    {
        if (text.Split('.') is not [var header, var claims, var signature])
            return null;

        var token = new SignedToken(Json(header), Json(claims));
        return (string?)token.Header["alg"] == "ES256" && key.VerifyData(Encoding.ASCII.GetBytes($"{header}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256)
            ? token
            : null;
    }

    private static JsonNode Json(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!;
}
