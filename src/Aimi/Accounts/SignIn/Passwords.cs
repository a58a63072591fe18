using Aimi.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts.SignIn;

/// <summary>Passwords: ASP.NET Core Identity's hasher, and its rule of locking who guesses wrong too often.</summary>
public sealed class Passwords(AimiDbContext database, TimeProvider time)
{
    // PBKDF2 with HMAC-SHA512 at OWASP's cost, about a tenth of a second.
    private static readonly PasswordHasher<Password> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    // Five wrong guesses, five minutes.
    private static readonly LockoutOptions Lockout = new();

    // For addresses that nobody has: their guess takes as long as another's.
    private static readonly string NobodysHash = Hash(nameof(NobodysHash));

    public static string Hash(string password) => Hasher.HashPassword(null!, password);

    /// <summary>Whose address and password these are. Which of the two is wrong, or whether it is locked, nobody is told.</summary>
    /// <returns>Null where they are nobody's.</returns>
    public async Task<Guid?> Verify(string email, string password, CancellationToken cancellationToken)
    {
        using var nobody = Acting.AsService();
        var subject = EmailAddress.Normalise(email);
        var found = await database.Identities
            .Where(identity => identity.Provider == Identity.EmailProvider && identity.Subject == subject)
            .Join(database.Passwords, identity => identity.UserId, row => row.UserId, (_, row) => row)
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);
        return await Verify(found, password, cancellationToken) ? found!.UserId : null;
    }

    /// <summary>Whether it is this person's password; wrong guesses count here, too.</summary>
    public async Task<bool> Verify(Guid userId, string password, CancellationToken cancellationToken) =>
        await Verify(await database.Passwords.AsNoTracking().SingleOrDefaultAsync(row => row.UserId == userId, cancellationToken), password, cancellationToken);

    /// <summary>Gives a person a password; the former one, and a lock, are no more.</summary>
    public async Task Set(Guid userId, string password, CancellationToken cancellationToken)
    {
        var (hash, now) = (Hash(password), time.GetUtcNow());
        var changed = await database.Passwords.Where(row => row.UserId == userId).ExecuteUpdateAsync(
            row => row
                .SetProperty(it => it.Hash, hash)
                .SetProperty(it => it.Failures, 0)
                .SetProperty(it => it.LockedUntil, (DateTimeOffset?)null)
                .SetProperty(it => it.UpdatedAt, now),
            cancellationToken);
        if (changed > 0)
            return;

        database.Add(new Password { UserId = userId, Hash = hash, CreatedAt = now, UpdatedAt = now });
        await database.SaveChangesAsync(cancellationToken);
    }

    private async Task<bool> Verify(Password? known, string password, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var verdict = Hasher.VerifyHashedPassword(null!, known?.Hash ?? NobodysHash, password);
        if (known is null || known.LockedUntil > now)
            return false;

        var mine = database.Passwords.Where(row => row.UserId == known.UserId);
        if (verdict == PasswordVerificationResult.Failed)
        {
            // Counted in the database: guesses at once count all.
            var until = now + Lockout.DefaultLockoutTimeSpan;
            await mine.ExecuteUpdateAsync(
                row => row
                    .SetProperty(it => it.LockedUntil, it => it.Failures + 1 >= Lockout.MaxFailedAccessAttempts ? until : it.LockedUntil)
                    .SetProperty(it => it.Failures, it => it.Failures + 1 >= Lockout.MaxFailedAccessAttempts ? 0 : it.Failures + 1),
                cancellationToken);
            return false;
        }

        // Asked again: guesses that came at once may have locked it while this one was hashed.
        if (await mine.Where(row => row.LockedUntil == null || row.LockedUntil <= now).ExecuteUpdateAsync(row => row.SetProperty(it => it.Failures, 0), cancellationToken) == 0)
            return false;

        // A hash of a lower cost is made anew, now that the password is at hand.
        if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
            await Set(known.UserId, password, cancellationToken);
        return true;
    }
}
