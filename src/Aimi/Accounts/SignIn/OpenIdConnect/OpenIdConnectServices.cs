namespace Aimi.Accounts.SignIn.OpenIdConnect;

internal static class OpenIdConnectServices
{
    public static IServiceCollection AddOpenIdConnect(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<OpenIdConnectOptions>().Bind(settings.GetSection(OpenIdConnectOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ProviderHttp>();
        services.AddSingleton<IdTokens>();
        services.AddSingleton<OpenIdProviders>();
        services.AddScoped<Nonces>();
        services.AddScoped<OpenIdConnectFlow>();
        return services;
    }
}
