using Aimi.Assistant.Deeds;
using Aimi.Hosting.Resources;
using Aimi.Messages;
using Aimi.Planning;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Tools;

/// <summary>
/// What waits for the person's yes. Only what the reply before asked can be agreed to: a model that asks and agrees in one breath is refused.
/// </summary>
internal sealed class PendingTools(TimeProvider time) : ITools
{
    private static readonly ToolAnswer Nothing =
        ToolAnswer.Refused("Nothing waits for the person's yes: your last reply asked nothing, or they have not answered it yet.") with { Code = ToolCodes.NothingPending };

    public IEnumerable<AIFunction> All =>
    [
        new Tool<NoArguments>(ToolNames.Confirm, "Does what your last reply asked the person to agree to. Only when they said yes to it.", time, Confirm),
        new Tool<NoArguments>(ToolNames.Reject, "Drops what your last reply asked the person to agree to. When they said no.", time, Reject),
    ];

    private static async Task<ToolAnswer> Confirm(OpenTurn turn, NoArguments none, CancellationToken cancellationToken) => turn.Pending is not { } pending ? Nothing
        : await turn.Deeds.Try(
            async (services, token) => pending.Type switch
            {
                PendingTypes.ConfirmEvent => Told(
                    await services.GetRequiredService<EventRepository>().Confirm(Target(turn, pending), EventActor.User, ifVersion: null, token), "confirmed", turn),
                PendingTypes.CancelEvent => Told(
                    await services.GetRequiredService<EventRepository>().Cancel(Target(turn, pending), EventActor.User, ifVersion: null, token), "cancelled", turn),
                PendingTypes.ArchiveGoal => await GoalTools.MoveTo(turn, pending.EntityId, GoalStatus.Archived, services, token),
                PendingTypes.StopHabit => await HabitTools.Stop(turn, pending.EntityId, services, token),
                _ => new Outcome<ToolAnswer>(Nothing),
            },
            cancellationToken);

    private static async Task<ToolAnswer> Reject(OpenTurn turn, NoArguments none, CancellationToken cancellationToken)
    {
        if (turn.Pending is not { } pending)
            return Nothing;

        // What was only asked about stays as it was; what was proposed is there, and goes.
        return pending.Type != PendingTypes.ConfirmEvent ? new ToolAnswer(ToolStatus.Done) : await turn.Deeds.Try(
            async (services, token) => Told(
                await services.GetRequiredService<EventRepository>().Cancel(Target(turn, pending), EventActor.User, ifVersion: null, token), "rejected", turn),
            cancellationToken);
    }

    private static EventTarget Target(OpenTurn turn, PendingConfirmation pending) =>
        new(turn.UserId, pending.EntityId, pending.OccurrenceAt, pending.Scope is { } word && EnumWords.TryRead<SeriesScope>(word, out var scope) ? scope : null);

    private static Outcome<ToolAnswer> Told(EventChange change, string deed, OpenTurn turn) => change is { Result: EventChangeResult.Changed, Event: { } planned }
        ? new(ToolAnswer.Done(ToolItems.Of(planned, turn.Now.Timezone)), Receipts.Of(deed, planned, change.Occurrence, turn))
        : new(PlanTools.Refusal(change));
}
