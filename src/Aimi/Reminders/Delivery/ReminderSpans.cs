using System.Diagnostics;
using Aimi.Data;
using Aimi.Hosting.Telemetry;

namespace Aimi.Reminders;

/// <summary>
/// The trace of one reminder's delivery: its own, for it was planned weeks ago, and linked to the change that planned it and to the run of the worker that took it. It tells
/// when the reminder was due, and what came of it.
/// </summary>
internal static class ReminderSpans
{
    /// <summary>A span holds no more links than 128.</summary>
    private const int MaxFollowed = 100;

    /// <param name="followed">The traces that led to what it stands for, where it is a digest.</param>
    /// <param name="begun">When it began, where that is over.</param>
    public static Activity? Begin(Reminder reminder, IReadOnlyList<string?>? followed = null, DateTimeOffset begun = default)
    {
        var span = Spans.Follow("deliver reminder", ActivityKind.Consumer, (followed ?? []).Take(MaxFollowed).Append(reminder.Traceparent).Append(Spans.Carried), begun);
        return span is not { IsAllDataRequested: true } ? span : span
            .SetTag("user.id", reminder.UserId)
            .SetTag("aimi.reminder.id", reminder.Id)
            .SetTag("aimi.reminder.kind", EnumColumns.Word(reminder.Kind.ToString()))
            .SetTag("aimi.reminder.channel", reminder.Channel)
            .SetTag("aimi.event.id", reminder.EventId)
            .SetTag("aimi.habit.id", reminder.HabitId)
            .SetTag("aimi.reminder.attempt", reminder.Attempts);
    }

    /// <param name="ended">Null where nothing was written: the lease was lost, or the reminder dismissed.</param>
    public static void End(Activity? span, ReminderLog? ended)
    {
        if (span is not { IsAllDataRequested: true })
            return;

        span.SetTag("aimi.reminder.outcome", ended is null ? "lost" : EnumColumns.Word(ended.Status.ToString()));
        if (ended is null)
            return;

        span.SetTag("aimi.reminder.due_at", ended.SentAt.AddMilliseconds(-ended.LateByMs).ToString("O", null))
            .SetTag("aimi.reminder.late_by", ended.LateByMs / 1000.0)
            .SetTag("aimi.reminder.reason", ended.Response.Code);
        if (ended.Status is DeliveryStatus.Failed)
            span.Fail(ended.Response.Code ?? "failed");
    }

    /// <summary>What a round has told by now, all in one transaction.</summary>
    /// <param name="followed">The traces that led to what each digest stands for.</param>
    public static void Told(IReadOnlyList<DueReminder> taken, IReadOnlyList<ReminderLog> logs, IReadOnlyDictionary<Guid, IReadOnlyList<string?>> followed)
    {
        if (!Spans.Source.HasListeners())
            return;

        var run = Activity.Current;
        var begun = run is null ? default : new DateTimeOffset(run.StartTimeUtc, TimeSpan.Zero);
        var reminders = taken.ToDictionary(due => due.Reminder.Id, due => due.Reminder);
        foreach (var ended in logs)
        {
            using (var span = Begin(reminders[ended.ReminderId], followed.GetValueOrDefault(ended.ReminderId), begun))
                End(span, ended);
            Activity.Current = run;
        }
    }
}
