using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Aimi.Assistant.Llm;
using Aimi.Assistant.Offline;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aimi.Tests.Assistant.Llm;

/// <summary>What the program makes of settings that name a stub.</summary>
internal static class StubModels
{
    public const string Key = "sk-secret";

    /// <summary>Both protocols, for theories.</summary>
    public static TheoryData<string> Wires => ["openai", "anthropic"];

    /// <summary>Settings for a model at each of these servers, by protocol.</summary>
    public static LlmOptions Options(params (string Wire, StubLlm Stub)[] servers) => new()
    {
        Llm = string.Join(',', servers.Select((server, place) => $"{server.Wire}:model-{place + 1}")),
        LlmKey = string.Join(',', servers.Select(_ => Key)),
        LlmUrl = string.Join(',', servers.Select(server => server.Wire == "openai" ? server.Stub.Url : server.Stub.AnthropicUrl)),
    };

    public static LlmModels Models(LlmOptions options, TimeProvider time, IMeterFactory? meters = null, DailyBudget? budget = null)
    {
        var settings = Microsoft.Extensions.Options.Options.Create(options);
        return new LlmModels(settings, Metrics(meters), budget ?? Unlimited(time), time);
    }

    /// <summary>The whole chain, as a person is answered by it.</summary>
    public static FallbackChatClient Chain(LlmOptions options, TimeProvider time, IMeterFactory? meters = null, DailyBudget? budget = null, bool plain = false)
    {
        var models = Models(options, time, meters, budget);
        return new FallbackChatClient(
            models.All, plain ? null : new LastResort(), !plain && models.EndsOffline, budget ?? Unlimited(time), Metrics(meters),
            NullLogger<FallbackChatClient>.Instance);
    }

    /// <summary>One request of one model: neither asked again nor replaced.</summary>
    public static LlmChatClient Once(string wire, StubLlm stub, TimeProvider time)
    {
        var options = Options((wire, stub));
        var model = options.Models[0];
        return new LlmChatClient(model.Vendor.Create(model, LlmConnection.Open(time)), options.LlmFirstWord, options.LlmTimeout, time);
    }

    public static async Task<List<ChatResponseUpdate>> Hear(this IAsyncEnumerable<ChatResponseUpdate> answer)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in answer)
            updates.Add(update);
        return updates;
    }

    public static string Text(this IEnumerable<ChatResponseUpdate> updates) => string.Concat(updates.Select(update => update.Text));

    // Without a limit it asks nobody.
    private static DailyBudget Unlimited(TimeProvider time) =>
        new(null!, Microsoft.Extensions.Options.Options.Create(new LlmOptions()), time, NullLogger<DailyBudget>.Instance);

    /// <summary>Stands where the offline assistant does, which answers within a turn only.</summary>
    private sealed class LastResort : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            yield return new ChatResponseUpdate(ChatRole.Assistant, "Offline.") { ModelId = OfflineChatClient.Model };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private static LlmMetrics Metrics(IMeterFactory? meters) =>
        new(meters ?? new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
