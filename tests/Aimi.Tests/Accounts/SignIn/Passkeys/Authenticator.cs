using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Aimi.Tests.Accounts.SignIn.Passkeys;

/// <summary>An authenticator and its browser, byte by byte as WebAuthn has it, so that each byte can be wrong.</summary>
internal sealed class Authenticator : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte HasCredential = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] CredentialId { get; init; } = RandomNumberGenerator.GetBytes(16);

    /// <summary>What the browser says that the page is.</summary>
    public string Origin { get; set; } = Providers.ProvidersStack.PublicUrl;

    /// <summary>Whom the authenticator takes the server for.</summary>
    public string ServerDomain { get; set; } = "aimi.example.com";

    /// <summary>Whether it made sure that it is its owner who holds it.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>0 for one that does not count.</summary>
    public uint Count { get; set; }

    public string UserHandle { get; set; } = "";

    /// <summary>What <c>navigator.credentials.create</c> gives for these options.</summary>
    public JsonObject Create(JsonNode options)
    {
        UserHandle = (string)options["user"]!["id"]!;
        var key = _key.ExportParameters(includePrivateParameters: false);

        // COSE: EC2, ES256, P-256, x, y.
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. key.Q.X!, 0x22, 0x58, 0x20, .. key.Q.Y!];
        byte[] attested = [.. new byte[16], (byte)(CredentialId.Length >> 8), (byte)CredentialId.Length, .. CredentialId, .. cose];
        byte[] data = [.. Data(HasCredential), .. attested];

        // {"fmt": "none", "attStmt": {}, "authData": h'…'}
        byte[] attestation = [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), 0x58, (byte)data.Length, .. data];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Encode(ClientData("webauthn.create", options)),
            ["attestationObject"] = Encode(attestation),
            ["transports"] = new JsonArray("internal", "made-up"),
        });
    }

    /// <summary>What <c>navigator.credentials.get</c> gives for these options.</summary>
    public JsonObject Get(JsonNode options, ECDsa? key = null)
    {
        if (Count > 0)
            Count++;
        var (data, client) = (Data(0), ClientData("webauthn.get", options));
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Encode(client),
            ["authenticatorData"] = Encode(data),
            ["signature"] = Encode((key ?? _key).SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = UserHandle,
        });
    }

    public void Dispose() => _key.Dispose();

    private JsonObject Credential(JsonObject response) => new()
    {
        ["id"] = Encode(CredentialId),
        ["rawId"] = Encode(CredentialId),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    };

    private byte[] Data(byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(ServerDomain)), (byte)(flags | UserPresent | (Verifies ? UserVerified : 0)), .. count];
    }

    private byte[] ClientData(string type, JsonNode options) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = type,
        ["challenge"] = (string)options["challenge"]!,
        ["origin"] = Origin,
        ["crossOrigin"] = false,
    }.ToJsonString());

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
