using Aimi.Assistant.Context;
using Aimi.Assistant.Guardrails;
using Aimi.Assistant.Offline;
using Aimi.Assistant.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Aimi.Assistant;

public static class AssistantServices
{
    /// <summary>The assistant: the language model that the setting <c>Llm</c> names, or the one that needs none.</summary>
    public static IServiceCollection AddAssistant(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<LlmOptions>().Bind(settings).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IChatClient>(provider => provider.GetRequiredService<IOptions<LlmOptions>>().Value is { Model: not null } llm
            ? LlmChatClient.Create(llm, provider.GetRequiredService<TimeProvider>())
            : new OfflineChatClient());
        services.AddSingleton<FeedbackQuestions>();
        services.AddSingleton<ContextBuilder>();
        services.AddSingleton<ToolBox>();
        services.AddGuardrails(settings);
        services.AddSingleton<Coach>();
        return services;
    }
}
