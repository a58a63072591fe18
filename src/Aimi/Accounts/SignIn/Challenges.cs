using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts.SignIn;

/// <summary>Secrets that come back once: nonces, states of redirects and ceremonies, codes for tokens.</summary>
public sealed class Challenges(AimiDbContext database, TimeProvider time)
{
    private const int SecretLength = 32;

    /// <summary>A new secret; 43 characters of base64url.</summary>
    /// <param name="state">What <see cref="Take"/> gives back.</param>
    public async Task<string> Make(ChallengePurpose purpose, string? state, TimeSpan life, CancellationToken cancellationToken)
    {
        using var nobody = Acting.AsService();
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretLength));
        database.Add(new AuthChallenge { Hash = HashOf(purpose, secret), Purpose = purpose, State = state, ExpiresAt = time.GetUtcNow() + life });
        await database.SaveChangesAsync(cancellationToken);
        return secret;
    }

    /// <summary>What was to be known when this secret comes back; null where it never was, was taken before, or is too late. Of two at once one gets it.</summary>
    public async Task<TakenChallenge?> Take(ChallengePurpose purpose, string? secret, CancellationToken cancellationToken)
    {
        if (secret is not { Length: > 0 and <= 200 })
            return null;

        using var nobody = Acting.AsService();
        var (hash, now) = (HashOf(purpose, secret), time.GetUtcNow());
        var mine = database.AuthChallenges.Where(challenge => challenge.Hash == hash && challenge.Purpose == purpose);
        var found = await mine.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return found is not null && await mine.ExecuteDeleteAsync(cancellationToken) == 1 && found.ExpiresAt > now ? new TakenChallenge(found.State) : null;
    }

    /// <summary>What is over goes.</summary>
    public Task<int> Sweep(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.AuthChallenges.Where(challenge => challenge.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }

    private static string HashOf(ChallengePurpose purpose, string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}:{secret}")));
}

/// <summary>A challenge that came back.</summary>
public sealed record TakenChallenge(string? State);
