using Aimi.Accounts;
using Aimi.Assistant.Deeds;
using Aimi.Messages;
using Aimi.Planning;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Tools;

/// <summary>Makes tasks and events.</summary>
internal sealed class EventTools(TimeProvider time) : ITools
{
    public IEnumerable<AIFunction> All =>
    [
        new Tool<CreateEventArguments>(
            ToolNames.CreateEvent,
            "Plans something that takes place at a time, or reminds of something at a time: then remind_minutes_before is [0]. Only what the person asked for or agreed to.",
            time,
            CreateEvent),
        new Tool<CreateTaskArguments>(
            ToolNames.CreateTask,
            "Puts something on the person's list of tasks, with or without a deadline. Only what the person asked for or agreed to.",
            time,
            CreateTask),
    ];

    private Task<ToolAnswer> CreateEvent(OpenTurn turn, CreateEventArguments wanted, CancellationToken cancellationToken)
    {
        if (!ToolTimes.TryRead(wanted.Start, out var start, out var startsOnDay))
            return Task.FromResult(ToolAnswer.Refused("start is yyyy-MM-ddTHH:mm, or yyyy-MM-dd with all_day."));

        var (end, endsOnDay) = (default(DateTime?), false);
        if (wanted.End is { } until)
        {
            if (!ToolTimes.TryRead(until, out var last, out endsOnDay))
                return Task.FromResult(ToolAnswer.Refused("end is yyyy-MM-ddTHH:mm, or yyyy-MM-dd with all_day."));
            end = last;
        }

        var allDay = wanted.AllDay || (startsOnDay && (end is null || endsOnDay));
        return Add(turn, wanted.Tentative, zone => New(turn, EventType.Event, wanted.Title, zone) with
        {
            AllDay = allDay,
            StartAt = LocalTime.ToInstant(allDay ? start.Date : start, zone),
            EndAt = end is { } last ? LocalTime.ToInstant(allDay ? last.Date.AddDays(1) : last, zone) : null,
            Description = wanted.Description,
            RepeatRule = Rule(wanted.RepeatRule),
            RemindMinutesBefore = wanted.RemindMinutesBefore,
            GoalId = wanted.GoalId,
        }, cancellationToken);
    }

    private Task<ToolAnswer> CreateTask(OpenTurn turn, CreateTaskArguments wanted, CancellationToken cancellationToken)
    {
        var (due, isDay) = (default(DateTime?), false);
        if (wanted.Due is { } text)
        {
            if (!ToolTimes.TryRead(text, out var at, out isDay))
                return Task.FromResult(ToolAnswer.Refused("due is yyyy-MM-ddTHH:mm, or yyyy-MM-dd."));
            due = at;
        }

        return Add(turn, wanted.Tentative, zone => New(turn, EventType.Task, wanted.Title, zone) with
        {
            AllDay = isDay,
            DueAt = due is { } at ? LocalTime.ToInstant(at, zone) : null,
            Description = wanted.Description,
            RepeatRule = Rule(wanted.RepeatRule),
            RepeatMode = wanted.RepeatAfterCompletion ? RepeatMode.AfterCompletion : RepeatMode.Schedule,
            Priority = wanted.Priority ?? 3,
            RemindMinutesBefore = wanted.RemindMinutesBefore,
            GoalId = wanted.GoalId,
        }, cancellationToken);
    }

    private async Task<ToolAnswer> Add(OpenTurn turn, bool tentative, Func<string, NewPlan> planned, CancellationToken cancellationToken)
    {
        var wanted = planned(turn.Now.Timezone);
        var now = time.GetUtcNow();
        if (wanted.RemindMinutesBefore is { Count: > 0 } && wanted.RepeatRule is null && (wanted.StartAt ?? wanted.DueAt) is { } at && !wanted.AllDay && at <= now)
            return ToolAnswer.Refused("That time has passed.") with { Code = ToolCodes.TimePassed };

        var answer = await turn.Deeds.Try(
            async (services, token) =>
            {
                var row = wanted.ToRow(tentative, now);
                var change = await services.GetRequiredService<EventRepository>().Add(row, EventActor.Assistant, token);
                if (change.Result is not EventChangeResult.Changed)
                    return new Outcome<ToolAnswer>(PlanTools.Refusal(change));

                return new Outcome<ToolAnswer>(
                    new ToolAnswer(tentative ? ToolStatus.PendingConfirmation : ToolStatus.Done) { Items = [ToolItems.Of(row, turn.Now.Timezone)] },
                    Receipts.Of(tentative ? "proposed" : "created", row, occurrence: null, turn));
            },
            cancellationToken);

        // Not in the deed, which runs again with each that follows: what was asked last counts.
        if (answer is { Status: ToolStatus.PendingConfirmation, Items: [var item] })
            turn.Deeds.Pending = new PendingConfirmation(PendingTypes.ConfirmEvent, item.Kind, wanted.Id, turn.Deeds.Actions[^1].Summary);
        return answer;
    }

    private NewPlan New(OpenTurn turn, EventType type, string title, string zone) =>
        new(turn.UserId, Guid.CreateVersion7(time.GetUtcNow()), type, title, zone, turn.Seq);

    private static string? Rule(string? rule) => string.IsNullOrWhiteSpace(rule) ? null : rule.StartsWith("RRULE:", StringComparison.OrdinalIgnoreCase) ? rule[6..] : rule;

    /// <summary>A plan before it is a row: the same row is made of it each time.</summary>
    private sealed record NewPlan(Guid UserId, Guid Id, EventType Type, string Title, string Timezone, long Seq)
    {
        public DateTimeOffset? StartAt { get; init; }
        public DateTimeOffset? EndAt { get; init; }
        public DateTimeOffset? DueAt { get; init; }
        public bool AllDay { get; init; }
        public string? Description { get; init; }
        public string? RepeatRule { get; init; }
        public RepeatMode RepeatMode { get; init; }
        public int Priority { get; init; } = 3;
        public IReadOnlyList<int>? RemindMinutesBefore { get; init; }
        public Guid? GoalId { get; init; }

        public PlannedEvent ToRow(bool tentative, DateTimeOffset now) => new()
        {
            UserId = UserId,
            Id = Id,
            GoalId = GoalId,
            Type = Type,
            Title = Title.Trim(),
            Description = Description,
            Status = tentative ? EventStatus.PendingConfirmation : EventStatus.Planned,
            StartAt = StartAt,
            EndAt = EndAt,
            DueAt = DueAt,
            AllDay = AllDay,
            Floating = AllDay,
            Timezone = Timezone,
            Priority = Priority,
            RepeatRule = RepeatRule,
            RepeatMode = RepeatMode,
            ReminderOffsets = PlanTools.Offsets(RemindMinutesBefore),
            Source = EventSource.Assistant,
            Metadata = new PlanMetadata { SourceSeqs = [Seq] },
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}
