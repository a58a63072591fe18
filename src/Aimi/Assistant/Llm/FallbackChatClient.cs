using System.Resources;
using System.Runtime.CompilerServices;
using Aimi.Accounts;
using Aimi.Hosting.Resources;
using Aimi.Language;
using Aimi.Messages;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Aimi.Assistant.Llm;

/// <summary>
/// A chain of models: whoever stands first answers, the next where it can not, as long as nothing was said. What a model called tools for it goes on with, and those after
/// it; the offline assistant never takes up another's turn, for it would begin it anew and do everything twice.
/// </summary>
/// <param name="offline">Answers whose day is used up, and what a filter let nobody answer; null where only a model's judgement will do.</param>
/// <param name="endsOffline">It stands at the end of the chain, too.</param>
internal sealed partial class FallbackChatClient(
    IReadOnlyList<ChainedModel> models, IChatClient? offline, bool endsOffline, DailyBudget budget, LlmMetrics metrics, ILogger<FallbackChatClient> log) : IChatClient
{
    private static readonly ResourceManager Texts = new("Aimi.Assistant.Llm.BudgetTexts", typeof(FallbackChatClient).Assembly);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var said = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var begun = ReplyOrigin.OfCalls(said);
        var first = begun is null ? 0 : models.TakeWhile(model => model.Name != begun.Model).Count();
        var (why, last) = (begun?.Fallback, (LlmException?)null);
        if (begun is null && OnBehalf.Of(options) is { } person && models.Count > 0 && await budget.IsSpent(person, cancellationToken))
        {
            (why, first) = (FallbackReason.Budget, models.Count);
            last = new LlmException(LlmFailure.OverBudget, "The person used up what they have for the day (AIMI__LlmDailyTokens).");
            if (offline is not null && await budget.MayTell(person, cancellationToken))
                yield return Offline(FallbackReason.Budget).On(new(ChatRole.Assistant, Word(said, person)));
        }

        for (var at = first; at < models.Count; at++)
        {
            await using var answer = models[at].Client.GetStreamingResponseAsync(said, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            bool more;
            try
            {
                // The first that comes holds a word, or a call.
                more = await answer.MoveNextAsync();
            }
            catch (LlmException failure)
            {
                NoAnswer(models[at].Model.Vendor.Id, models[at].Name, failure.Kind, failure.Message);
                (last, why) = (failure, failure.Kind == LlmFailure.Filtered ? FallbackReason.Filtered : FallbackReason.Failed);
                continue;
            }

            var origin = new ReplyOrigin(models[at].Name, at == 0 ? null : why ?? FallbackReason.Failed);
            Count(origin, begun);
            for (; more; more = await answer.MoveNextAsync())
                yield return origin.On(answer.Current);
            yield break;
        }

        if (offline is null || !MayAnswerOffline(begun, last))
            throw last ?? new LlmException(LlmFailure.NoModel, "There is no model to ask (AIMI__Llm).");

        Count(Offline(why), begun);
        await foreach (var update in offline.GetStreamingResponseAsync(said, options, cancellationToken))
            yield return Offline(why).On(update);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(FallbackChatClient) && serviceKey is null ? this : (models is [var first, ..] ? first.Client : offline)?.GetService(serviceType, serviceKey);

    // The models are LlmModels' own.
    public void Dispose()
    {
    }

    // No model failed where it goes on with what it began itself.
    private bool MayAnswerOffline(ReplyOrigin? begun, LlmException? last) =>
        begun is null ? endsOffline || last?.Kind is LlmFailure.Filtered or LlmFailure.OverBudget : last is null;

    private ReplyOrigin Offline(FallbackReason? why) => new(LlmOptions.Offline, models.Count == 0 ? null : why);

    private void Count(ReplyOrigin origin, ReplyOrigin? begun)
    {
        if (begun is null && origin.Fallback is { } why)
            metrics.CountFallback(origin.Model, why.Word());
    }

    private static string Word(IReadOnlyList<ChatMessage> said, OnBehalf person) =>
        Texts.GetString("Spent", SpokenLanguage.Of(said.LastOrDefault(message => message.Role == ChatRole.User)?.Text ?? "", person.Locale)) + "\n\n";

    [LoggerMessage(1502, LogLevel.Warning, "No answer from the model {Vendor}:{Model} ({Kind}): {Reason}", EventName = "llm_no_answer")]
    private partial void NoAnswer(string vendor, string model, LlmFailure kind, string reason);
}

/// <summary>A model in the chain.</summary>
/// <param name="Client">Asks it; whatever wraps a model with a prompt of its own stands here.</param>
/// <param name="Circuit">Of its server.</param>
internal sealed record ChainedModel(LlmModel Model, IChatClient Client, VendorCircuit Circuit)
{
    public string Name => Model.Name;
}
