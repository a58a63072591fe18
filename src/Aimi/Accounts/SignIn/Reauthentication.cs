using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts.SignIn;

/// <summary>Whether it is the person who asks, and not whoever found their device, or their script's token. Signing in is the proof, by whatever way they do it.</summary>
public sealed class Reauthentication(AimiDbContext database, IOptions<AccountOptions> options, TimeProvider time)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Whether the caller's session began just now. Without accounts whoever has the machine is its owner.</summary>
    public async Task<bool> IsFresh(CurrentUser user, CancellationToken cancellationToken)
    {
        if (!options.Value.IsMulti)
            return true;

        var (userId, credential, since) = (user.Id, user.Credential, time.GetUtcNow() - Fresh);
        return await database.AuthSessions.AnyAsync(session => session.UserId == userId && session.Id == credential && session.CreatedAt > since, cancellationToken);
    }
}
