using System.Security.Cryptography;
using System.Text;

namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>
/// Ties an identity token that an app brings to one sign-in: whoever finds the token elsewhere, or keeps it, can do nothing with it.
/// </summary>
internal sealed class Nonces(Challenges challenges)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <param name="provider">Nobody else's token may bear it.</param>
    public Task<string> Make(ChallengePurpose purpose, string provider, CancellationToken cancellationToken) =>
        challenges.Make(purpose, provider, Life, cancellationToken);

    /// <summary>
    /// Whether the nonce is good, this once, and the token bears it: as it is, or as SHA-256 in hex, which apps give to the provider so that who stands between
    /// them and it does not learn the nonce.
    /// </summary>
    public async Task<bool> Spend(ChallengePurpose purpose, string provider, string nonce, string? inToken, CancellationToken cancellationToken) =>
        inToken is not null
        && (inToken == nonce || inToken == Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(nonce))))
        && await challenges.Take(purpose, nonce, cancellationToken) is { } taken
        && taken.State == provider;
}
