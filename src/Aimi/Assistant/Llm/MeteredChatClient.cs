using System.Diagnostics;
using System.Runtime.CompilerServices;
using Aimi.Accounts;
using Aimi.Hosting.Resources;
using Aimi.Hosting.Telemetry;
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

    private readonly string _span = $"chat {about.Name}";

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        using var span = Begin();
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
            Tell(span, request);
            metrics.Count(about, time.GetElapsedTime(request.At), request.FirstWord, request.Usage, request.Failure);
            if (OnBehalf.Of(options) is { } person && Tokens(asked, request) is > 0 and var tokens)
                await budget.Spend(person, tokens);
        }
    }

    // By OpenTelemetry's conventions for generative AI, without a word of what was said.
    private Activity? Begin() => Spans.Source.StartActivity(_span, ActivityKind.Client)
        ?.SetTag("gen_ai.operation.name", "chat")
        .SetTag("gen_ai.provider.name", about.Vendor.Id)
        .SetTag("gen_ai.request.model", about.Name)
        .SetTag("gen_ai.request.stream", true)
        .SetTag("server.address", about.Address.Host)
        .SetTag("server.port", about.Address.Port);

    private static void Tell(Activity? span, Request request)
    {
        if (span is null)
            return;

        if (request.Usage is { } usage)
            span.SetTag("gen_ai.usage.input_tokens", usage.InputTokenCount).SetTag("gen_ai.usage.output_tokens", usage.OutputTokenCount);
        if (request.Finish is { } finish)
            span.SetTag("gen_ai.response.finish_reasons", new[] { finish.Value });
        if (request.FirstWord is { } waited)
            span.SetTag("gen_ai.response.time_to_first_chunk", waited.TotalSeconds);
        if (request.Failure is { } failure)
            span.Fail(failure.Word());
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
        request.Finish = update.FinishReason ?? request.Finish;
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
        public ChatFinishReason? Finish { get; set; }
        public int Said { get; set; }
    }
}
