using Aimi.Workers;

namespace Aimi.Accounts;

public static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<LocalOwner>();
        services.AddSingleton<People>();
        services.AddMemoryCache(options => options.SizeLimit = 100_000);
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentUser>();
        services.AddScoped<AccountService>();
        services.AddWorker<IdempotencySweeper>();

        // The core alone: the rest of it would keep keys on disk, outside the data folder, for cookies that there are none of.
        services.AddAuthenticationCore(options =>
        {
            options.AddScheme<LocalOwnerAuthentication>(LocalOwnerAuthentication.SchemeName, displayName: null);
            options.DefaultScheme = LocalOwnerAuthentication.SchemeName;
        });
        services.AddTransient<LocalOwnerAuthentication>();
        services.AddWebEncoders();
        services.AddAuthorization();
        return services;
    }
}
