using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Aimi.Assistant;

/// <summary>
/// A language model at a vendor. What goes wrong there becomes an <see cref="LlmException"/>: a server that fails, one that falls silent, and an answer
/// that breaks off, which is never taken for a whole one.
/// </summary>
internal sealed class LlmChatClient(IChatClient vendor, TimeSpan timeout, TimeProvider time) : DelegatingChatClient(vendor)
{
    public static LlmChatClient Create(LlmOptions options, TimeProvider time)
    {
        // A server without keys is sent some word: the protocol's header has no empty form.
        var key = new ApiKeyCredential(string.IsNullOrWhiteSpace(options.LlmKey) ? "none" : options.LlmKey.Trim());
        var settings = new OpenAIClientOptions
        {
            Endpoint = options.Address,
            UserAgentApplicationId = "aimi",

            // The time is kept here; a call that failed is sent again by the person, who sees that it failed.
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        };
        return new(new OpenAIClient(key, settings).GetChatClient(options.Model).AsIChatClient(), options.LlmTimeout, time);
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var silence = new CancellationTokenSource(timeout, time);
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        await using var updates = base.GetStreamingResponseAsync(messages, options, listening.Token).GetAsyncEnumerator(listening.Token);
        var finished = false;
        while (await Next(updates, silence, cancellationToken))
        {
            silence.CancelAfter(timeout);
            finished |= updates.Current.FinishReason is not null;
            yield return updates.Current;
        }

        if (!finished)
            throw new LlmException("The model's answer broke off.");
    }

    // The vendor's own exceptions go no further: they may repeat the key, or what was said.
    private static async ValueTask<bool> Next(
        IAsyncEnumerator<ChatResponseUpdate> updates, CancellationTokenSource silence, CancellationToken cancellationToken)
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
            throw new LlmException("The model said nothing for too long (AIMI__LlmTimeout).");
        }
        catch (ClientResultException failure)
        {
            throw new LlmException(failure.Status switch
            {
                0 => "The model's server can not be reached (AIMI__LlmUrl).",
                401 or 403 => $"The model's server refuses the key (AIMI__LlmKey): HTTP {failure.Status}.",
                404 => "The model's server knows no such model or address (AIMI__Llm, AIMI__LlmUrl): HTTP 404.",
                _ => $"The model's server failed: HTTP {failure.Status}.",
            });
        }
        catch (HttpRequestException failure)
        {
            throw new LlmException($"The model's server can not be reached (AIMI__LlmUrl): {failure.HttpRequestError}.");
        }
        catch (Exception failure)
        {
            throw new LlmException($"The model's answer can not be read: {failure.GetType().Name}.");
        }
    }
}

/// <summary>The model gave no whole answer. The message is for the operator, and holds neither a secret nor what was said.</summary>
public sealed class LlmException(string message) : Exception(message);
