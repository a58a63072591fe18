using Aimi.Hosting;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts;

/// <summary>Without accounts whoever reaches the port is the owner: it is not opened to other machines.</summary>
internal sealed class ListenGuard(IOptions<AccountOptions> accounts) : IValidateOptions<ServerOptions>
{
    /// <summary>What is wrong with the two together, and both ways to mend it; null where nothing is.</summary>
    public static string? Refusal(ServerOptions server, AccountOptions accounts) =>
        accounts.IsMulti || !System.Net.IPAddress.TryParse(server.Address, out _) || server.IsLoopback ? null : Texts.Get("Settings.Exposed", server.Address);

    public ValidateOptionsResult Validate(string? name, ServerOptions options) =>
        Refusal(options, accounts.Value) is { } refusal ? ValidateOptionsResult.Fail(refusal) : ValidateOptionsResult.Success;
}
