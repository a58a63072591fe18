using Aimi.Accounts;
using Aimi.Assistant.Deeds;
using Aimi.Hosting.Resources;
using Aimi.Messages;
using Aimi.Planning;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Tools;

/// <summary>Changes tasks and events that are there, or single occurrences of a series.</summary>
internal sealed class PlanTools(TimeProvider time) : ITools
{
    private static readonly ToolAnswer NoPlan = ToolAnswer.NotFound("There is no such event or task, or no such occurrence. find_plans looks for it.");

    private static readonly ToolAnswer WhichOne =
        ToolAnswer.Refused("It repeats. Give the occurrence for one of them (with scope this or this_and_later), or scope all; ask the person which they mean.") with { Code = ToolCodes.WhichOne };

    public IEnumerable<AIFunction> All =>
    [
        new Tool<ChangePlanArguments>(ToolNames.ChangePlan, "Changes an event or a task; what is not given stays.", time, Change),
        new Tool<CompletePlanArguments>(ToolNames.Complete, "Marks an event or a task as done; of a series without an occurrence, the one that is due.", time, Complete),
        new Tool<PostponePlanArguments>(ToolNames.Postpone, "Moves an event or a task to another time or day.", time, Postpone),
        new Tool<CancelPlanArguments>(
            ToolNames.Cancel, "Cancels an event or a task, skips one of a series, or ends it. A whole series is cancelled only when the person has agreed.", time, Cancel),
        new Tool<RestorePlanArguments>(ToolNames.Restore, "Plans again what was cancelled or marked as done, as it was. find_plans shows it with include_closed.", time, Restore),
    ];

    /// <summary>As a row has them; null where nothing is said.</summary>
    public static string[]? Offsets(IReadOnlyList<int>? minutes) => minutes is null ? null : [.. minutes.Select(before => Durations.Text(TimeSpan.FromMinutes(before)))];

    public static ToolAnswer Refusal(EventChange change) => change switch
    {
        { Result: EventChangeResult.NotFound } => NoPlan,
        { Refusal: { } refusal } => ToolAnswer.Refused(refusal.Field is { } field ? $"{field}: {refusal.Detail}" : refusal.Detail) with { Code = refusal.Code },
        _ => ToolAnswer.Refused("It changed in this moment. Try again."),
    };

    private async Task<ToolAnswer> Change(OpenTurn turn, ChangePlanArguments wanted, CancellationToken cancellationToken)
    {
        var zone = turn.Now.Timezone;
        if (!TryPatch(wanted, zone, out var patch, out var problem))
            return ToolAnswer.Refused(problem);

        return await Do(turn, wanted, "updated", (events, target, token) => events.Change(target, patch, EventActor.Assistant, ifVersion: null, token), cancellationToken);
    }

    private Task<ToolAnswer> Complete(OpenTurn turn, CompletePlanArguments wanted, CancellationToken cancellationToken) =>
        Do(turn, wanted, "completed", (events, target, token) => events.Complete(target, EventActor.Assistant, ifVersion: null, token), cancellationToken);

    private async Task<ToolAnswer> Postpone(OpenTurn turn, PostponePlanArguments wanted, CancellationToken cancellationToken)
    {
        if (!ToolTimes.TryRead(wanted.Until, out var until, out var isDay))
            return ToolAnswer.Refused("until is yyyy-MM-ddTHH:mm or yyyy-MM-dd.");

        return await Do(
            turn,
            wanted,
            "postponed",
            async (events, target, token) =>
            {
                // To another day: at the hour at which it is.
                if (isDay && await events.Find(turn.UserId, target.Id, token) is { AllDay: false } planned && (target.OccurrenceAt ?? planned.StartAt ?? planned.DueAt) is { } at)
                    until = until.Date + LocalTime.ToWall(at, turn.Now.Timezone).TimeOfDay;
                return await events.PostponeTo(target, LocalTime.ToInstant(until, turn.Now.Timezone), EventActor.Assistant, ifVersion: null, token);
            },
            cancellationToken);
    }

    private async Task<ToolAnswer> Cancel(OpenTurn turn, CancelPlanArguments wanted, CancellationToken cancellationToken)
    {
        var planned = await turn.Deeds.Look((services, token) => services.GetRequiredService<EventRepository>().Find(turn.UserId, wanted.Id, token), cancellationToken);
        if (planned is null)
            return NoPlan;
        if (!Series.Repeats(planned) || wanted is { Occurrence: not null, Scope: not SeriesScope.All })
            return await Do(turn, wanted, "cancelled", (events, target, token) => events.Cancel(target, EventActor.Assistant, ifVersion: null, token), cancellationToken);
        if (wanted.Scope is not SeriesScope.All)
            return WhichOne;

        turn.Deeds.Pending = new PendingConfirmation(
            PendingTypes.CancelEvent, ToolItems.KindOf(planned), planned.Id, Receipts.Line(planned, occurrence: null, turn), Scope: SeriesScope.All.Word());
        return new ToolAnswer(ToolStatus.PendingConfirmation) { Items = [ToolItems.Of(planned, turn.Now.Timezone)] };
    }

    private Task<ToolAnswer> Restore(OpenTurn turn, RestorePlanArguments wanted, CancellationToken cancellationToken) =>
        Do(turn, wanted, "updated", (events, target, token) => events.Confirm(target, EventActor.Assistant, ifVersion: null, token), cancellationToken);

    private static Task<ToolAnswer> Do(
        OpenTurn turn,
        PlanTargetArguments wanted,
        string deed,
        Func<EventRepository, EventTarget, CancellationToken, Task<EventChange>> change,
        CancellationToken cancellationToken)
    {
        var occurrence = default(DateTimeOffset?);
        if (wanted.Occurrence is { } named)
        {
            if (!ToolTimes.TryReadOccurrence(named, out var at))
                return Task.FromResult(ToolAnswer.Refused("occurrence is given back as find_plans or agenda gave it."));
            occurrence = at;
        }

        var target = new EventTarget(turn.UserId, wanted.Id, occurrence, wanted.Scope);
        return turn.Deeds.Try(
            async (services, token) =>
            {
                var done = await change(services.GetRequiredService<EventRepository>(), target, token);
                if (done is not { Result: EventChangeResult.Changed, Event: { } planned })
                    return new Outcome<ToolAnswer>(Refusal(done));

                var item = done.Occurrence is { } one ? ToolItems.Of(one, turn.Now.Timezone) : ToolItems.Of(planned, turn.Now.Timezone);
                return new Outcome<ToolAnswer>(ToolAnswer.Done(item), Receipts.Of(deed, planned, done.Occurrence, turn));
            },
            cancellationToken);
    }

    private static bool TryPatch(ChangePlanArguments wanted, string zone, out EventPatch patch, out string problem)
    {
        (patch, problem) = (new EventPatch(), "");
        if (wanted.Title is { } title)
            patch = patch with { Title = new(title.Trim()) };
        if (wanted.Description is { } description)
            patch = patch with { Description = new(description.Length == 0 ? null : description) };
        if (wanted.RepeatRule is { } rule)
            patch = patch with { RepeatRule = new(rule.Length == 0 ? null : rule) };
        if (wanted.Priority is { } priority)
            patch = patch with { Priority = new(priority) };
        if (wanted.RemindMinutesBefore is { } before)
            patch = patch with { ReminderOffsets = new(Offsets(before)) };
        if (wanted.GoalId is { } goal)
            patch = patch with { GoalId = new(goal) };
        if (!Read(wanted.Start, out var start) || !Read(wanted.End, out var end) || !Read(wanted.Due, out var due))
        {
            problem = "start, end and due are yyyy-MM-ddTHH:mm or yyyy-MM-dd.";
            return false;
        }

        patch = patch with { StartAt = start, EndAt = end, DueAt = due };
        return true;

        bool Read(string? text, out Patched<DateTimeOffset?> time)
        {
            time = default;
            if (text is null)
                return true;
            if (!ToolTimes.TryRead(text, out var wall, out _))
                return false;

            time = new(LocalTime.ToInstant(wall, zone));
            return true;
        }
    }
}
