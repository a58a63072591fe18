using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts;

/// <summary>Lets transactions that look at many of a person's rows before they write go one after the other.</summary>
public static class PersonLock
{
    /// <summary>
    /// Holds the person until the transaction ends; what is read after that is as the last holder left it. Chat and rows that merely belong to
    /// the person do not wait for it. On SQLite the transaction is the only writer anyway.
    /// </summary>
    public static Task LockPerson(this AimiDbContext database, Guid userId, CancellationToken cancellationToken) =>
        database.Users
            .Where(user => user.Id == userId)
            .ExecuteUpdateAsync(user => user.SetProperty(row => row.UpdatedAt, row => row.UpdatedAt), cancellationToken);
}
