using System.Security.Cryptography;
using Aimi.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts.SignIn.Passkeys;

/// <summary>
/// What ASP.NET Core Identity's ceremonies ask of the people and their passkeys. It reads only; what a ceremony changes <see cref="PasskeyService"/> writes, and
/// accounts are no affair of Identity's.
/// </summary>
internal sealed class PasskeyStore(AimiDbContext database) : IUserPasskeyStore<User>
{
    public static string HashOf(byte[] credentialId) => Convert.ToHexStringLower(SHA256.HashData(credentialId));

    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.Email);

    /// <summary>By the user handle that an authenticator keeps with a passkey: nobody is signed in yet.</summary>
    public async Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(userId, "D", out var id))
            return null;

        using var acting = Acting.For(id);
        return await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id, cancellationToken);
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken)
    {
        using var acting = Acting.For(user.Id);
        return [.. (await database.Passkeys.AsNoTracking().Where(passkey => passkey.UserId == user.Id).ToListAsync(cancellationToken)).Select(InfoOf)];
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken)
    {
        using var acting = Acting.For(user.Id);
        var hash = HashOf(credentialId);
        return await database.Passkeys.AsNoTracking().SingleOrDefaultAsync(passkey => passkey.UserId == user.Id && passkey.CredentialHash == hash, cancellationToken) is { } found
            ? InfoOf(found)
            : null;
    }

    /// <summary>Nobody's rows are looked into to say whose a passkey is: that it is another's the unique key says, when it is stored.</summary>
    public Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) => Task.FromResult<User?>(null);

    public void Dispose()
    {
        // The scope that made the context disposes of it.
    }

    public Task AddOrUpdatePasskeyAsync(User user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw ReadsOnly();

    // How the passkey was made is not kept: nothing here goes by it, and it says more of a device than need be known.
    private static UserPasskeyInfo InfoOf(Passkey passkey) => new(
        passkey.CredentialId,
        passkey.PublicKey,
        passkey.CreatedAt,
        (uint)passkey.SignCount,
        passkey.Transports?.Split(' '),
        isUserVerified: true,
        passkey.IsBackupEligible,
        passkey.IsBackedUp,
        attestationObject: [],
        clientDataJson: []);

    private static NotSupportedException ReadsOnly() => new("Identity's ceremonies only read here.");
}
