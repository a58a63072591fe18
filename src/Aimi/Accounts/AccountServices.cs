using Aimi.Accounts.Export;
using Aimi.Accounts.SignIn;
using Aimi.Hosting;
using Aimi.Workers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts;

public static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<AccountOptions>().Bind(settings.GetSection(AccountOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServerOptions>, ListenGuard>();
        services.AddSingleton(_ => new InstallToken(Server.DataFolder(settings)));
        services.AddSingleton<LocalOwner>();
        services.AddSingleton<People>();
        services.AddMemoryCache(options => options.SizeLimit = 100_000);
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentUser>();
        services.AddScoped<AccountService>();
        services.AddScoped<AccountExport>();
        services.AddSingleton<ExportGate>();
        services.AddScoped<Erasure>();
        services.AddScoped<Reauthentication>();
        services.AddScoped<Devices>();
        services.AddWorker<IdempotencySweeper>();

        // The core alone: the rest of it would keep keys on disk, outside the data folder, for cookies that there are none of.
        services.AddAuthenticationCore(options =>
        {
            options.AddScheme<LocalOwnerAuthentication>(LocalOwnerAuthentication.SchemeName, displayName: null);
            options.AddScheme<BearerAuthentication>(BearerAuthentication.SchemeName, displayName: null);
        });
        services.AddOptions<AuthenticationOptions>().Configure<IOptions<AccountOptions>>((options, accounts) =>
            options.DefaultScheme ??= accounts.Value.IsMulti ? BearerAuthentication.SchemeName : LocalOwnerAuthentication.SchemeName);
        services.AddSignIn(settings);
        services.AddTransient<LocalOwnerAuthentication>();
        services.AddWebEncoders();
        services.AddAuthorization();
        return services;
    }
}
