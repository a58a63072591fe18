using System.Security.Cryptography;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts.SignIn;

/// <summary>The devices on which people are signed in: opened, carried on by refresh tokens that are good once, ended.</summary>
public sealed class AuthSessions(AimiDbContext database, TimeProvider time)
{
    /// <summary>A person has no more of them: the one that was idle longest makes room.</summary>
    public const int MaxSessions = 50;

    /// <summary>Characters of a device's name.</summary>
    public const int MaxDevice = 100;

    /// <summary>How long an access token lets in.</summary>
    public static readonly TimeSpan AccessLife = TimeSpan.FromMinutes(15);

    /// <summary>A session that is not refreshed for so long is over.</summary>
    public static readonly TimeSpan IdleLife = TimeSpan.FromDays(90);

    /// <summary>
    /// For so long the refresh token before the current one is still answered, with the very same tokens: the answer may have been lost on the way. Later, or
    /// once its successor was used, it is taken for stolen.
    /// </summary>
    public static readonly TimeSpan LostAnswerWindow = TimeSpan.FromSeconds(60);

    /// <summary>Signs a person in on a device.</summary>
    public async Task<SignedIn> Open(Guid userId, string? device, CancellationToken cancellationToken)
    {
        using var acting = Acting.For(userId);
        return await database.InTransaction(() => Begin(userId, device, cancellationToken), cancellationToken);
    }

    /// <summary>New tokens for a refresh token; null where it is not good. One that was used before ends the session: two hold it, and one of them stole it.</summary>
    public async Task<SignedIn?> Refresh(string? token, CancellationToken cancellationToken)
    {
        if (BearerSecret.Parse(BearerSecret.Refresh, token) is not { } presented)
            return null;

        using var acting = Acting.For(presented.UserId);
        return await database.InTransaction(
            async () =>
            {
                // Two at once go one after the other, and the second gets what the first got.
                var (userId, now) = (presented.UserId, time.GetUtcNow());
                var mine = database.AuthSessions.Where(session => session.UserId == userId && session.Id == presented.Id);
                if (await mine.ExecuteUpdateAsync(session => session.SetProperty(row => row.UpdatedAt, now), cancellationToken) == 0)
                    return null;

                var session = await mine.SingleAsync(cancellationToken);
                var next = presented with { Secret = HMACSHA256.HashData(session.RotationKey, presented.Secret.Span) };
                var isCurrent = Same(session.RefreshHash, presented.Hash);
                var isLost = !isCurrent && now - session.RotatedAt <= LostAnswerWindow && Same(session.RefreshHash, next.Hash);
                if (session.ExpiresAt <= now || !(isCurrent || isLost))
                {
                    await mine.ExecuteDeleteAsync(cancellationToken);
                    return null;
                }

                if (isCurrent)
                    (session.RefreshHash, session.RotatedAt, session.ExpiresAt) = (next.Hash, now, now + IdleLife);
                await Tokens(userId).Where(row => row.SessionId == presented.Id && row.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
                return await Grant(next, now, cancellationToken);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<AuthSession>> List(Guid userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await database.AuthSessions.AsNoTracking()
            .Where(session => session.UserId == userId && session.ExpiresAt > now)
            .OrderByDescending(session => session.RotatedAt)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Signs a device out; false where there is none of that id. Its sockets close within seconds (<see cref="SignedOutSockets"/>).</summary>
    public async Task<bool> End(Guid userId, Guid id, CancellationToken cancellationToken) =>
        await database.AuthSessions.Where(session => session.UserId == userId && session.Id == id).ExecuteDeleteAsync(cancellationToken) > 0;

    /// <summary>Signs out the device that holds this refresh token.</summary>
    public async Task End(string? token, CancellationToken cancellationToken)
    {
        if (BearerSecret.Parse(BearerSecret.Refresh, token) is not { } presented)
            return;

        using var acting = Acting.For(presented.UserId);
        await database.AuthSessions
            .Where(session => session.UserId == presented.UserId && session.Id == presented.Id && session.RefreshHash == presented.Hash)
            .ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Signs out every device but one.</summary>
    public Task<int> EndOthers(Guid userId, Guid? but, CancellationToken cancellationToken) =>
        database.AuthSessions.Where(session => session.UserId == userId && session.Id != but).ExecuteDeleteAsync(cancellationToken);

    private async Task<SignedIn> Begin(Guid userId, string? device, CancellationToken cancellationToken)
    {
        await database.LockPerson(userId, cancellationToken);
        var now = time.GetUtcNow();
        var mine = database.AuthSessions.Where(session => session.UserId == userId);
        var surplus = await mine.OrderByDescending(session => session.RotatedAt).Skip(MaxSessions - 1).Select(session => session.Id).ToListAsync(cancellationToken);
        if (surplus.Count > 0)
            await mine.Where(session => surplus.Contains(session.Id)).ExecuteDeleteAsync(cancellationToken);

        var refresh = BearerSecret.Create(BearerSecret.Refresh, userId, Guid.CreateVersion7(now));
        database.Add(new AuthSession
        {
            UserId = userId,
            Id = refresh.Id,
            Device = Name(device),
            RefreshHash = refresh.Hash,
            RotationKey = RandomNumberGenerator.GetBytes(32),
            RotatedAt = now,
            ExpiresAt = now + IdleLife,
            CreatedAt = now,
            UpdatedAt = now,
        });
        return await Grant(refresh, now, cancellationToken);
    }

    private IQueryable<AccessToken> Tokens(Guid userId) => database.AccessTokens.Where(token => token.UserId == userId);

    private async Task<SignedIn> Grant(BearerSecret refresh, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var access = BearerSecret.Create(BearerSecret.Access, refresh.UserId);
        database.Add(new AccessToken
        {
            UserId = refresh.UserId,
            Id = Guid.CreateVersion7(now),
            Kind = AccessTokenKind.Access,
            Hash = access.Hash,
            SessionId = refresh.Id,
            ExpiresAt = now + AccessLife,
            CreatedAt = now,
            UpdatedAt = now,
        });
        await database.SaveChangesAsync(cancellationToken);
        return new SignedIn(refresh.UserId, refresh.Id, access.ToString(), refresh.ToString());
    }

    private static bool Same(string hash, string other) =>
        CryptographicOperations.FixedTimeEquals(Convert.FromHexString(hash), Convert.FromHexString(other));

    private static string Name(string? device) => device?.Trim() is { Length: > 0 } name ? name[..Math.Min(name.Length, MaxDevice)] : "?";
}

/// <summary>A person is signed in.</summary>
/// <param name="AccessToken">Lets in for <see cref="AuthSessions.AccessLife"/>.</param>
/// <param name="RefreshToken">Gets the next pair, once.</param>
public sealed record SignedIn(Guid UserId, Guid SessionId, string AccessToken, string RefreshToken);
