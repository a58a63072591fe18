using Aimi.Accounts;
using Aimi.Hosting.Telemetry;
using Aimi.Planning.Calendar;

namespace Aimi.Planning;

/// <summary>What the planning feature offers the others.</summary>
public static class PlanningServices
{
    public static IServiceCollection AddPlanning(this IServiceCollection services)
    {
        services.AddScoped<EventRepository>();
        services.AddScoped<PlanWatchers>();
        services.AddMetrics<PlanMetrics>();
        services.AddScoped<GoalProgress>();
        services.AddScoped<IPlanWatcher>(provider => provider.GetRequiredService<GoalProgress>());
        services.AddScoped<Goals>();
        services.AddScoped<Habits>();
        services.AddScoped<HabitReports>();
        services.AddScoped<IPersonWatcher, SkippedDays>();
        services.AddCalendar();
        services.AddScoped<IPersonWatcher, FloatingPlans>();
        return services;
    }
}
