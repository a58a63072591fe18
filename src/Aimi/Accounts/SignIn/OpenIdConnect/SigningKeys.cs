using Microsoft.IdentityModel.Tokens;

namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>The keys that a provider signs with, by its JWKS.</summary>
internal sealed class SigningKeys : IDisposable
{
    private readonly Kept<IReadOnlyList<JsonWebKey>> _keys;

    /// <param name="fetch">The JWKS as JSON; null where it can not be had.</param>
    public SigningKeys(Func<CancellationToken, Task<string?>> fetch, TimeProvider time) =>
        _keys = new(async cancellationToken => Read(await fetch(cancellationToken)), time);

    /// <summary>The keys that may have signed; none where the provider has no such key, null where it can not be asked.</summary>
    /// <param name="id">The token's <c>kid</c>; a token without one is of the only key that there is.</param>
    public async ValueTask<IReadOnlyList<SecurityKey>?> Find(string? id, CancellationToken cancellationToken)
    {
        if (await _keys.Get(cancellationToken) is not { } known)
            return null;

        var found = Of(known, id);
        if (found.Count == 0 && await _keys.Renew(known, cancellationToken) is { } renewed)
            found = Of(renewed, id);
        return found;
    }

    public void Dispose() => _keys.Dispose();

    private static List<JsonWebKey> Of(IReadOnlyList<JsonWebKey> keys, string? id) =>
        string.IsNullOrEmpty(id) ? keys.Count == 1 ? [.. keys] : [] : [.. keys.Where(key => key.KeyId == id)];

    /// <summary>Public keys for signatures, and no others: not one that a token could be signed with by whoever read it.</summary>
    private static List<JsonWebKey>? Read(string? json)
    {
        if (json is null)
            return null;

        try
        {
            var keys = new JsonWebKeySet(json).Keys.Where(key => key is { Use: null or "" or "sig", Kty: "RSA" or "EC" }).ToList();
            return keys.Count == 0 ? null : keys;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
