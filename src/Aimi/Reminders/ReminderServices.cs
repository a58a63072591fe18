namespace Aimi.Reminders;

/// <summary>What the reminders feature offers the others.</summary>
public static class ReminderServices
{
    public static IServiceCollection AddReminders(this IServiceCollection services) => services.AddScoped<ReminderRepository>();
}
