using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Aimi.Accounts.SignIn;

/// <summary>Whom a token lets in; and the tokens that people make for scripts, and pages for their socket.</summary>
public sealed class AccessTokens(AimiDbContext database, IMemoryCache cache, TimeProvider time) : IPersonTrace
{
    public const int MaxPersonal = 50;

    /// <summary>How long a ticket may take to open its socket.</summary>
    public static readonly TimeSpan TicketLife = TimeSpan.FromSeconds(30);

    /// <summary>How late a sign-out may be noticed here: a busy client costs a query in so many seconds, not one a request.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(3);

    // That a personal token is used is worth a write only so often.
    private static readonly TimeSpan UseIsNotedEvery = TimeSpan.FromHours(1);

    /// <summary>Whom an access token or a personal one lets in; null where it lets in nobody.</summary>
    public async ValueTask<Bearer?> Open(string? token, CancellationToken cancellationToken)
    {
        if ((BearerSecret.Parse(BearerSecret.Access, token) ?? BearerSecret.Parse(BearerSecret.Personal, token)) is not { } presented)
            return null;

        using var acting = Acting.For(presented.UserId);
        var (key, now) = ((typeof(Bearer), presented.UserId, presented.Hash), time.GetUtcNow());
        if (!cache.TryGetValue(key, out (Bearer Bearer, DateTimeOffset At) known) || known.At + Freshness <= now || cache.TryGetValue(Gone(presented.UserId), out _))
        {
            if (await Find(presented, cancellationToken) is not { Kind: not AccessTokenKind.Ticket } row)
                return null;

            known = (new Bearer(row.UserId, row.SessionId ?? row.Id, row.Kind, row.ExpiresAt), now);
            cache.Set(key, known, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Freshness, Size = 1 });
            if (row.Kind == AccessTokenKind.Personal)
                await NoteUse(row, now, cancellationToken);
        }

        return known.Bearer.ExpiresAt is { } end && end <= now ? null : known.Bearer;
    }

    Task IPersonTrace.Stop(Guid userId, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What is known of their tokens does not outlive them.</summary>
    Task IPersonTrace.Forget(Guid userId, CancellationToken cancellationToken)
    {
        cache.Set(Gone(userId), true, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = 2 * Freshness, Size = 1 });
        return Task.CompletedTask;
    }

    /// <summary>Whom a ticket lets in, this once; null where it lets in nobody.</summary>
    public async Task<Bearer?> Spend(string? ticket, CancellationToken cancellationToken)
    {
        if (BearerSecret.Parse(BearerSecret.Ticket, ticket) is not { } presented)
            return null;

        using var acting = Acting.For(presented.UserId);
        if (await Find(presented, cancellationToken) is not { Kind: AccessTokenKind.Ticket, SessionId: { } credential } known)
            return null;

        // Of two that bring the same one takes it away.
        var taken = await Of(known.UserId).Where(row => row.Id == known.Id).ExecuteDeleteAsync(cancellationToken);
        return taken == 1 && known.ExpiresAt > time.GetUtcNow() ? new Bearer(known.UserId, credential, AccessTokenKind.Ticket, ExpiresAt: null) : null;
    }

    /// <summary>A ticket for one socket of a session; null where the session is over, which its token may not have noticed yet.</summary>
    public async Task<string?> MakeTicket(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            var secret = BearerSecret.Create(BearerSecret.Ticket, userId);
            await Make(AccessTokenKind.Ticket, secret, sessionId, name: null, now + TicketLife, now, cancellationToken);
            return secret.ToString();
        }
        catch (DbUpdateException)
        {
            database.ChangeTracker.Clear();
            if (await database.Set<AuthSession>().AnyAsync(session => session.UserId == userId && session.Id == sessionId, cancellationToken))
                throw;
            return null;
        }
    }

    /// <summary>A token for scripts, told this once; null where the person has as many as they may.</summary>
    /// <param name="expiresAt">Null: until it is revoked.</param>
    public Task<(AccessToken Row, string Token)?> MakePersonal(Guid userId, string name, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        database.InTransaction<(AccessToken, string)?>(
            async () =>
            {
                await database.LockPerson(userId, cancellationToken);
                if (await Personal(userId).CountAsync(cancellationToken) >= MaxPersonal)
                    return null;

                var secret = BearerSecret.Create(BearerSecret.Personal, userId);
                return (await Make(AccessTokenKind.Personal, secret, sessionId: null, name, expiresAt, time.GetUtcNow(), cancellationToken), secret.ToString());
            },
            cancellationToken);

    public async Task<IReadOnlyList<AccessToken>> ListPersonal(Guid userId, CancellationToken cancellationToken) =>
        await Personal(userId).AsNoTracking().OrderBy(token => token.Id).ToListAsync(cancellationToken);

    /// <summary>Revokes a personal token; false where there is none of that id.</summary>
    public async Task<bool> Revoke(Guid userId, Guid id, CancellationToken cancellationToken) =>
        await Personal(userId).Where(token => token.Id == id).ExecuteDeleteAsync(cancellationToken) > 0;

    private static (Type, Guid) Gone(Guid userId) => (typeof(IPersonTrace), userId);

    private IQueryable<AccessToken> Of(Guid userId) => database.AccessTokens.Where(token => token.UserId == userId);

    private IQueryable<AccessToken> Personal(Guid userId) => Of(userId).Where(token => token.Kind == AccessTokenKind.Personal);

    private Task<AccessToken?> Find(BearerSecret presented, CancellationToken cancellationToken)
    {
        var hash = presented.Hash;
        return Of(presented.UserId).AsNoTracking().SingleOrDefaultAsync(token => token.Hash == hash, cancellationToken);
    }

    private async Task<AccessToken> Make(
        AccessTokenKind kind, BearerSecret secret, Guid? sessionId, string? name, DateTimeOffset? expiresAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = new AccessToken
        {
            UserId = secret.UserId,
            Id = Guid.CreateVersion7(now),
            Kind = kind,
            Hash = secret.Hash,
            SessionId = sessionId,
            Name = name,
            ExpiresAt = expiresAt,
            CreatedAt = now,
            UpdatedAt = now,
        };
        database.Add(row);
        await database.SaveChangesAsync(cancellationToken);
        return row;
    }

    private async Task NoteUse(AccessToken known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stale = now - UseIsNotedEvery;
        if (known.LastUsedAt > stale)
            return;

        await Of(known.UserId).Where(row => row.Id == known.Id && (row.LastUsedAt == null || row.LastUsedAt <= stale))
            .ExecuteUpdateAsync(row => row.SetProperty(used => used.LastUsedAt, now), cancellationToken);
    }
}

/// <summary>Who holds a token.</summary>
/// <param name="Credential">What can be revoked: the session, or the personal token.</param>
public sealed record Bearer(Guid UserId, Guid Credential, AccessTokenKind Kind, DateTimeOffset? ExpiresAt);
