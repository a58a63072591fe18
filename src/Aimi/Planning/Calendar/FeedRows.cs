using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning.Calendar;

/// <summary>What a person's feed is made of.</summary>
internal sealed record FeedRows(string Timezone, IReadOnlyList<PlannedEvent> Events, ILookup<Guid, EventOccurrence> Occurrences)
{
    /// <summary>Counts up where the document is written otherwise than before: clients fetch it anew.</summary>
    private const int Format = 1;

    /// <summary>What is over for longer is left out, unless it repeats.</summary>
    private static readonly TimeSpan Past = TimeSpan.FromDays(365);

    /// <summary>
    /// Changes whenever the document does, and costs a look at the rows' stamps, not the rows: most polls find nothing new.
    /// </summary>
    public static async Task<string> Stamp(AimiDbContext database, Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var zone = await database.Users.Where(user => user.Id == userId).Select(user => user.Timezone).SingleAsync(cancellationToken);
        var events = await database.Events.Where(planned => planned.UserId == userId).GroupBy(_ => 1)
            .Select(all => new { Count = all.Count(), Versions = all.Sum(planned => planned.Version), Last = all.Max(planned => planned.UpdatedAt) })
            .SingleOrDefaultAsync(cancellationToken);
        var occurrences = await database.EventOccurrences.Where(occurrence => occurrence.UserId == userId).GroupBy(_ => 1)
            .Select(all => new { Count = all.Count(), Last = all.Max(occurrence => occurrence.UpdatedAt) })
            .SingleOrDefaultAsync(cancellationToken);

        var stamp = string.Create(
            CultureInfo.InvariantCulture,
            $"{Format}|{zone}|{DayOf(now):O}|{events?.Count}|{events?.Versions}|{events?.Last.UtcTicks}|{occurrences?.Count}|{occurrences?.Last.UtcTicks}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stamp)).AsSpan(0, 16));
    }

    public static async Task<FeedRows> Read(AimiDbContext database, Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var zone = await database.Users.Where(user => user.Id == userId).Select(user => user.Timezone).SingleAsync(cancellationToken);
        var since = new DateTimeOffset(DayOf(now).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) - Past;

        // Where there are too many, those that repeat and those that come last stay.
        var events = await database.Events.AsNoTracking()
            .Where(planned => planned.UserId == userId && planned.Type != EventType.FollowUp
                && (planned.RepeatRule != null || (planned.EndAt ?? planned.StartAt ?? planned.DueAt ?? planned.UpdatedAt) >= since))
            .OrderByDescending(planned => planned.RepeatRule != null)
            .ThenByDescending(planned => planned.StartAt ?? planned.DueAt ?? planned.UpdatedAt)
            .ThenBy(planned => planned.Id)
            .Take(FeedDocument.MaxComponents)
            .ToListAsync(cancellationToken);
        var occurrences = await database.EventOccurrences.AsNoTracking()
            .Where(occurrence => occurrence.UserId == userId)
            .OrderByDescending(occurrence => occurrence.WallTime)
            .Take(4 * FeedDocument.MaxComponents)
            .ToListAsync(cancellationToken);
        return new FeedRows(zone, events, occurrences.ToLookup(occurrence => occurrence.EventId));
    }

    // The beginning of the past, and with it the document, moves once a day.
    private static DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);
}
