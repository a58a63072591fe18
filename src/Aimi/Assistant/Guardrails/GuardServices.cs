using Aimi.Assistant.Guardrails.Moderation;
using Aimi.Assistant.Guardrails.Outgoing;
using Microsoft.Extensions.Options;

namespace Aimi.Assistant.Guardrails;

internal static class GuardServices
{
    /// <summary>What stands before and behind every model.</summary>
    public static IServiceCollection AddGuardrails(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<ModerationOptions>().Bind(settings).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IModerator>(provider => provider.GetRequiredService<IOptions<ModerationOptions>>().Value switch
        {
            var options when options.Is(ModerationOptions.Off) => new NoModerator(),
            var options when options.Is(ModerationOptions.OpenAi) =>
                ActivatorUtilities.CreateInstance<OpenAiModerator>(provider, OpenAiModerator.Connect(options)),
            _ => new RuleModerator(),
        });
        services.AddSingleton(_ => new Leaks(settings));
        services.AddSingleton<GuardMetrics>();
        services.AddSingleton<Guard>();
        return services;
    }
}
