namespace Aimi.Memory;

/// <summary>What the memory feature offers the others.</summary>
public static class MemoryServices
{
    public static IServiceCollection AddMemory(this IServiceCollection services) => services.AddScoped<UserStateRepository>();
}
