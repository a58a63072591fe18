namespace Aimi.Accounts.SignIn.Apple;

internal static class AppleServices
{
    public static IServiceCollection AddSignInWithApple(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<AppleOptions>().Bind(settings.GetSection(AppleOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(AppleAddresses.Real);
        services.AddSingleton<AppleClient>();
        services.AddScoped<AppleGrants>();
        services.AddScoped<IPersonEraser>(provider => provider.GetRequiredService<AppleGrants>());
        services.AddScoped<AppleSignIn>();
        return services;
    }
}
