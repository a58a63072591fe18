using Microsoft.Extensions.Options;

namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>The providers that the operator trusts.</summary>
internal sealed class OpenIdProviders : IDisposable
{
    private readonly Dictionary<string, OpenIdProvider> _byName;

    public OpenIdProviders(IOptions<OpenIdConnectOptions> options, ProviderHttp http, IdTokens tokens, TimeProvider time, ILogger<OpenIdProvider> log) =>
        _byName = options.Value.Providers.ToDictionary(
            provider => provider.Key, provider => new OpenIdProvider(provider.Key, provider.Value, http, tokens, time, log), StringComparer.Ordinal);

    /// <summary>By what people see.</summary>
    public IReadOnlyList<OpenIdProvider> All => [.. _byName.Values.OrderBy(provider => provider.DisplayName, StringComparer.CurrentCultureIgnoreCase)];

    public OpenIdProvider? Find(string name) => _byName.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (var provider in _byName.Values)
            provider.Dispose();
    }
}
