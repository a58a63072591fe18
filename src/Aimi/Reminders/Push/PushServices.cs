namespace Aimi.Reminders.Push;

internal static class PushServices
{
    /// <summary>The channel that reaches a person's phones and browsers, and the way in of what they answer.</summary>
    public static IServiceCollection AddPush(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<ApnsOptions>().Bind(settings.GetSection(ApnsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<WebPushOptions>().Bind(settings.GetSection(WebPushOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<VapidSigner>();
        services.AddSingleton<IPushSender, ApnsSender>();
        services.AddSingleton<IPushSender, WebPushSender>();
        services.AddScoped<PushDeliveries>();
        services.AddScoped<PushActions>();
        services.AddSingleton<IReminderChannel, PushChannel>();
        return services;
    }
}
