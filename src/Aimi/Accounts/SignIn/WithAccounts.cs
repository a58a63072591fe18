using Aimi.Hosting;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts.SignIn;

/// <summary>What exists only where people have accounts.</summary>
internal static class WithAccounts
{
    /// <summary>Without accounts these endpoints answer 404: the contract is the same everywhere, what is there is not.</summary>
    public static TBuilder OnlyWithAccounts<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http => http.RequestServices.GetRequiredService<IOptions<AccountOptions>>().Value.IsMulti
                ? next(http)
                : Problems.Of(404, "There are no accounts here: one owner, who need not sign in.").ExecuteAsync(http);
        });
        return endpoints;
    }
}
