using Aimi.Assistant.Deeds;
using Aimi.Hosting.Resources;
using Aimi.Messages;
using Aimi.Planning;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Tools;

/// <summary>What a person wants to reach.</summary>
internal sealed class GoalTools(TimeProvider time) : ITools
{
    public IEnumerable<AIFunction> All =>
    [
        new Tool<CreateGoalArguments>(ToolNames.CreateGoal, "Keeps something that the person wants to reach. Only when they say that they want it.", time, Create),
        new Tool<ChangeGoalArguments>(
            ToolNames.ChangeGoal, "Changes a goal, or its status: completed when it is reached, paused, active again; archived (given up) only when the person has agreed.", time, Change),
    ];

    /// <summary>Moves a goal to a status.</summary>
    public static async Task<Outcome<ToolAnswer>> MoveTo(OpenTurn turn, Guid id, GoalStatus status, IServiceProvider services, CancellationToken cancellationToken) =>
        Told(await services.GetRequiredService<Goals>().MoveTo(status, turn.UserId, id, ifVersion: null, cancellationToken), status.Word(), turn);

    private async Task<ToolAnswer> Create(OpenTurn turn, CreateGoalArguments wanted, CancellationToken cancellationToken)
    {
        if (!TryReadDay(wanted.TargetDate, out var day))
            return BadDay;

        var (now, request) = (time.GetUtcNow(), new CreateGoalRequest(wanted.Title, wanted.Description, day, wanted.Priority ?? 3, wanted.ParentGoalId));
        if (request.Refusal is { } refusal)
            return Problems(refusal);

        var id = Guid.CreateVersion7(now);
        return await turn.Deeds.Try(
            async (services, token) =>
            {
                var goal = request.ToGoal(turn.UserId, now, id);
                goal.Metadata = goal.Metadata with { SourceSeqs = [turn.Seq] };
                return Told(await services.GetRequiredService<Goals>().Add(goal, token), "created", turn);
            },
            cancellationToken);
    }

    private async Task<ToolAnswer> Change(OpenTurn turn, ChangeGoalArguments wanted, CancellationToken cancellationToken)
    {
        var none = wanted.TargetDate is "";
        if (!TryReadDay(none ? null : wanted.TargetDate, out var day))
            return BadDay;

        if (wanted.Status is GoalStatus.Archived)
            return await AskToArchive(turn, wanted.Id, cancellationToken);

        var patch = new GoalPatch();
        if (wanted.Title is { } title)
            patch = patch with { Title = new(title) };
        if (none || day is not null)
            patch = patch with { TargetDate = new(day) };
        if (wanted.Progress is { } progress)
            patch = patch with { Progress = new(progress) };
        if (patch.Refusal is { } refusal)
            return Problems(refusal);

        return await turn.Deeds.Try(
            async (services, token) =>
            {
                var changed = patch == new GoalPatch() ? null : Told(await services.GetRequiredService<Goals>().Change(turn.UserId, wanted.Id, ifVersion: null, patch, token), "updated", turn);
                return changed is { Action: null } || wanted.Status is not { } status
                    ? changed ?? new Outcome<ToolAnswer>(ToolAnswer.Refused("Nothing to change was given."))
                    : await MoveTo(turn, wanted.Id, status, services, token);
            },
            cancellationToken);
    }

    private static async Task<ToolAnswer> AskToArchive(OpenTurn turn, Guid id, CancellationToken cancellationToken)
    {
        if (await turn.Deeds.Look((services, token) => services.GetRequiredService<Goals>().Find(turn.UserId, id, token), cancellationToken) is not { } goal)
            return NoGoal;

        turn.Deeds.Pending = new PendingConfirmation(PendingTypes.ArchiveGoal, "goal", id, goal.Title);
        return new ToolAnswer(ToolStatus.PendingConfirmation) { Items = [ToolItems.Of(goal)] };
    }

    private static Outcome<ToolAnswer> Told(GoalChange change, string deed, OpenTurn turn) => change switch
    {
        { Result: GoalChangeResult.Changed, Goal: { } goal } => new(ToolAnswer.Done(ToolItems.Of(goal)), Receipts.Of(deed, goal, turn)),
        { Result: GoalChangeResult.NotFound } => new(NoGoal),
        _ => new(ToolAnswer.Refused(change.Result switch
        {
            GoalChangeResult.TransitionNotAllowed => "The goal cannot be given that status from the one it has.",
            GoalChangeResult.UnknownParent => "There is no such parent goal.",
            GoalChangeResult.Cycle => "It would be a part of itself.",
            GoalChangeResult.TooDeep => "The tree of goals would be too deep.",
            GoalChangeResult.TooMany => "There are 1,000 goals; archive or delete some first.",
            GoalChangeResult.ProgressIsCounted => "Its progress is counted from its parts, tasks and habits.",
            _ => "It changed in this moment. Try again.",
        }) with
        { Code = change.Result.Word() }),
    };

    private static bool TryReadDay(string? text, out DateOnly? day)
    {
        day = null;
        if (text is null)
            return true;
        if (!ToolTimes.TryReadDay(text, out var read))
            return false;

        day = read;
        return true;
    }

    private static ToolAnswer Problems(Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult refusal) =>
        ToolAnswer.Refused(refusal.ProblemDetails is Microsoft.AspNetCore.Http.HttpValidationProblemDetails invalid
            ? string.Join(" ", invalid.Errors.SelectMany(error => error.Value.Select(what => $"{error.Key}: {what}")))
            : refusal.ProblemDetails.Detail ?? "It is refused.");

    private static readonly ToolAnswer BadDay = ToolAnswer.Refused("target_date is yyyy-MM-dd.");
    private static readonly ToolAnswer NoGoal = ToolAnswer.NotFound("There is no such goal. find_plans looks for it.");
}
