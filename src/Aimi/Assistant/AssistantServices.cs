using Aimi.Assistant.Context;
using Aimi.Assistant.Guardrails;
using Aimi.Assistant.Llm;
using Aimi.Assistant.Tools;

namespace Aimi.Assistant;

public static class AssistantServices
{
    /// <summary>The assistant: the language model that the setting <c>Llm</c> names, or the one that needs none.</summary>
    public static IServiceCollection AddAssistant(this IServiceCollection services, IConfiguration settings)
    {
        services.AddLlm(settings);
        services.AddOptions<PromptOptions>().Bind(settings).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PromptTokens>();
        services.AddSingleton<PromptBudget>();
        services.AddSingleton<FeedbackQuestions>();
        services.AddSingleton<ContextBuilder>();
        services.AddSingleton<ToolBox>();
        services.AddSingleton<ToolMetrics>();
        services.AddGuardrails(settings);
        services.AddSingleton<Coach>();
        return services;
    }
}
