using Aimi.Data;
using Aimi.Hosting;
using Aimi.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts.SignIn;

/// <summary>Lets in whom a provider vouches for, and makes the accounts of those who are new.</summary>
public sealed class SignInService(AimiDbContext database, AuthSessions sessions, IOptions<AccountOptions> options, TimeProvider time)
{
    private const int Attempts = 3;

    /// <summary>
    /// Signs in the person of this identity; who is new gets an account where <see cref="AccountOptions.Registration"/> is on. An address alone joins nobody
    /// to an account that another identity made.
    /// </summary>
    /// <param name="device">What the person knows the device by.</param>
    /// <returns>Null where the person is new and may not be.</returns>
    public async Task<SignedIn?> Enter(ExternalIdentity identity, Newcomer newcomer, string? device, CancellationToken cancellationToken)
    {
        using var nobody = Acting.AsService();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var userId = await Find(identity, cancellationToken)
                    ?? (options.Value.Registration ? await Create(identity, newcomer, password: null, cancellationToken) : null);
                return userId is { } id ? await sessions.Open(id, device, cancellationToken) : null;
            }
            catch (DbUpdateException failure) when (attempt < Attempts && !ErrorHandling.IsDatabaseAway(failure))
            {
                // The same identity came twice at once: the other made the account.
                database.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Whose identity it is; null where it is nobody's.</summary>
    public async Task<Guid?> Find(ExternalIdentity identity, CancellationToken cancellationToken)
    {
        using var nobody = Acting.AsService();
        return await database.Identities
            .Where(row => row.Provider == identity.Provider && row.Subject == identity.Subject)
            .Select(row => (Guid?)row.UserId)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Makes an account with its first identity.</summary>
    /// <exception cref="DbUpdateException">There is such an identity already.</exception>
    public async Task<Guid?> Create(ExternalIdentity identity, Newcomer newcomer, string? password, CancellationToken cancellationToken)
    {
        using var nobody = Acting.AsService();
        return await database.InTransaction<Guid?>(
            async () =>
            {
                var now = time.GetUtcNow();
                var userId = Guid.CreateVersion7(now);
                database.Users.Add(new User
                {
                    Id = userId,
                    DisplayName = newcomer.DisplayName ?? string.Empty,
                    Timezone = newcomer.Timezone ?? LocalOwner.MachineZone(),
                    Locale = newcomer.Locale ?? LocalOwner.MachineLocale(),
                    Settings = new UserSettings { Guessed = Guesses.Without(newcomer.Timezone, newcomer.Locale) },
                    CreatedAt = now,
                    UpdatedAt = now,
                });
                await database.SaveChangesAsync(cancellationToken);
                database.Conversations.Add(new Conversation { UserId = userId });
                await Add(userId, identity, password, cancellationToken);
                return userId;
            },
            cancellationToken);
    }

    /// <summary>Gives a person who is there one more way to sign in.</summary>
    /// <exception cref="DbUpdateException">There is such an identity already.</exception>
    public async Task Join(Guid userId, ExternalIdentity identity, string? password, CancellationToken cancellationToken)
    {
        using var nobody = Acting.AsService();
        await database.InTransaction(
            async () =>
            {
                await Add(userId, identity, password, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private async Task Add(Guid userId, ExternalIdentity identity, string? password, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        database.Identities.Add(new Identity
        {
            UserId = userId,
            Id = Guid.CreateVersion7(now),
            Provider = identity.Provider,
            Subject = identity.Subject,
            Email = identity.Email,
            CreatedAt = now,
            UpdatedAt = now,
        });
        if (password is not null)
            database.Passwords.Add(new Password { UserId = userId, Hash = Passwords.Hash(password), CreatedAt = now, UpdatedAt = now });

        // The address that mails go to is unique; where another account has it, this one goes without.
        if (identity.Email is { } email && !await database.Users.AnyAsync(user => user.Email == email, cancellationToken))
            (await database.Users.SingleAsync(user => user.Id == userId, cancellationToken)).Email ??= email;
        await database.SaveChangesAsync(cancellationToken);
    }
}
