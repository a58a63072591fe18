using System.Runtime.CompilerServices;
using Aimi.Accounts;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Llm;

/// <summary>Measures each request to a model, however it ends, and counts its tokens against the day of the person for whom it is made.</summary>
internal sealed class MeteredChatClient(IChatClient model, LlmModel about, LlmMetrics metrics, DailyBudget budget, TimeProvider time) : StreamingChatClient(model)
{
    /// <summary>
    /// Characters of Russian and English that make a token, where the server does not count: because the answer was stopped, or never does. A rough measure that errs
    /// to the dear side.
    /// </summary>
    private const int CharactersOfToken = 3;

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var request = new Request(time.GetTimestamp());
        try
        {
            await using var updates = base.GetStreamingResponseAsync(asked, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await Next(updates, request))
            {
                Listen(updates.Current, request);
                yield return updates.Current;
            }
        }
        finally
        {
            metrics.Count(about, time.GetElapsedTime(request.At), request.FirstWord, request.Usage, request.Failure);
            if (OnBehalf.Of(options) is { } person && Tokens(asked, request) is > 0 and var tokens)
                await budget.Spend(person, tokens);
        }
    }

    private static async ValueTask<bool> Next(IAsyncEnumerator<ChatResponseUpdate> updates, Request request)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (LlmException failure)
        {
            request.Failure = failure.Kind;
            throw;
        }
    }

    private void Listen(ChatResponseUpdate update, Request request)
    {
        if (LlmChatClient.Says(update))
            request.FirstWord ??= time.GetElapsedTime(request.At);
        request.Said += update.Text.Length;
        foreach (var usage in update.Contents.OfType<UsageContent>())
            (request.Usage ??= new()).Add(usage.Details);
    }

    private static long Tokens(IReadOnlyList<ChatMessage> asked, Request request) =>
        request.Usage is { } counted ? (counted.InputTokenCount ?? 0) + (counted.OutputTokenCount ?? 0)
        : request.Said > 0 ? (asked.Sum(message => message.Text.Length) + request.Said) / CharactersOfToken
        : 0;

    private sealed class Request(long at)
    {
        public long At => at;
        public TimeSpan? FirstWord { get; set; }
        public UsageDetails? Usage { get; set; }
        public LlmFailure? Failure { get; set; }
        public int Said { get; set; }
    }
}
