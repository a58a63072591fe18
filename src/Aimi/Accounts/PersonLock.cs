using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts;

/// <summary>Lets transactions that read some of what is a person's before they write go one after the other, so that two changes at once do not undo each other.</summary>
public static class PersonLock
{
    /// <summary>
    /// Holds the person until the transaction ends; what is read after that is as the last holder left it. Chat, and rows that merely belong to
    /// the person, do not wait for it. On SQLite the transaction is the only writer anyway.
    /// </summary>
    /// <returns>False where there is no such person.</returns>
    public static async Task<bool> LockPerson(this AimiDbContext database, Guid userId, CancellationToken cancellationToken) =>
        await database.LockPeople([userId], cancellationToken) > 0;

    /// <summary>As <see cref="LockPerson"/>, for several.</summary>
    /// <returns>How many of them there are.</returns>
    public static Task<int> LockPeople(this AimiDbContext database, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken) =>
        database.Users
            .Where(user => userIds.Contains(user.Id))
            .ExecuteUpdateAsync(user => user.SetProperty(row => row.UpdatedAt, row => row.UpdatedAt), cancellationToken);

    /// <summary>As <see cref="LockPerson"/>, and gives the person as they are now; null where there is none.</summary>
    public static async Task<User?> TakePerson(this AimiDbContext database, Guid userId, CancellationToken cancellationToken) =>
        await database.LockPerson(userId, cancellationToken) ? await database.Users.SingleAsync(user => user.Id == userId, cancellationToken) : null;
}
