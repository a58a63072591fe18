using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders.Channels;

/// <summary>Ends reminders by mail for whoever holds a link of such a mail.</summary>
internal sealed class Unsubscriptions(AimiDbContext database, IEnumerable<IPersonWatcher> watchers)
{
    /// <summary>Whose token it is; null where it is nobody's.</summary>
    public async Task<User?> Holder(string? token, CancellationToken cancellationToken)
    {
        if (UnsubscribeToken.Parse(token) is not { } parsed)
            return null;

        using var acting = Acting.For(parsed.UserId);
        return await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == parsed.UserId, cancellationToken) is { } person && parsed.Fits(person)
            ? person
            : null;
    }

    /// <summary>
    /// Takes mail out of the person's channels; what was to be mailed is planned anew. Where no other channel is left, the product's default is theirs again:
    /// they said no to mails, not to reminders. Once more changes nothing.
    /// </summary>
    public Task End(Guid userId, CancellationToken cancellationToken) => database.InTransaction(
        async () =>
        {
            using var acting = Acting.For(userId);
            if (await database.TakePerson(userId, cancellationToken) is not { Settings.Channels: { } channels } person
                || !channels.Contains(ReminderChannels.Email, StringComparer.Ordinal))
            {
                return false;
            }

            var former = person.Settings;
            List<string> left = [.. channels.Where(channel => channel != ReminderChannels.Email)];
            person.Settings = former with { Channels = left.Count == 0 ? null : left };
            await database.SaveChangesAsync(cancellationToken);
            foreach (var watcher in watchers.OrderBy(watcher => watcher.Order))
                await watcher.Changed(new PersonChange(person, person.Timezone, former), cancellationToken);
            return true;
        },
        cancellationToken);
}
