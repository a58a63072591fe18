namespace Aimi.Graph;

/// <summary>What the graph offers the others.</summary>
public static class GraphServices
{
    public static IServiceCollection AddGraph(this IServiceCollection services)
    {
        services.AddScoped<GraphWriter>();
        services.AddScoped<GraphReader>();
        services.AddScoped<GraphExcerpts>();
        return services;
    }
}
