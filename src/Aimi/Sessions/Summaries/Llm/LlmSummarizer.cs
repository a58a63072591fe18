using Aimi.Accounts;
using Microsoft.Extensions.AI;

namespace Aimi.Sessions.Summaries;

/// <summary>
/// Has a language model read a session, and believes it only as far as the session bears it out. Where the model gives no answer that stands, with one chance to mend it, or
/// takes too long, the rules read the session. So they do where there is no model, where nothing was said, and of imported years of talk, which would cost a fortune.
/// </summary>
/// <param name="model">The models of the settings, the next where one can not.</param>
internal sealed partial class LlmSummarizer(IChatClient model, RuleSummarizer rules, TimeProvider time, ILogger<LlmSummarizer> log) : ISummarizer
{
    /// <summary>For the answer and its mending; well below a worker's lease.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly bool _isThere = model.GetService<ChatClientMetadata>() is { DefaultModelId: not null };

    public async Task<SessionDigest> Summarize(SessionTranscript session, CancellationToken cancellationToken)
    {
        var talk = Talk.Of(session);
        if (!_isThere || session.Imported || talk.Said.All(said => said.IsChatter))
            return await rules.Summarize(session, cancellationToken);

        using var patience = new CancellationTokenSource(Patience, time);
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            if (await Ask(talk, listening.Token) is { } digest)
                return digest;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it says may repeat what was said.
            NoAnswer(failure.GetType().Name);
        }

        return await rules.Summarize(session, cancellationToken);
    }

    private async Task<SessionDigest?> Ask(Talk talk, CancellationToken cancellationToken)
    {
        var reader = new DraftReader(talk, FactLedger.Read(talk));
        var prompt = SummaryPrompt.For(talk);
        var session = talk.Session;
        var options = new ChatOptions { ResponseFormat = SummaryDraft.Format };
        if (session.UserId is { } userId)
            options.AdditionalProperties = new() { [OnBehalf.Key] = new OnBehalf(userId, session.Timezone, session.Locale) };

        var answer = await model.GetResponseAsync(prompt, options, cancellationToken);
        if (reader.Read(answer.Text, Name(answer), out var problems) is { } digest)
            return digest;

        NotValid(problems.Count);
        prompt.AddRange([new(ChatRole.Assistant, answer.Text), new(ChatRole.User, "Mend this, and answer with the whole JSON again:\n- " + string.Join("\n- ", problems))]);
        answer = await model.GetResponseAsync(prompt, options, cancellationToken);
        if (reader.Read(answer.Text, Name(answer), out problems) is { } mended)
            return mended;

        NotMended(problems.Count);
        return null;
    }

    private static string Name(ChatResponse answer) => answer.ModelId ?? "llm";

    [LoggerMessage(1403, LogLevel.Warning, "A session is summarised by rules: the model gave no answer ({Kind})", EventName = "llm_summary_missing")]
    private partial void NoAnswer(string kind);

    [LoggerMessage(1404, LogLevel.Information, "A model's summary has {Count} mistakes, and is to be mended", EventName = "llm_summary_invalid")]
    private partial void NotValid(int count);

    [LoggerMessage(1405, LogLevel.Warning, "A session is summarised by rules: the model's summary still has {Count} mistakes", EventName = "llm_summary_not_mended")]
    private partial void NotMended(int count);
}
