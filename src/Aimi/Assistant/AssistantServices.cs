using Aimi.Assistant.Offline;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant;

public static class AssistantServices
{
    public static IServiceCollection AddAssistant(this IServiceCollection services)
    {
        services.AddSingleton<IChatClient, OfflineChatClient>();
        services.AddSingleton<Coach>();
        return services;
    }
}
