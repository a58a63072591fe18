using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts.SignIn;

/// <summary>The accounts of providers that a person is known by. One is added by who is signed in, never because an address is the same.</summary>
internal sealed class Identities(AimiDbContext database, TimeProvider time)
{
    public const int MaxIdentities = 20;

    public async Task<IReadOnlyList<Identity>> List(Guid userId, CancellationToken cancellationToken) =>
        await Of(userId).AsNoTracking().OrderBy(identity => identity.Id).ToListAsync(cancellationToken);

    /// <summary>From now on it signs this person in; null where it is another's, or the person has as many as they may. Again changes nothing.</summary>
    public Task<Identity?> Add(Guid userId, ExternalIdentity identity, CancellationToken cancellationToken) => database.InTransaction(
        async () =>
        {
            await database.LockPerson(userId, cancellationToken);
            var known = await Of(userId).AsNoTracking().ToListAsync(cancellationToken);
            if (known.Find(row => row.Provider == identity.Provider && row.Subject == identity.Subject) is { } same)
                return same;
            if (known.Count >= MaxIdentities)
                return null;

            var now = time.GetUtcNow();
            var added = new Identity
            {
                UserId = userId,
                Id = Guid.CreateVersion7(now),
                Provider = identity.Provider,
                Subject = identity.Subject,
                Email = identity.Email,
                CreatedAt = now,
                UpdatedAt = now,
            };
            database.Add(added);
            try
            {
                await database.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException failure) when (!Hosting.ErrorHandling.IsDatabaseAway(failure))
            {
                // All else of the row was just made here: what is unique is who it is at the provider.
                return null;
            }

            return added;
        },
        cancellationToken);

    /// <summary>From now on it signs nobody in, unless it is the last thing that does.</summary>
    public Task<WayInRemoval> Remove(Guid userId, Guid id, CancellationToken cancellationToken) =>
        database.RemoveWayIn(userId, () => Of(userId).Where(identity => identity.Id == id).ExecuteDeleteAsync(cancellationToken), cancellationToken);

    private IQueryable<Identity> Of(Guid userId) => database.Identities.Where(identity => identity.UserId == userId && identity.Provider != Identity.EmailProvider);
}
