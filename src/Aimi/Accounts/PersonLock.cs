using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts;

/// <summary>
/// A person's settings are one document: whoever changes a part of it takes the row first and reads it then, so that two changes at once do not undo
/// each other.
/// </summary>
public static class PersonLock
{
    /// <summary>Holds the person's row until the open transaction ends, and gives the person as they are now; null where there is none.</summary>
    public static async Task<User?> TakePerson(this AimiDbContext database, Guid userId, CancellationToken cancellationToken)
    {
        var mine = database.Users.Where(user => user.Id == userId);

        // Changes nothing, and holds the row on both databases.
        var taken = await mine.ExecuteUpdateAsync(user => user.SetProperty(row => row.UpdatedAt, row => row.UpdatedAt), cancellationToken);
        return taken == 0 ? null : await mine.SingleAsync(cancellationToken);
    }
}
