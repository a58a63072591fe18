using Aimi.Workers;

namespace Aimi.Accounts.SignIn;

internal static class SignInServices
{
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddScoped<SignInService>();
        services.AddScoped<AuthSessions>();
        services.AddScoped<AccessTokens>();
        services.AddScoped<Passwords>();
        services.AddScoped<Challenges>();
        services.AddTransient<BearerAuthentication>();
        services.AddWorker<SignedOutSockets>();
        services.AddWorker<SignInSweeper>();
        return services;
    }
}
