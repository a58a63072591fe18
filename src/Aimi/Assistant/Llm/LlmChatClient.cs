using System.Runtime.CompilerServices;
using Anthropic.Exceptions;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Llm;

/// <summary>
/// A model at a vendor, asked once. What goes wrong becomes an <see cref="LlmException"/>: a server that fails, one that falls silent, and an answer that breaks off, which
/// is never taken for a whole one. Who stops listening closes the connection.
/// </summary>
/// <param name="firstWord">How long the model may take until it says something.</param>
/// <param name="timeout">How long it may be silent after that.</param>
internal sealed class LlmChatClient(IChatClient vendor, TimeSpan firstWord, TimeSpan timeout, TimeProvider time) : StreamingChatClient(vendor)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var silence = new CancellationTokenSource(firstWord, time);
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        await using var updates = base.GetStreamingResponseAsync(messages, options, listening.Token).GetAsyncEnumerator(listening.Token);
        var (said, filtered, finish) = (false, false, (ChatFinishReason?)null);
        while (await Next(updates, silence, said, cancellationToken))
        {
            var update = updates.Current;
            said |= Says(update);
            filtered |= update.Contents.Any(content => content is ErrorContent);
            finish = update.FinishReason ?? finish;
            if (said)
                silence.CancelAfter(timeout);
            yield return update;
        }

        // What it lets through stands as far as it goes.
        if (!said && (filtered || finish == ChatFinishReason.ContentFilter))
            throw new LlmException(LlmFailure.Filtered, "The model's server filtered the answer out.");
        if (finish is null)
            throw new LlmException(LlmFailure.BrokeOff, "The model's answer broke off.");
    }

    /// <summary>Whether something is said or asked for, that is: whether another model could no longer say it instead.</summary>
    internal static bool Says(ChatResponseUpdate update) => update.Text.Length > 0 || update.Contents.Any(content => content is FunctionCallContent);

    // The vendor's own exceptions go no further: they may repeat the key, or what was said.
    private static async ValueTask<bool> Next(
        IAsyncEnumerator<ChatResponseUpdate> updates, CancellationTokenSource silence, bool said, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (silence.IsCancellationRequested)
        {
            throw said
                ? new LlmException(LlmFailure.Slow, "The model said nothing more for too long (AIMI__LlmTimeout).")
                : new LlmException(LlmFailure.Slow, "The model did not begin to answer in time (AIMI__LlmFirstWord).");
        }
        catch (Exception failure) when (Causes(failure).OfType<LlmException>().FirstOrDefault() is { } known)
        {
            throw new LlmException(known.Kind, known.Message) { RetryAfter = known.RetryAfter };
        }
        catch (AnthropicSseException)
        {
            throw new LlmException(LlmFailure.Failed, "The model's server failed while it answered.");
        }
        catch (Exception failure) when (Causes(failure).Any(cause => cause is IOException or HttpRequestException))
        {
            throw new LlmException(LlmFailure.BrokeOff, "The connection to the model's server broke off.");
        }
        catch (Exception failure)
        {
            throw new LlmException(LlmFailure.Unreadable, $"The model's answer can not be read: {failure.GetType().Name}.");
        }
    }

    // The vendors' libraries wrap what happened on the way.
    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
