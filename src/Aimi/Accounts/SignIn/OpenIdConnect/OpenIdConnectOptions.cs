using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Aimi.Hosting;

namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>Providers of identities by their names, set as <c>AIMI__Accounts__Providers__NAME__Authority</c> and so on.</summary>
public sealed partial class OpenIdConnectOptions : IValidatableObject
{
    public const string Section = AccountOptions.Section;

    /// <summary>
    /// By the name that stands in addresses: small letters, digits and hyphens. At the provider, <c>PublicUrl/auth/oidc/NAME/callback</c> is registered as
    /// the address to come back to.
    /// </summary>
    public Dictionary<string, OpenIdProviderOptions> Providers { get; } = new(StringComparer.Ordinal);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Providers.SelectMany(provider => Problems(provider.Key, provider.Value)).Select(problem => new ValidationResult(problem, [nameof(Providers)]));

    /// <summary>What is wrong with them beside the server's settings; null where that is nothing.</summary>
    internal string? Refusal(ServerOptions server) => Providers.Count > 0 && server.PublicAddress is null
        ? "PublicUrl is missing for Accounts:Providers: they send people back to it, such as https://aimi.example.com (AIMI__PublicUrl)."
        : null;

    private static IEnumerable<string> Problems(string name, OpenIdProviderOptions provider)
    {
        var variable = $"AIMI__Accounts__Providers__{name}__";
        if (!Name().IsMatch(name))
            yield return $"Accounts:Providers:{name} has a name that can not stand in an address: 1 to 32 small letters, digits and hyphens.";
        if (provider.Issuer is null)
            yield return $"Accounts:Providers:{name}:Authority is the provider's issuer, such as https://accounts.google.com; http for this machine only ({variable}Authority).";
        if (string.IsNullOrWhiteSpace(provider.ClientId))
            yield return $"Accounts:Providers:{name}:ClientId is what the provider knows this Aimi by ({variable}ClientId).";
    }

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}

/// <summary>One provider.</summary>
public sealed class OpenIdProviderOptions
{
    /// <summary>Its issuer, letter for letter: <c>https://accounts.google.com</c>. What it can do is read from <c>/.well-known/openid-configuration</c> under it.</summary>
    public string? Authority { get; set; }

    /// <summary>What it knows this Aimi by.</summary>
    public string? ClientId { get; set; }

    /// <summary>What it knows apps by that sign in with it themselves and bring the identity token; by commas.</summary>
    public string? AppClientIds { get; set; }

    /// <summary>A secret; empty for a public client, which PKCE alone protects.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What is asked of it, by spaces. Default <c>openid email profile</c>.</summary>
    public string? Scopes { get; set; } = "openid email profile";

    /// <summary>What people know it by. Default: its name.</summary>
    public string? DisplayName { get; set; }

    internal string? Issuer => ProviderMetadata.IsSafe(Authority?.Trim()) ? Authority!.Trim() : null;
}
