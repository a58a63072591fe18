using System.ComponentModel;
using System.Globalization;
using Aimi.Language;
using Aimi.Memory;
using Aimi.Memory.Forgetting;
using Aimi.Memory.Recall;
using Aimi.Messages;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Tools;

/// <summary>What a model can do with the memory of the person whom it answers. Each call is done, and durable, when it returns.</summary>
public sealed class MemoryTools(IServiceScopeFactory scopes)
{
    private const int Found = 8;

    /// <param name="done">Hears of what was changed.</param>
    public IReadOnlyList<AITool> For(Guid userId, Action<ReplyAction> done) =>
    [
        AIFunctionFactory.Create(
            ([Description("One sentence about the person, in their language, such as \"Lives in Kazan\".")] string content, CancellationToken cancellationToken) =>
                Remember(userId, content, done, cancellationToken),
            ToolNames.Remember,
            "Remembers something about the person for good. Only when they ask for it: what they merely say is remembered by itself."),
        AIFunctionFactory.Create(
            ([Description("What is to be forgotten, in the person's own words, without \"forget that\".")] string what, CancellationToken cancellationToken) =>
                Forget(userId, what, cancellationToken),
            ToolNames.Forget,
            "Forgets something for good, everywhere. Only when the person asks for it. It cannot be undone; do not repeat what was forgotten."),
        AIFunctionFactory.Create(
            ([Description("What to look for, in words of any form.")] string query, CancellationToken cancellationToken) => Search(userId, query, cancellationToken),
            ToolNames.Search,
            "Looks up what is remembered about something, with the days on which the person said it."),
    ];

    private async Task<Remembered> Remember(Guid userId, string content, Action<ReplyAction> done, CancellationToken cancellationToken)
    {
        var sentence = content.Replace("\0", "", StringComparison.Ordinal).Trim();
        if (sentence.Length is 0 or > RememberRequest.MaxContent)
            return new Remembered(false);

        await using var scope = scopes.CreateAsyncScope();
        var memory = await scope.ServiceProvider.GetRequiredService<Notebook>().Remember(userId, sentence, subject: null, MemoryType.Fact, importance: null, cancellationToken);
        done(new ReplyAction("memory_created", "memory", memory.Id, memory.Content));
        return new Remembered(true);
    }

    private async Task<Forgotten> Forget(Guid userId, string what, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MemoryForgetting>().Forget(userId, what, cancellationToken) is { } receipt
            ? new Forgotten(true, receipt.Removed.Memories, receipt.Removed.Messages)
            : new Forgotten(false, 0, 0);
    }

    private async Task<IReadOnlyList<FoundInMemory>> Search(Guid userId, string query, CancellationToken cancellationToken)
    {
        if (PlainTextQuery(query) is not { } asked)
            return [];

        await using var scope = scopes.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<MemorySearch>().Find(userId, asked, types: null, at: null, Found, cancellationToken);
        return [.. found.Items.Select(memory => new FoundInMemory(memory.EntityType.ToString().ToLowerInvariant(), memory.Content, Day(memory)))];
    }

    private static string? PlainTextQuery(string query)
    {
        var asked = query.Replace("\0", "", StringComparison.Ordinal).Trim();
        return asked.Length == 0 ? null : Excerpt.Of(asked, MemorySearch.MaxQuery);
    }

    private static string Day(FoundMemory memory) =>
        (memory.Sources.Count > 0 ? memory.Sources.Max(source => source.OccurredAt) : memory.ValidFrom).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What the tools are called; stable, for models have them in their prompts.</summary>
public static class ToolNames
{
    public const string Remember = "remember";
    public const string Forget = "forget";
    public const string Search = "search_memory";
}

public sealed record Remembered(bool Done);

/// <param name="Done">False where the words name nothing: ask the person what they mean.</param>
/// <param name="Memories">How many memories were removed.</param>
/// <param name="Messages">How many messages it was cut from.</param>
public sealed record Forgotten(bool Done, int Memories, int Messages);

/// <param name="SaidOn">The day, in UTC.</param>
public sealed record FoundInMemory(string Kind, string Content, string SaidOn);
