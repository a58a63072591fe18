using Aimi.Accounts;
using Aimi.Data;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>What the reminders of a batch list that are not about one thing: the day's plans and habits, and what a digest stands for.</summary>
internal sealed class ReminderLines(AimiDbContext database)
{
    /// <summary>As many as a person reads.</summary>
    private const int MaxLines = 20;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Dictionary<Guid, IReadOnlyList<string?>> _followed = [];

    /// <summary>By the id of the digest: the traces of the changes behind what it lists.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<string?>> Followed => _followed;

    /// <summary>By the id of the reminder; who lists nothing is left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<string>>> Of(
        IReadOnlyList<DueReminder> batch, IReadOnlyDictionary<Guid, User> people, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lines = new Dictionary<Guid, IReadOnlyList<string>>();
        var agendas = batch.Select(due => due.Reminder).Where(reminder => reminder.Kind is ReminderKind.Agenda or ReminderKind.CheckIn)
            .Where(reminder => LocalTime.IsZone(people[reminder.UserId].Timezone)).ToList();
        if (agendas.Count > 0)
            await AddDays(agendas, people, lines, cancellationToken);

        foreach (var digest in batch.Where(due => due.Reminder.Kind is ReminderKind.Digest && !due.Unreadable).Select(due => due.Reminder))
        {
            var ids = digest.Payload.Merged ?? [];
            var merged = await database.Reminders.AsNoTracking()
                .Where(row => row.UserId == digest.UserId && ids.Contains(row.Id)).OrderBy(row => row.OccurrenceAt).ToListAsync(cancellationToken);
            _followed[digest.Id] = [.. merged.Select(row => row.Traceparent)];
            lines[digest.Id] = [.. merged.Select(row => ReminderTexts.LineOf(row, people[digest.UserId], now))];
        }

        return lines;
    }

    private async Task AddDays(
        List<Reminder> agendas, IReadOnlyDictionary<Guid, User> people, Dictionary<Guid, IReadOnlyList<string>> lines, CancellationToken cancellationToken)
    {
        var ids = agendas.Select(agenda => agenda.UserId).Distinct().ToList();
        var (from, to) = (agendas.Min(agenda => agenda.OccurrenceAt) - Day, agendas.Max(agenda => agenda.OccurrenceAt) + Day);
        var events = await database.Events.AsNoTracking()
            .Where(row => ids.Contains(row.UserId) && row.Status == EventStatus.Planned)
            .Where(row => row.RepeatRule != null || ((row.StartAt ?? row.DueAt) >= from && (row.StartAt ?? row.DueAt) < to))
            .ToListAsync(cancellationToken);
        var series = events.Where(row => row.RepeatRule is not null).Select(row => row.Id).ToList();
        var differences = (await database.EventOccurrences.AsNoTracking()
            .Where(row => ids.Contains(row.UserId) && series.Contains(row.EventId)).ToListAsync(cancellationToken)).ToLookup(row => row.EventId);
        var planned = events.ToLookup(row => row.UserId);
        var habits = (await database.Reminders.AsNoTracking()
            .Where(row => ids.Contains(row.UserId) && row.Kind == ReminderKind.Habit && row.TriggerAt >= from && row.TriggerAt < to)
            .Where(row => row.Status == ReminderStatus.Scheduled || row.Status == ReminderStatus.Sent)
            .ToListAsync(cancellationToken)).ToLookup(row => row.UserId);

        foreach (var agenda in agendas)
        {
            var person = people[agenda.UserId];
            var day = LocalTime.DayOf(agenda.OccurrenceAt, person.Timezone);
            var (begin, end) = (LocalTime.StartOf(day, person.Timezone), LocalTime.StartOf(day.AddDays(1), person.Timezone));
            var told = habits[person.Id].Where(row => row.OccurrenceAt >= begin && row.OccurrenceAt < end).DistinctBy(row => row.HabitId)
                .Select(row => ReminderTexts.LineOf(row, person, agenda.OccurrenceAt));
            var plans = agenda.Kind is ReminderKind.CheckIn ? [] : planned[person.Id]
                .SelectMany(row => Series.Between(row, [.. differences[row.Id]], begin, end))
                .Where(occurrence => occurrence.Status is EventStatus.Planned)
                .OrderBy(occurrence => occurrence.Anchor)
                .Select(occurrence => ReminderTexts.LineOf(occurrence, person));
            lines[agenda.Id] = [.. plans.Concat(told).Take(MaxLines)];
        }
    }
}
