using Aimi.Reminders.Channels;

namespace Aimi.Reminders;

/// <summary>What the reminders feature offers the others.</summary>
public static class ReminderServices
{
    public static IServiceCollection AddReminders(this IServiceCollection services, IConfiguration settings)
    {
        services.AddScoped<ReminderRepository>();
        services.AddReminderChannels(settings);
        return services;
    }
}
