using Aimi.Accounts;

namespace Aimi.Planning;

/// <summary>What the planning feature offers the others.</summary>
public static class PlanningServices
{
    public static IServiceCollection AddPlanning(this IServiceCollection services)
    {
        services.AddScoped<EventRepository>();
        services.AddScoped<PlanWatchers>();
        services.AddScoped<IPersonWatcher, FloatingPlans>();
        return services;
    }
}
