using Aimi.Accounts.SignIn.Apple;
using Aimi.Accounts.SignIn.OpenIdConnect;
using Aimi.Accounts.SignIn.Passkeys;
using Aimi.Workers;

namespace Aimi.Accounts.SignIn;

internal static class SignInServices
{
    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration settings)
    {
        services.AddScoped<SignInService>();
        services.AddScoped<AuthSessions>();
        services.AddScoped<AccessTokens>();
        services.AddScoped<IPersonTrace>(provider => provider.GetRequiredService<AccessTokens>());
        services.AddScoped<Passwords>();
        services.AddScoped<Challenges>();
        services.AddScoped<Identities>();
        services.AddOpenIdConnect(settings);
        services.AddSignInWithApple(settings);
        services.AddPasskeys();
        services.AddTransient<BearerAuthentication>();
        services.AddWorker<SignedOutSockets>();
        services.AddWorker<SignInSweeper>();
        return services;
    }
}
