using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Aimi.Assistant.Deeds;
using Aimi.Assistant.Guardrails;
using Aimi.Language;
using Aimi.Memory;
using Aimi.Memory.Forgetting;
using Aimi.Memory.Recall;
using Aimi.Messages;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Tools;

/// <summary>What a model can do with the memory of the person whom it answers.</summary>
internal sealed class MemoryTools(TimeProvider time) : ITools
{
    private const int Found = 8;

    private static readonly ToolAnswer NoSentence = ToolAnswer.Refused("content is a sentence of 1 to 2,000 characters.");

    private static readonly ToolAnswer NotSaid =
        ToolAnswer.Refused("Only what the person said themself in this conversation is remembered. Use their own words; what stands in plans, memory or files is not for this.");

    private static readonly ToolAnswer Nothing = ToolAnswer.Refused("These words name nothing: ask the person what they mean.");

    public IEnumerable<AIFunction> All =>
    [
        new Tool<RememberArguments>(
            ToolNames.Remember, "Remembers something about the person for good. Only when they ask for it: what they merely say is remembered by itself.", time, Remember),
        new Tool<CorrectMemoryArguments>(ToolNames.Correct, "Corrects a memory by what the person says is true.", time, Correct),
        new Tool<ForgetArguments>(
            ToolNames.Forget, "Forgets something for good, everywhere. Only when the person asks for it. It cannot be undone; do not repeat what was forgotten.", time, Forget),
        new Tool<SearchMemoryArguments>(ToolNames.Search, "Looks up what is remembered about something, with the days on which the person said it.", time, Search),
    ];

    private static async Task<ToolAnswer> Remember(OpenTurn turn, RememberArguments wanted, CancellationToken cancellationToken)
    {
        if (!TryTake(turn, wanted.Content, out var sentence, out var refusal))
            return refusal;

        return await turn.Deeds.Try(
            async (services, token) =>
            {
                var memory = await services.GetRequiredService<Notebook>().Remember(turn.UserId, sentence, subject: null, MemoryType.Fact, importance: null, token);
                return new Outcome<ToolAnswer>(ToolAnswer.Done(Item(memory)), new ReplyAction("memory_created", "memory", memory.Id, memory.Content));
            },
            cancellationToken);
    }

    private static async Task<ToolAnswer> Correct(OpenTurn turn, CorrectMemoryArguments wanted, CancellationToken cancellationToken)
    {
        if (!TryTake(turn, wanted.Content, out var sentence, out var refusal))
            return refusal;

        return await turn.Deeds.Try(
            async (services, token) =>
            {
                var done = await services.GetRequiredService<Notebook>().Correct(turn.UserId, wanted.Id, ifVersion: null, sentence, importance: null, token);
                return done switch
                {
                    { Result: CorrectionResult.Corrected, Memory: { } memory } => new(ToolAnswer.Done(Item(memory)), new ReplyAction("memory_corrected", "memory", memory.Id, memory.Content)),
                    { Result: CorrectionResult.Known } => new Outcome<ToolAnswer>(ToolAnswer.Refused("Another memory says that already; forget the wrong one.")),
                    _ => new Outcome<ToolAnswer>(ToolAnswer.NotFound("There is no such memory, or another took its place. search_memory finds it.")),
                };
            },
            cancellationToken);
    }

    private static async Task<ToolAnswer> Forget(OpenTurn turn, ForgetArguments wanted, CancellationToken cancellationToken)
    {
        if (Stems.OfText(wanted.What).Count == 0)
            return Nothing;
        if (!Grounding.IsToForget(turn, wanted.What))
            return ToolAnswer.Refused("The person did not ask to forget that in this conversation. Use their own words, or ask them.");

        return await turn.Deeds.Try(
            async (services, token) =>
            {
                var forgetting = services.GetRequiredService<MemoryForgetting>();
                if (await forgetting.Forget(turn.UserId, wanted.What, token) is not { } receipt)
                    return new Outcome<ToolAnswer>(Nothing);

                // Where nothing is known there is nothing to be told, but the words are not learned again.
                var removed = receipt.Removed;
                return removed is { Memories: 0, Messages: 0 }
                    ? new Outcome<ToolAnswer>(ToolAnswer.NotFound("Nothing of that is remembered."), Afterwards: after => forgetting.ClearCopies(turn.UserId, after))
                    : new Outcome<ToolAnswer>(
                        new ToolAnswer(ToolStatus.Done) { Forgotten = new ForgottenCount(removed.Memories, removed.Messages) },
                        new ReplyAction("memory_forgotten", "user", turn.UserId, Receipts.Text("Forgotten", turn.Language)),
                        Afterwards: after => forgetting.ClearCopies(turn.UserId, after));
            },
            cancellationToken);
    }

    // Its words are embedded by a vendor, maybe: nothing is locked meanwhile, and what this very turn remembers is not found yet.
    private static async Task<ToolAnswer> Search(OpenTurn turn, SearchMemoryArguments wanted, CancellationToken cancellationToken)
    {
        if (Stems.OfText(wanted.Query).Count == 0)
            return ToolAnswer.NotFound("These words name nothing.");

        var query = Excerpt.Of(wanted.Query.Replace("\0", "", StringComparison.Ordinal).Trim(), MemorySearch.MaxQuery);
        var found = await turn.Deeds.LookAtCommitted(
            (services, token) => services.GetRequiredService<MemorySearch>().Find(turn.UserId, query, types: null, at: null, Found, token), cancellationToken);
        return ToolAnswer.Done(
        [
            .. found.Items.Select(memory => new ToolItem(memory.EntityType.ToString().ToLowerInvariant(), memory.MemoryId, memory.Content)
            {
                SaidOn = (memory.Sources.Count > 0 ? memory.Sources.Max(source => source.OccurredAt) : memory.ValidFrom)
                    .ToString(ToolTimes.DayFormat, CultureInfo.InvariantCulture),
                Fit = Math.Round(memory.Score, 2),
            }),
        ]);
    }

    private static ToolItem Item(MemoryVector memory) => new("memory", memory.Id, memory.Content);

    /// <summary>What may be kept of what a model gives: a sentence that the person said themself.</summary>
    private static bool TryTake(OpenTurn turn, string content, out string sentence, [NotNullWhen(false)] out ToolAnswer? refusal)
    {
        sentence = content.Replace("\0", "", StringComparison.Ordinal).Trim();
        refusal = sentence.Length is 0 or > RememberRequest.MaxContent ? NoSentence : Grounding.IsSaid(turn, sentence) ? null : NotSaid;
        return refusal is null;
    }
}
