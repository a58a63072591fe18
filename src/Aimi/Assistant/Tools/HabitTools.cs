using Aimi.Assistant.Deeds;
using Aimi.Messages;
using Aimi.Planning;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Tools;

/// <summary>What a person does again and again.</summary>
internal sealed class HabitTools(TimeProvider time) : ITools
{
    private static readonly ToolAnswer NoHabit = ToolAnswer.NotFound("There is no such habit. find_plans looks for it.");

    public IEnumerable<AIFunction> All =>
    [
        new Tool<CreateHabitArguments>(ToolNames.CreateHabit, "Keeps something that the person wants to do again and again.", time, Create),
        new Tool<ChangeHabitArguments>(ToolNames.ChangeHabit, "Changes a habit; what is not given stays.", time, Change),
        new Tool<CheckInArguments>(ToolNames.CheckIn, "The person did it on that day; or, with undo, did not.", time, CheckIn),
    ];

    /// <summary>Gives a habit up.</summary>
    public static async Task<Outcome<ToolAnswer>> Stop(OpenTurn turn, Guid id, IServiceProvider services, CancellationToken cancellationToken) =>
        Told(await services.GetRequiredService<Habits>().Change(turn.UserId, id, draft => draft with { Active = false }, ifVersion: null, cancellationToken), "stopped", turn);

    private async Task<ToolAnswer> Create(OpenTurn turn, CreateHabitArguments wanted, CancellationToken cancellationToken)
    {
        var draft = new HabitDraft
        {
            Name = wanted.Name.Trim(),
            Frequency = wanted.RepeatRule,
            TimesPerWeek = wanted.TimesPerWeek,
            ReminderTimes = wanted.ReminderTimes,
            GoalId = wanted.GoalId,
        };
        var id = Guid.CreateVersion7(time.GetUtcNow());
        return await turn.Deeds.Try(
            async (services, token) => Told(await services.GetRequiredService<Habits>().Add(turn.UserId, draft, token, id), "created", turn), cancellationToken);
    }

    private async Task<ToolAnswer> Change(OpenTurn turn, ChangeHabitArguments wanted, CancellationToken cancellationToken)
    {
        if (wanted.Active is false)
        {
            if (await turn.Deeds.Look((services, token) => services.GetRequiredService<HabitReports>().Find(turn.UserId, wanted.Id, token), cancellationToken) is not { } report)
                return NoHabit;

            turn.Deeds.Pending = new PendingConfirmation(PendingTypes.StopHabit, "habit", wanted.Id, report.Habit.Name);
            return new ToolAnswer(ToolStatus.PendingConfirmation) { Items = [ToolItems.Of(report)] };
        }

        return await turn.Deeds.Try(
            async (services, token) => Told(
                await services.GetRequiredService<Habits>().Change(turn.UserId, wanted.Id, draft => Changed(draft, wanted), ifVersion: null, token), "updated", turn),
            cancellationToken);
    }

    private async Task<ToolAnswer> CheckIn(OpenTurn turn, CheckInArguments wanted, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(turn.Now.LocalTime.DateTime);
        if (wanted.Day is { } text && !ToolTimes.TryReadDay(text, out day))
            return ToolAnswer.Refused("day is yyyy-MM-dd.");

        return await turn.Deeds.Try(
            async (services, token) =>
            {
                var habits = services.GetRequiredService<Habits>();

                // Without a day it is today as the person's day begins, which may still be yesterday at night.
                var refusal = wanted.Undo
                    ? (await habits.Undo(turn.UserId, wanted.Id, day, ifVersion: null, token)).Refusal
                    : (await habits.CheckIn(turn.UserId, wanted.Id, wanted.Day is null ? null : day, wanted.Note, ifVersion: null, token)).Refusal;
                if (refusal is not null || await services.GetRequiredService<HabitReports>().Find(turn.UserId, wanted.Id, token) is not { } report)
                    return new Outcome<ToolAnswer>(Refused(refusal ?? HabitRefusal.NotFound));

                return new Outcome<ToolAnswer>(ToolAnswer.Done(ToolItems.Of(report)), Receipts.Of(wanted.Undo ? "check_in_undone" : "checked_in", report.Habit, day, turn));
            },
            cancellationToken);
    }

    private static HabitDraft Changed(HabitDraft draft, ChangeHabitArguments wanted) => draft with
    {
        Name = wanted.Name?.Trim() ?? draft.Name,
        Frequency = wanted.RepeatRule ?? (wanted.TimesPerWeek is null ? draft.Frequency : null),
        TimesPerWeek = wanted.TimesPerWeek ?? (wanted.RepeatRule is null ? draft.TimesPerWeek : null),
        ReminderTimes = wanted.ReminderTimes ?? draft.ReminderTimes,
        GoalId = wanted.GoalId ?? draft.GoalId,
        Active = wanted.Active ?? draft.Active,
    };

    private static Outcome<ToolAnswer> Told(HabitOutcome<Habit> outcome, string deed, OpenTurn turn) => outcome.Value is { } habit
        ? new(ToolAnswer.Done(ToolItems.Of(habit)), Receipts.Of(deed, habit, day: null, turn))
        : new(Refused(outcome.Refusal!));

    private static ToolAnswer Refused(HabitRefusal refusal) => refusal.Status == 404
        ? NoHabit with { Problem = refusal.Detail }
        : ToolAnswer.Refused(refusal.Field is { } field ? $"{field}: {refusal.Detail}" : refusal.Detail) with { Code = refusal.Code };
}
