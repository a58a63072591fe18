using Aimi.Workers;

namespace Aimi.Reminders;

/// <summary>What the reminders feature offers the others.</summary>
public static class ReminderServices
{
    public static IServiceCollection AddReminders(this IServiceCollection services)
    {
        services.AddScoped<ReminderRepository>();
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
        services.AddTransient<ReminderRound>();
    }
}
