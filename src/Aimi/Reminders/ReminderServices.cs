using Aimi.Accounts;
using Aimi.Hosting.Telemetry;
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
        services.AddScoped<AskedReminders>();
        services.AddScoped<DoneReminders>();
        services.AddPlanner();
        services.AddDelivery();
        services.AddReminderChannels(settings);
        return services;
    }

    private static void AddPlanner(this IServiceCollection services)
    {
        services.AddScoped<ReminderPlanner>();
        services.AddScoped<IPlanWatcher>(provider => provider.GetRequiredService<ReminderPlanner>());
        services.AddScoped<IPersonWatcher, ReminderSettingsWatcher>();
        services.AddWorker<ReminderHorizonWorker>();
    }

    private static void AddDelivery(this IServiceCollection services)
    {
        services.AddMetrics<ReminderMetrics>();
        services.AddBacklog<ReminderBacklog>();
        services.AddSingleton(_ => new RetrySchedule(new Random()));
        services.AddScoped<ReminderDigests>();
        services.AddScoped<ReminderFeedback>();
        services.AddScoped<ReminderLines>();
        services.AddTransient<ReminderRound>();
        services.AddWorker<ReminderDispatcher>();
        services.AddWorker<OutsideDispatcher>();
        services.AddWorker<FeedbackWorker>();
    }
}
