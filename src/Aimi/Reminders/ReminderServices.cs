using Aimi.Accounts;
using Aimi.Planning;
using Aimi.Reminders.Channels;
using Aimi.Workers;

namespace Aimi.Reminders;

/// <summary>What the reminders feature offers the others.</summary>
public static class ReminderServices
{
    public static IServiceCollection AddReminders(this IServiceCollection services, IConfiguration settings)
    {
        services.AddScoped<ReminderRepository>();
        services.AddScoped<ReminderPlanner>();
        services.AddScoped<IPlanWatcher>(provider => provider.GetRequiredService<ReminderPlanner>());
        services.AddScoped<IPersonWatcher, ReminderSettingsWatcher>();
        services.AddWorker<ReminderHorizonWorker>();
        services.AddReminderChannels(settings);
        return services;
    }
}
