using Aimi.Data;
using Aimi.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts.SignIn;

/// <summary>The ways in which a person can sign in: a password, passkeys, accounts of providers. The last of them can not be taken away.</summary>
internal static class WaysIn
{
    public const string LastWayIn = "last_way_in";

    /// <summary>Takes a way in away, unless nothing would be left.</summary>
    /// <param name="remove">Says how many it took.</param>
    public static async Task<WayInRemoval> RemoveWayIn(this AimiDbContext database, Guid userId, Func<Task<int>> remove, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // Two at once could each leave the other's behind.
        await database.LockPerson(userId, cancellationToken);
        if (await remove() == 0)
            return WayInRemoval.NotThere;
        if (!await database.HasWayIn(userId, cancellationToken))
            return WayInRemoval.IsLast;

        await transaction.CommitAsync(CancellationToken.None);
        return WayInRemoval.Removed;
    }

    public static Results<NoContent, ProblemHttpResult> Answer(WayInRemoval removal) => removal switch
    {
        WayInRemoval.Removed => TypedResults.NoContent(),
        WayInRemoval.IsLast => Problems.Of(422, "It is the last way in: add another first, or delete the account.", LastWayIn),
        _ => Problems.Of(404),
    };

    private static async Task<bool> HasWayIn(this AimiDbContext database, Guid userId, CancellationToken cancellationToken) =>
        await database.Passwords.AnyAsync(password => password.UserId == userId, cancellationToken)
        || await database.Passkeys.AnyAsync(passkey => passkey.UserId == userId, cancellationToken)
        || await database.Identities.AnyAsync(identity => identity.UserId == userId && identity.Provider != Identity.EmailProvider, cancellationToken);
}

internal enum WayInRemoval
{
    Removed,
    NotThere,
    IsLast,
}
