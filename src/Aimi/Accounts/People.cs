using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Aimi.Accounts;

/// <summary>Who a person is, as every turn needs it; kept for a short while, so that a turn costs no query for it.</summary>
public sealed class People(IDbContextFactory<AimiDbContext> database, IMemoryCache cache)
{
    /// <summary>How late a change of name, zone or locale may be noticed by another replica.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    /// <summary>A person; null where there is none of that id.</summary>
    public async ValueTask<Person?> Find(Guid userId, CancellationToken cancellationToken)
    {
        var key = Key(userId);
        if (cache.TryGetValue(key, out Person? known))
            return known;

        await using var context = await database.CreateDbContextAsync(cancellationToken);
        var person = await context.Users
            .Where(user => user.Id == userId)
            .Select(user => new Person(user.Id, user.DisplayName, user.Timezone, user.Locale))
            .SingleOrDefaultAsync(cancellationToken);
        return person is null ? null : cache.Set(key, person, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Freshness, Size = 1 });
    }

    /// <summary>They changed: the next turn of this replica asks the database.</summary>
    public void Forget(Guid userId) => cache.Remove(Key(userId));

    private static (Type, Guid) Key(Guid userId) => (typeof(Person), userId);
}

/// <param name="Timezone">IANA name.</param>
/// <param name="Locale">BCP 47.</param>
public sealed record Person(Guid Id, string DisplayName, string Timezone, string Locale);
