using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using Aimi.Hosting.Telemetry;
using OpenAI;
using OpenAI.Moderations;

namespace Aimi.Assistant.Guardrails.Moderation;

/// <summary>
/// OpenAI's <c>/moderations</c>, after the rules: what they refuse goes nowhere. Where it fails or is slow the rules alone decide, and it is left alone for a while,
/// so that no reply waits for it again and again.
/// </summary>
internal sealed partial class OpenAiModerator(ModerationClient client, TimeProvider time, ILogger<OpenAiModerator> log) : IModerator
{
    private const string Model = "omni-moderation-latest";

    /// <summary>A person waits: an answer usually takes a fifth of a second.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private long _askAgain;

    public static ModerationClient Connect(ModerationOptions options) =>
        new OpenAIClient(
            new ApiKeyCredential(string.IsNullOrWhiteSpace(options.ModerationKey) ? "none" : options.ModerationKey.Trim()),
            new OpenAIClientOptions
            {
                Endpoint = options.Address,
                UserAgentApplicationId = "aimi",
                NetworkTimeout = System.Threading.Timeout.InfiniteTimeSpan,
                RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            }).GetModerationClient(Model);

    public async ValueTask<ModerationCategory?> Check(string text, CancellationToken cancellationToken)
    {
        if (RuleModerator.Of(text) is { } refused)
            return refused;
        if (string.IsNullOrWhiteSpace(text) || time.GetUtcNow().UtcTicks < Interlocked.Read(ref _askAgain))
            return null;

        using var patience = new CancellationTokenSource(Timeout, time);
        using var span = Spans.Source.StartActivity("moderate", ActivityKind.Client);
        span?.SetTag("gen_ai.provider.name", "openai").SetTag("gen_ai.request.model", Model);
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return Of((await client.ClassifyTextAsync(text, asking.Token)).Value);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            span.Fail(failure.GetType().Name);

            // The rules let it pass already.
            Interlocked.Exchange(ref _askAgain, (time.GetUtcNow() + Pause).UtcTicks);

            // Its message may repeat what was said.
            Away(failure is ClientResultException { Status: > 0 and var status } ? $"HTTP {status}" : failure.GetType().Name);
            return null;
        }
    }

    // Violence, harassment and sexuality alone are what people speak of: news, quarrels, health.
    private static ModerationCategory? Of(ModerationResult result) =>
        result.SexualMinors.Flagged ? ModerationCategory.Minors
        : result.IllicitViolent.Flagged ? ModerationCategory.Weapons
        : result.Hate.Flagged || result.HateThreatening.Flagged ? ModerationCategory.Hate
        : result.HarassmentThreatening.Flagged ? ModerationCategory.Threat
        : result.SelfHarmInstructions.Flagged || result.SelfHarmIntent.Flagged ? ModerationCategory.SelfHarm
        : null;

    [LoggerMessage(1611, LogLevel.Warning, "OpenAI's moderation failed ({Kind}); Aimi's own rules decide for a while", EventName = "moderation_failed")]
    private partial void Away(string kind);
}
