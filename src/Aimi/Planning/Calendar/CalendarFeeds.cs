using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning.Calendar;

/// <summary>A person's subscriptions, and whom a token lets in.</summary>
internal sealed class CalendarFeeds(AimiDbContext database, TimeProvider time)
{
    public const int MaxFeeds = 20;

    private const int IdLength = 16;
    private const int SecretLength = 32;

    // Calendars poll; that they do is worth a write only so often.
    private static readonly TimeSpan UseIsNotedEvery = TimeSpan.FromHours(1);

    /// <summary>A new one with its token, which nobody can be told again; null where the person has as many as they may.</summary>
    public Task<(CalendarFeed Feed, string Token)?> Create(Guid userId, string name, CancellationToken cancellationToken) =>
        database.InTransaction<(CalendarFeed, string)?>(
            async () =>
            {
                await database.LockPerson(userId, cancellationToken);
                if (await database.CalendarFeeds.CountAsync(feed => feed.UserId == userId, cancellationToken) >= MaxFeeds)
                    return null;

                // The person's id stands in the token, so that it is looked up where that person's rows are.
                var token = new byte[IdLength + SecretLength];
                userId.TryWriteBytes(token, bigEndian: true, out _);
                RandomNumberGenerator.Fill(token.AsSpan(IdLength));
                var now = time.GetUtcNow();
                var feed = new CalendarFeed
                {
                    UserId = userId,
                    Id = Guid.CreateVersion7(now),
                    Name = name,
                    TokenHash = HashOf(token),
                    CreatedAt = now,
                    UpdatedAt = now,
                };
                database.CalendarFeeds.Add(feed);
                await database.SaveChangesAsync(cancellationToken);
                return (feed, Base64Url.EncodeToString(token));
            },
            cancellationToken);

    public async Task<IReadOnlyList<CalendarFeed>> List(Guid userId, CancellationToken cancellationToken) =>
        await database.CalendarFeeds.AsNoTracking().Where(feed => feed.UserId == userId).OrderBy(feed => feed.Id).ToListAsync(cancellationToken);

    /// <summary>From now on its token lets nobody in; false where there is none of that id.</summary>
    public async Task<bool> Revoke(Guid userId, Guid id, CancellationToken cancellationToken) =>
        await database.CalendarFeeds.Where(feed => feed.UserId == userId && feed.Id == id).ExecuteDeleteAsync(cancellationToken) > 0;

    /// <summary>Whose calendar the token opens; null where it opens none.</summary>
    public async Task<Guid?> Open(string? token, CancellationToken cancellationToken)
    {
        var bytes = new byte[IdLength + SecretLength];
        if (token is null || token.Length != Base64Url.GetEncodedLength(bytes.Length)
            || Base64Url.DecodeFromChars(token, bytes, out _, out _) != OperationStatus.Done)
            return null;

        var (userId, hash, now) = (new Guid(bytes.AsSpan(0, IdLength), bigEndian: true), HashOf(bytes), time.GetUtcNow());
        using var acting = Acting.For(userId);
        var feed = await database.CalendarFeeds.AsNoTracking()
            .SingleOrDefaultAsync(row => row.UserId == userId && row.TokenHash == hash, cancellationToken);
        if (feed is null)
            return null;

        var stale = now - UseIsNotedEvery;
        if (feed.LastUsedAt is null || feed.LastUsedAt <= stale)
        {
            await database.CalendarFeeds
                .Where(row => row.UserId == userId && row.Id == feed.Id && (row.LastUsedAt == null || row.LastUsedAt <= stale))
                .ExecuteUpdateAsync(row => row.SetProperty(used => used.LastUsedAt, now), cancellationToken);
        }

        return userId;
    }

    private static string HashOf(ReadOnlySpan<byte> token) => Convert.ToHexStringLower(SHA256.HashData(token));
}
