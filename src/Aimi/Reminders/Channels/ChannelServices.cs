using Aimi.Reminders.Push;

namespace Aimi.Reminders.Channels;

internal static class ChannelServices
{
    /// <summary>The channels that reach a person outside the product, and the way out of mails.</summary>
    public static IServiceCollection AddReminderChannels(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<EmailOptions>().Bind(settings.GetSection(EmailOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<WebhookOptions>().Bind(settings.GetSection(WebhookOptions.Section));
        services.AddSingleton<UnsubscribeLinks>();
        services.AddScoped<Unsubscriptions>();
        services.AddSingleton<IReminderChannel, EmailChannel>();
        services.AddSingleton<IReminderChannel, WebhookChannel>();
        services.AddPush(settings);
        return services;
    }
}
