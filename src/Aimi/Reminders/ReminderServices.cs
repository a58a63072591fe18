using Aimi.Accounts;
using Aimi.Planning;
using Aimi.Workers;

namespace Aimi.Reminders;

/// <summary>What the reminders feature offers the others.</summary>
public static class ReminderServices
{
    public static IServiceCollection AddReminders(this IServiceCollection services)
    {
        services.AddScoped<ReminderRepository>();
        services.AddScoped<ReminderPlanner>();
        services.AddScoped<IPlanWatcher>(provider => provider.GetRequiredService<ReminderPlanner>());
        services.AddScoped<IPersonWatcher, ReminderSettingsWatcher>();
        services.AddWorker<ReminderHorizonWorker>();
        services.AddDelivery();
        services.AddWorker<ReminderDispatcher>();
        services.AddWorker<OutsideDispatcher>();
        return services;
    }

    /// <summary>What the dispatchers are made of.</summary>
    private static void AddDelivery(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<ReminderMetrics>();
        services.AddSingleton(_ => new RetrySchedule(new Random()));
        services.AddScoped<ReminderDigests>();
        services.AddScoped<ReminderFeedback>();
        services.AddScoped<ReminderLines>();
        services.AddTransient<ReminderRound>();
    }
}
