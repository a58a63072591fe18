using Aimi.Accounts;
using Aimi.Assistant.Deeds;
using Aimi.Messages;
using Aimi.Reminders;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Tools;

/// <summary>Reminders that are planned: those of events, tasks and habits.</summary>
internal sealed class ReminderTools(TimeProvider time) : ITools
{
    private const int Most = 20;

    /// <summary>What rang longer ago is not put off any more.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    private static readonly ToolAnswer NoReminder = ToolAnswer.NotFound("There is no such reminder, or it was dismissed. list_reminders lists them.");

    public IEnumerable<AIFunction> All =>
    [
        new Tool<ListRemindersArguments>(ToolNames.ListReminders, "The reminders that will ring (they are planned 14 days ahead), or those that rang.", time, List),
        new Tool<SnoozeArguments>(ToolNames.Snooze, "Puts a reminder off: it rings then, also if it rang before.", time, Snooze),
        new Tool<DismissArguments>(ToolNames.Dismiss, "A reminder rings no more; what it reminds of stays.", time, Dismiss),
    ];

    private async Task<ToolAnswer> List(OpenTurn turn, ListRemindersArguments wanted, CancellationToken cancellationToken)
    {
        var (zone, now) = (turn.Now.Timezone, time.GetUtcNow());
        if (wanted.Rang)
        {
            var rang = await turn.Deeds.Look(
                (services, token) => services.GetRequiredService<ReminderRepository>().Rang(turn.UserId, now - Lately, Most, token), cancellationToken);
            return ToolAnswer.Done([.. rang.Select(reminder => ToolItems.Of(reminder, zone))]);
        }

        var (from, to) = (now, default(DateTimeOffset?));
        if (wanted.From is { } first)
        {
            if (!ToolTimes.TryReadDay(first, out var day))
                return ToolAnswer.Refused("from is yyyy-MM-dd.");
            from = LocalTime.StartOf(day, zone) is var start && start > now ? start : now;
        }

        if (wanted.To is { } last)
        {
            if (!ToolTimes.TryReadDay(last, out var day))
                return ToolAnswer.Refused("to is yyyy-MM-dd.");
            to = LocalTime.StartOf(day.AddDays(1), zone);
        }

        var found = await turn.Deeds.Look(
            (services, token) => services.GetRequiredService<ReminderRepository>().List(turn.UserId, ReminderStatus.Scheduled, from, to, after: null, Most + 1, token), cancellationToken);
        return ToolAnswer.Done([.. found.Take(Most).Select(reminder => ToolItems.Of(reminder, zone))]) with { More = found.Count > Most ? true : null };
    }

    private async Task<ToolAnswer> Snooze(OpenTurn turn, SnoozeArguments wanted, CancellationToken cancellationToken)
    {
        if (!ToolTimes.TryRead(wanted.Until, out var wall, out var isDay) || isDay)
            return ToolAnswer.Refused("until is yyyy-MM-ddTHH:mm.");

        var (until, now) = (LocalTime.ToInstant(wall, turn.Now.Timezone), time.GetUtcNow());
        if (until <= now || until > now.AddYears(1))
            return ToolAnswer.Refused("A time to come, within a year.") with { Code = ToolCodes.TimePassed };

        return await Do(turn, wanted.Id, "snoozed", (reminders, token) => reminders.Snooze(turn.UserId, wanted.Id, until, token), cancellationToken);
    }

    private static Task<ToolAnswer> Dismiss(OpenTurn turn, DismissArguments wanted, CancellationToken cancellationToken) =>
        Do(turn, wanted.Id, "dismissed", (reminders, token) => reminders.Dismiss(turn.UserId, wanted.Id, token), cancellationToken);

    private static Task<ToolAnswer> Do(
        OpenTurn turn, Guid id, string deed, Func<ReminderRepository, CancellationToken, Task<bool>> work, CancellationToken cancellationToken) =>
        turn.Deeds.Try(
            async (services, token) =>
            {
                var reminders = services.GetRequiredService<ReminderRepository>();
                if (!await work(reminders, token) || await reminders.Find(turn.UserId, id, token) is not { } reminder)
                    return new Outcome<ToolAnswer>(NoReminder);

                var item = ToolItems.Of(reminder, turn.Now.Timezone);
                var line = $"{item.Title} — {Receipts.When(reminder.TriggerAt, allDay: false, turn)}";
                return new Outcome<ToolAnswer>(ToolAnswer.Done(item), new ReplyAction($"reminder_{deed}", "reminder", id, deed == "dismissed" ? item.Title : line));
            },
            cancellationToken);
}
