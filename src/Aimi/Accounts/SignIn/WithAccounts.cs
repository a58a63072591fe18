using Aimi.Hosting;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts.SignIn;

/// <summary>What exists only where people have accounts.</summary>
internal static class WithAccounts
{
    /// <summary>Without accounts these endpoints answer 404: the contract is the same everywhere, what is there is not.</summary>
    public static TBuilder OnlyWithAccounts<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new NeedsAccounts());

    /// <summary>After the routing, and before anyone is asked who they are.</summary>
    public static IApplicationBuilder UseOnlyWithAccounts(this IApplicationBuilder app) =>
        app.ApplicationServices.GetRequiredService<IOptions<AccountOptions>>().Value.IsMulti
            ? app
            : app.Use((context, next) => context.GetEndpoint()?.Metadata.GetMetadata<NeedsAccounts>() is null
                ? next(context)
                : Problems.Of(404, "There are no accounts here: one owner, who need not sign in.").ExecuteAsync(context));

    private sealed record NeedsAccounts;
}
