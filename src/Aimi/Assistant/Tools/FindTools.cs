using Aimi.Accounts;
using Aimi.Planning;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Tools;

/// <summary>Looks for what is planned: by words, by days.</summary>
internal sealed class FindTools(TimeProvider time) : ITools
{
    private const int Most = 20;

    /// <summary>Longer spans are for a calendar, not for a talk.</summary>
    private const int MaxDays = 62;

    /// <summary>More plans of a person than this are looked through from the newest on.</summary>
    private const int MaxRows = 2_000;

    private static readonly ToolAnswer BadDay = ToolAnswer.Refused("from and to are yyyy-MM-dd, to is not before from, and at most 62 days after it.");

    public IEnumerable<AIFunction> All =>
    [
        new Tool<FindArguments>(ToolNames.Find, "Looks for events, tasks, goals and habits, by words and days. Gives the ids that the other tools ask for.", time, Find),
        new Tool<AgendaArguments>(ToolNames.Agenda, "What is planned on these days, in order, with the habits that are due, what is overdue, and the free time.", time, Agenda),
    ];

    private async Task<ToolAnswer> Find(OpenTurn turn, FindArguments wanted, CancellationToken cancellationToken)
    {
        if (wanted.Kind is not (null or "event" or "task" or "goal" or "habit"))
            return ToolAnswer.Refused("kind is event, task, goal or habit.");

        var span = default((DateTimeOffset From, DateTimeOffset To)?);
        if (wanted.From is not null || wanted.To is not null)
        {
            if (!TrySpan(wanted.From ?? wanted.To!, wanted.To ?? wanted.From, turn.Now.Timezone, out var asked))
                return BadDay;
            span = asked;
        }

        var items = await turn.Deeds.Look((services, token) => Candidates(turn, wanted, span, services, token), cancellationToken);
        if (!string.IsNullOrWhiteSpace(wanted.Query))
        {
            var words = new PlanWords(wanted.Query);
            items = [.. items.Select(item => item with { Fit = Math.Round(words.Fit(item.Title), 2) }).Where(item => item.Fit > 0).OrderByDescending(item => item.Fit)];
        }

        return items.Count == 0
            ? ToolAnswer.NotFound("Nothing like that is planned.")
            : ToolAnswer.Done([.. items.Take(Most)]) with { More = items.Count > Most ? true : null };
    }

    private static async Task<List<ToolItem>> Candidates(
        OpenTurn turn, FindArguments wanted, (DateTimeOffset From, DateTimeOffset To)? span, IServiceProvider services, CancellationToken cancellationToken)
    {
        var (items, zone) = (new List<ToolItem>(), turn.Now.Timezone);
        if (wanted.Kind is null or "event" or "task")
            items.AddRange(await Plans(turn, wanted, span, services.GetRequiredService<EventRepository>(), cancellationToken));

        // Goals and habits are of no day.
        if (wanted.Kind is "goal" || (wanted.Kind is null && span is null))
        {
            var goals = await services.GetRequiredService<Goals>().List(turn.UserId, wanted.IncludeClosed ? null : GoalStatus.Active, after: null, Goals.MaxGoals, cancellationToken);
            items.AddRange(goals.Select(ToolItems.Of));
        }

        if (wanted.Kind is "habit" || (wanted.Kind is null && span is null))
        {
            var habits = await services.GetRequiredService<HabitReports>()
                .List(turn.UserId, goalId: null, wanted.IncludeClosed ? null : true, after: null, Habits.MaxHabits, cancellationToken);
            items.AddRange(habits.Select(ToolItems.Of));
        }

        return items;
    }

    private static async Task<IEnumerable<ToolItem>> Plans(
        OpenTurn turn, FindArguments wanted, (DateTimeOffset From, DateTimeOffset To)? span, EventRepository events, CancellationToken cancellationToken)
    {
        if (span is var (from, to))
        {
            return (await events.Agenda(turn.UserId, Which, from, to, cancellationToken))
                .Where(occurrence => wanted.IncludeClosed || Counts(occurrence.Status)).Take(MaxRows).Select(occurrence => ToolItems.Of(occurrence, turn.Now.Timezone));
        }

        return (await events.Newest(turn.UserId, Which, MaxRows, cancellationToken))
            .OrderBy(planned => planned.StartAt ?? planned.DueAt ?? DateTimeOffset.MaxValue).Select(planned => ToolItems.Of(planned, turn.Now.Timezone));

        IQueryable<PlannedEvent> Which(IQueryable<PlannedEvent> rows)
        {
            if (wanted.Kind is { } kind)
                rows = kind == "task" ? rows.Where(planned => planned.Type == EventType.Task) : rows.Where(planned => planned.Type != EventType.Task);
            return wanted.IncludeClosed ? rows : rows.Where(planned => planned.Status != EventStatus.Completed && planned.Status != EventStatus.Cancelled);
        }
    }

    private async Task<ToolAnswer> Agenda(OpenTurn turn, AgendaArguments wanted, CancellationToken cancellationToken)
    {
        if (!TrySpan(wanted.From, wanted.To ?? wanted.From, turn.Now.Timezone, out var span))
            return BadDay;

        var (zone, now) = (turn.Now.Timezone, time.GetUtcNow());
        var (first, last) = (LocalTime.DayOf(span.From, zone), LocalTime.DayOf(span.To.AddMinutes(-1), zone));
        var today = DateOnly.FromDateTime(turn.Now.LocalTime.DateTime);
        return await turn.Deeds.Look(
            async (services, token) =>
            {
                var occurrences = (await services.GetRequiredService<EventRepository>().Agenda(turn.UserId, rows => rows, span.From, span.To, token))
                    .Where(occurrence => Counts(occurrence.Status)).Take(MaxRows).ToList();
                var items = occurrences.Select(occurrence => ToolItems.Of(occurrence, zone)).ToList();
                foreach (var (report, due) in await services.GetRequiredService<HabitReports>().DueWithin(turn.UserId, first, last, token))
                    items.AddRange(due.Select(day => ToolItems.Of(report) with { Start = ToolTimes.Write(day) }));

                // What should be done by now is of today.
                if (first <= today && today <= last)
                {
                    items.AddRange((await services.GetRequiredService<EventRepository>().Overdue(turn.UserId, span.From, Most, token))
                        .Select(planned => ToolItems.Of(planned, zone) with { Status = "overdue" }));
                }

                return ToolAnswer.Done([.. items.Take(2 * Most)]) with
                {
                    More = items.Count > 2 * Most ? true : null,
                    Free = FreeTime.Of(occurrences, span, now, zone),
                };
            },
            cancellationToken);
    }

    private static bool Counts(EventStatus status) => status is EventStatus.Planned or EventStatus.PendingConfirmation or EventStatus.AwaitingFeedback;

    private static bool TrySpan(string from, string? to, string zone, out (DateTimeOffset From, DateTimeOffset To) span)
    {
        span = default;
        if (!ToolTimes.TryReadDay(from, out var first) || !ToolTimes.TryReadDay(to ?? from, out var last) || last < first || last.DayNumber - first.DayNumber > MaxDays)
            return false;

        span = (LocalTime.StartOf(first, zone), LocalTime.StartOf(last.AddDays(1), zone));
        return true;
    }
}
