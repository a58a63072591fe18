using Aimi.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts.SignIn.Passkeys;

internal static class PasskeySetup
{
    /// <summary>Passkeys belong to a name, and no browser makes them for an address: without a public one there are none.</summary>
    public static bool HasPasskeys(this ServerOptions server) => server.PublicAddress is { HostNameType: UriHostNameType.Dns };

    public static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.AddIdentityCore<User>().AddUserStore<PasskeyStore>();
        services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>();
        services.AddScoped<PasskeyService>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<ServerOptions>>((options, server) =>
        {
            // The one factor that there is: who holds the device must also be its owner. And it must say whose it is, for nobody is asked for a name.
            (options.UserVerificationRequirement, options.ResidentKeyRequirement) = ("required", "required");
            options.AuthenticatorTimeout = PasskeyService.Life;
            if (server.Value.PublicAddress is not { } address)
                return;

            // Not what the request says of itself: a proxy may have another name for it.
            var origin = address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped).Replace(address.Host, address.IdnHost, StringComparison.Ordinal);
            options.ServerDomain = address.IdnHost;
            options.ValidateOrigin = context => ValueTask.FromResult(context.Origin == origin && !context.CrossOrigin);
        });
        return services;
    }
}
