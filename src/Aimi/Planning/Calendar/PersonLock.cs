using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning.Calendar;

/// <summary>One at a time for one person.</summary>
internal static class PersonLock
{
    /// <summary>
    /// Holds the person's row until the transaction ends: whoever else takes it waits, and sees then what this one wrote. An update that changes nothing is the
    /// lock that both databases have; rows that only refer to the person are written meanwhile.
    /// </summary>
    public static Task TakeTurn(this AimiDbContext database, Guid userId, CancellationToken cancellationToken) =>
        database.Users.Where(user => user.Id == userId)
            .ExecuteUpdateAsync(row => row.SetProperty(user => user.Timezone, user => user.Timezone), cancellationToken);
}
