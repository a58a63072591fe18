using Aimi.Data;
using Aimi.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts.SignIn;

/// <summary>The accounts of providers that a person is known by. One is added by who is signed in, never because an address is the same.</summary>
internal sealed class Identities(AimiDbContext database, SignInService signIn)
{
    public const int MaxIdentities = 20;

    public async Task<IReadOnlyList<Identity>> List(Guid userId, CancellationToken cancellationToken) =>
        await Of(userId).AsNoTracking().OrderBy(identity => identity.Id).ToListAsync(cancellationToken);

    /// <summary>From now on it signs this person in; null where it is another's, or the person has as many as they may. Again changes nothing.</summary>
    public Task<Identity?> Add(Guid userId, ExternalIdentity identity, CancellationToken cancellationToken) => database.InTransaction(
        async () =>
        {
            // Two at once could each be the last that fits.
            await database.LockPerson(userId, cancellationToken);
            var known = await List(userId, cancellationToken);
            if (Find(known, identity) is { } same)
                return same;
            if (known.Count >= MaxIdentities)
                return null;

            try
            {
                await signIn.Join(userId, identity, password: null, cancellationToken);
            }
            catch (DbUpdateException failure) when (!ErrorHandling.IsDatabaseAway(failure))
            {
                return null;
            }

            return Find(await List(userId, cancellationToken), identity);
        },
        cancellationToken);

    public async Task<bool> Has(Guid userId, ExternalIdentity identity, CancellationToken cancellationToken) =>
        Find(await List(userId, cancellationToken), identity) is not null;

    /// <summary>From now on it signs nobody in, unless it is the last thing that does.</summary>
    public Task<WayInRemoval> Remove(Guid userId, Guid id, CancellationToken cancellationToken) =>
        database.RemoveWayIn(userId, () => Of(userId).Where(identity => identity.Id == id).ExecuteDeleteAsync(cancellationToken), cancellationToken);

    private static Identity? Find(IEnumerable<Identity> known, ExternalIdentity identity) =>
        known.FirstOrDefault(row => row.Provider == identity.Provider && row.Subject == identity.Subject);

    private IQueryable<Identity> Of(Guid userId) => database.Identities.Where(identity => identity.UserId == userId && identity.Provider != Identity.EmailProvider);
}
