using Aimi.Accounts;
using Aimi.Data;
using Aimi.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Aimi.Reminders.Channels;

/// <summary>The links at the end of mails.</summary>
internal sealed class UnsubscribeLinks(IDbContextFactory<AimiDbContext> database, IOptions<ServerOptions> server)
{
    public const string Path = "/reminders/unsubscribe";

    /// <summary>The person's link; null where the operator did not say where Aimi is reached from outside.</summary>
    public async Task<Uri?> For(User person, CancellationToken cancellationToken)
    {
        if (server.Value.PublicAddress is not { } address)
            return null;

        var key = person.Settings.UnsubscribeKey ?? await MakeKey(person.Id, cancellationToken);
        return key is null ? null : new Uri($"{address.AbsoluteUri.TrimEnd('/')}{Path}?token={new UnsubscribeToken(person.Id, key)}");
    }

    // Under the lock: of two mails at once the second finds the key of the first. Null where the person is gone.
    private async Task<string?> MakeKey(Guid userId, CancellationToken cancellationToken)
    {
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        return await context.InTransaction(
            async () =>
            {
                if (await context.TakePerson(userId, cancellationToken) is not { } person)
                    return null;

                person.Settings = person.Settings with { UnsubscribeKey = person.Settings.UnsubscribeKey ?? UnsubscribeToken.NewKey() };
                await context.SaveChangesAsync(cancellationToken);
                return person.Settings.UnsubscribeKey;
            },
            cancellationToken);
    }
}
