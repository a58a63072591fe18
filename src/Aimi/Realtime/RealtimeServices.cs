namespace Aimi.Realtime;

public static class RealtimeServices
{
    public static IServiceCollection AddRealtime(this IServiceCollection services) => services.AddSingleton<RealtimeHub>();
}
