using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>What a provider says of itself (OpenID Connect Discovery 1.0), as far as it is used here.</summary>
internal sealed record ProviderMetadata
{
    private const string ClientSecretPost = "client_secret_post";
    private const string ClientSecretBasic = "client_secret_basic";

    // Asymmetric all: the key that checks a signature can not make one.
    private static readonly string[] KnownAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    [JsonPropertyName("issuer")]
    public string Issuer { get; init; } = "";

    [JsonPropertyName("authorization_endpoint")]
    public string AuthorizationEndpoint { get; init; } = "";

    [JsonPropertyName("token_endpoint")]
    public string TokenEndpoint { get; init; } = "";

    [JsonPropertyName("jwks_uri")]
    public string JwksUri { get; init; } = "";

    [JsonPropertyName("id_token_signing_alg_values_supported")]
    public IReadOnlyList<string> SigningAlgorithms { get; init; } = ["RS256"];

    [JsonPropertyName("token_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> AuthenticationMethods { get; init; } = [ClientSecretBasic];

    /// <summary>Whether it says, by RFC 9207, who answers.</summary>
    [JsonPropertyName("authorization_response_iss_parameter_supported")]
    public bool NamesIssuer { get; init; }

    /// <summary>Those of its algorithms that are good enough.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Algorithms => [.. KnownAlgorithms.Intersect(SigningAlgorithms, StringComparer.Ordinal)];

    /// <summary>The client's secret goes into the form, and not into a header.</summary>
    [JsonIgnore]
    public bool WantsSecretInForm =>
        !AuthenticationMethods.Contains(ClientSecretBasic, StringComparer.Ordinal) && AuthenticationMethods.Contains(ClientSecretPost, StringComparer.Ordinal);

    public static Uri AddressOf(string issuer) => new($"{issuer.TrimEnd('/')}/.well-known/openid-configuration");

    /// <summary>Null where it is not that issuer's, or names an address that secrets may not go to.</summary>
    public static ProviderMetadata? Read(string? json, string issuer)
    {
        if (json is null)
            return null;

        try
        {
            return JsonSerializer.Deserialize<ProviderMetadata>(json) is { } metadata
                && metadata.Issuer == issuer
                && IsSafe(metadata.AuthorizationEndpoint) && IsSafe(metadata.TokenEndpoint) && IsSafe(metadata.JwksUri)
                    ? metadata
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>https; http within this machine only.</summary>
    public static bool IsSafe([NotNullWhen(true)] string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri is { UserInfo: "", Fragment: "" };
}
