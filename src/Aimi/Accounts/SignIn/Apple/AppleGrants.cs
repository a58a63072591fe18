using System.Security.Cryptography;
using Aimi.Accounts.SignIn.OpenIdConnect;
using Aimi.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts.SignIn.Apple;

/// <summary>Keeps what Apple granted, and takes it back when the person goes: Apple asks for it of every app that its people can leave.</summary>
internal sealed partial class AppleGrants(
    AimiDbContext database, AppleClient apple, IDataProtectionProvider protection, TimeProvider time, ILogger<AppleGrants> log) : IPersonEraser
{
    /// <summary>Who wants to go waits no longer for Apple than this.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private const int Attempts = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>Keeps the latest of a person's grants to one app.</summary>
    public async Task Keep(Guid userId, IdToken token, string refreshToken, CancellationToken cancellationToken)
    {
        using var acting = Acting.For(userId);
        var (secret, now) = (Protector(userId).Protect(refreshToken), time.GetUtcNow());
        var kept = await database.AppleGrants
            .Where(grant => grant.UserId == userId && grant.Subject == token.Subject && grant.ClientId == token.ClientId)
            .ExecuteUpdateAsync(grant => grant.SetProperty(row => row.ProtectedToken, secret).SetProperty(row => row.UpdatedAt, now), cancellationToken);
        if (kept > 0)
            return;

        database.Add(new AppleGrant
        {
            UserId = userId,
            Id = Guid.CreateVersion7(now),
            Subject = token.Subject,
            ClientId = token.ClientId,
            ProtectedToken = secret,
            CreatedAt = now,
            UpdatedAt = now,
        });
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Takes back all that Apple granted on behalf of a person, if it can be done in time; the person goes in any case.</summary>
    public async Task Erase(Guid userId, CancellationToken cancellationToken)
    {
        if (!apple.HasKey)
            return;

        using var acting = Acting.For(userId);
        var grants = await database.AppleGrants.AsNoTracking().Where(grant => grant.UserId == userId).ToListAsync(cancellationToken);
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        foreach (var grant in grants)
        {
            try
            {
                var outcome = await Revoke(grant, limit.Token);
                if (outcome != AppleRevocation.Done)
                    NotRevoked(userId, outcome.ToString());
            }
            catch (CryptographicException)
            {
                NotRevoked(userId, "its key is lost");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                NotRevoked(userId, "Apple took too long");
            }
        }
    }

    private async Task<AppleRevocation> Revoke(AppleGrant grant, CancellationToken cancellationToken)
    {
        var token = Protector(grant.UserId).Unprotect(grant.ProtectedToken);
        for (var (attempt, pause) = (1, FirstPause); ; attempt++, pause *= 2)
        {
            var outcome = await apple.Revoke(grant.ClientId, token, cancellationToken);
            if (outcome != AppleRevocation.Away || attempt == Attempts)
                return outcome;

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    // A row that is put under another person opens for nobody.
    private IDataProtector Protector(Guid userId) => protection.CreateProtector("Aimi.Accounts.Apple", userId.ToString());

    [LoggerMessage(1705, LogLevel.Warning, "What Apple granted for {UserId} could not be taken back: {Reason}", EventName = "apple_grant_not_revoked")]
    private partial void NotRevoked(Guid userId, string reason);
}
