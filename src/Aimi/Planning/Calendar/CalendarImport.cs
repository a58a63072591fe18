using System.Globalization;
using System.Resources;
using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning.Calendar;

/// <summary>Takes over what an iCalendar file holds. The same file again changes nothing; a newer one changes what is different.</summary>
internal sealed class CalendarImport(AimiDbContext database, PlanWatchers watchers, TimeProvider time)
{
    private const int Attempts = 3;
    private static readonly ResourceManager Texts = new("Aimi.Planning.Calendar.CalendarTexts", typeof(CalendarImport).Assembly);

    public async Task<CalendarImportResponse> Import(Guid userId, CalendarFile file, CancellationToken cancellationToken)
    {
        var person = await database.Users.Where(user => user.Id == userId)
            .Select(user => new { user.Timezone, user.Locale }).SingleAsync(cancellationToken);
        var report = new ImportReport();
        var groups = EntryGroup.Of(file, person.Timezone, time.GetUtcNow(), report);
        var untitled = Texts.GetString("Untitled", CultureInfo.GetCultureInfo(person.Locale))!;

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var outcome = report.Copy();
                await database.InTransaction(() => Apply(userId, groups, untitled, outcome, cancellationToken), cancellationToken);
                return outcome.ToResponse();
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // Somebody changed one of the events in the meantime: begin again with how they are now.
                database.ChangeTracker.Clear();
            }
        }
    }

    private async Task<int> Apply(Guid userId, IReadOnlyList<EntryGroup> groups, string untitled, ImportReport report, CancellationToken cancellationToken)
    {
        await database.LockPerson(userId, cancellationToken);
        var known = await Known(userId, groups, cancellationToken);
        var own = await Own(userId, groups, cancellationToken);
        var ids = known.Values.Select(planned => planned.Id).ToList();
        var occurrences = (await database.EventOccurrences
                .Where(occurrence => occurrence.UserId == userId && ids.Contains(occurrence.EventId)).ToListAsync(cancellationToken))
            .ToLookup(occurrence => occurrence.EventId);

        var plan = new ImportedPlan(database, userId, untitled, time.GetUtcNow());
        var changed = new List<PlannedEvent>();
        foreach (var group in groups)
        {
            if (own.Contains(group.Uid))
                report.Skip(group.Uid, SkipReason.OwnEvent);
            else if (plan.Take(group, known.GetValueOrDefault(group.Uid), occurrences, report) is { } planned)
                changed.Add(planned);
        }

        if (changed.Count == 0)
            return 0;

        await database.SaveChangesAsync(cancellationToken);
        await watchers.Tell(new PlanChange(userId) { Events = changed, Goals = [.. changed.Select(planned => planned.GoalId).OfType<Guid>().Distinct()] }, cancellationToken);
        return changed.Count;
    }

    private Task<Dictionary<string, PlannedEvent>> Known(Guid userId, IReadOnlyList<EntryGroup> groups, CancellationToken cancellationToken)
    {
        var uids = groups.Select(group => group.Uid).ToList();
        return database.Events.Where(planned => planned.UserId == userId && planned.ExternalId != null && uids.Contains(planned.ExternalId))
            .ToDictionaryAsync(planned => planned.ExternalId!, StringComparer.Ordinal, cancellationToken);
    }

    // A person's own feed, imported by that person, would double all they have.
    private async Task<HashSet<string>> Own(Guid userId, IReadOnlyList<EntryGroup> groups, CancellationToken cancellationToken)
    {
        var ids = groups.Select(group => FeedUid.Read(group.Uid)).OfType<Guid>().ToList();
        var own = ids.Count == 0 ? [] : await database.Events
            .Where(planned => planned.UserId == userId && ids.Contains(planned.Id)).Select(planned => planned.Id).ToListAsync(cancellationToken);
        return [.. own.Select(FeedUid.Of)];
    }
}
