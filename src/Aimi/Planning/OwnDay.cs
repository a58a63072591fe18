using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning;

/// <summary>The day that it is for a person: by their zone, and by the hour at which their day begins.</summary>
/// <param name="Zone">IANA name.</param>
public sealed record OwnDay(DateOnly Today, string Zone)
{
    internal static async Task<OwnDay> Of(AimiDbContext database, Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var person = await database.Users
            .Where(user => user.Id == userId)
            .Select(user => new { user.Timezone, user.Settings })
            .SingleAsync(cancellationToken);
        return new OwnDay(LocalTime.DayOf(now, person.Timezone, person.Settings.DayStartHour ?? 0), person.Timezone);
    }
}
