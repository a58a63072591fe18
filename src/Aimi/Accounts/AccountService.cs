using System.Data;
using System.Security.Cryptography;
using Aimi.Accounts.SignIn;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts;

/// <summary>What a person may change of themselves. Who follows such a change does so in its transaction.</summary>
public sealed class AccountService(AimiDbContext database, IEnumerable<IPersonWatcher> watchers, People people, IOptions<AccountOptions> options)
{
    public Task<User> Find(Guid userId, CancellationToken cancellationToken) =>
        database.Users.AsNoTracking().SingleAsync(user => user.Id == userId, cancellationToken);

    public async Task<AccountChange> Change(Guid userId, ChangeMeRequest patch, CancellationToken cancellationToken)
    {
        var change = await database.InTransaction(() => Apply(userId, patch, cancellationToken), cancellationToken);
        people.Forget(userId);
        return change;
    }

    private async Task<AccountChange> Apply(Guid userId, ChangeMeRequest patch, CancellationToken cancellationToken)
    {
        var user = await database.TakePerson(userId, cancellationToken) ?? throw new DBConcurrencyException("The person is gone.");
        if (!patch.MakesQuietHours(user.Settings.QuietHours))
            return new AccountChange(AccountChangeResult.NoQuietHours, user);

        var former = (user.Email, user.Timezone, user.Settings);
        patch.Apply(user);
        var secret = SetWebhook(user, patch);
        if (user.Email is { } wanted && wanted != former.Email && options.Value.IsMulti && !await IsProven(userId, wanted, cancellationToken))
            return new AccountChange(AccountChangeResult.EmailNotProven, user);

        var entry = database.Entry(user);
        var isFollowed = entry.Property(row => row.Timezone).IsModified || entry.Property(row => row.Settings).IsModified;
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (user.Email is { } email && email != former.Email)
        {
            using var acting = Acting.AsService();
            if (!await database.Users.AnyAsync(other => other.Email == email, cancellationToken))
                throw;
            return new AccountChange(AccountChangeResult.EmailTaken, user);
        }

        return new AccountChange(AccountChangeResult.Changed, user)
        {
            WebhookSecret = secret,
            Moved = isFollowed ? await Tell(new PersonChange(user, former.Timezone, former.Settings), cancellationToken) : [],
        };
    }

    // Reminders by mail go to the person, not to whomever they name.
    private Task<bool> IsProven(Guid userId, string email, CancellationToken cancellationToken)
    {
        var address = EmailAddress.Normalise(email);
        return database.Identities.AnyAsync(identity => identity.UserId == userId && identity.Email == address, cancellationToken);
    }

    private async Task<IReadOnlyList<MovedPlan>> Tell(PersonChange change, CancellationToken cancellationToken)
    {
        var moved = new List<MovedPlan>();
        foreach (var watcher in watchers.OrderBy(watcher => watcher.Order))
            moved.AddRange(await watcher.Changed(change, cancellationToken));
        return moved;
    }

    /// <returns>The secret, where the target is new: it is told this once.</returns>
    private static string? SetWebhook(User user, ChangeMeRequest patch)
    {
        var url = patch.WebhookUrl.Or(user.Settings.Webhook?.Url);
        if (url == user.Settings.Webhook?.Url)
            return null;

        var target = url is null ? null : new WebhookTarget(url, $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}");
        user.Settings = user.Settings with { Webhook = target };
        return target?.Secret;
    }
}

/// <summary>What came of the wish to change a person. Only with <see cref="Changed"/> was anything written.</summary>
public enum AccountChangeResult
{
    Changed,

    /// <summary>The address is another person's.</summary>
    EmailTaken,

    /// <summary>Where people have accounts: none of their identities vouches for the address.</summary>
    EmailNotProven,

    /// <summary>They would begin without an end, or last no time.</summary>
    NoQuietHours,
}

/// <param name="User">As they are now, where they were changed.</param>
public sealed record AccountChange(AccountChangeResult Result, User User)
{
    public string? WebhookSecret { get; init; }

    /// <summary>Plans that go with the person, and are at another instant now.</summary>
    public IReadOnlyList<MovedPlan> Moved { get; init; } = [];
}
