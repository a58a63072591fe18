using System.Globalization;
using Aimi.Data;
using Aimi.Messages;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts;

/// <summary>The one person of a machine without accounts.</summary>
public sealed class LocalOwner(IDbContextFactory<AimiDbContext> database, TimeProvider time)
{
    /// <summary>Always the same, so that replicas which start at once make one owner.</summary>
    public static readonly Guid Id = new("00000000-0000-7000-8000-000000000001");

    /// <summary>Makes the owner, with the zone and the language of this machine, unless there is one.</summary>
    public async Task Ensure(CancellationToken cancellationToken)
    {
        using var acting = Acting.For(Id);
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        if (await context.Users.AnyAsync(user => user.Id == Id, cancellationToken))
            return;

        var now = time.GetUtcNow();
        context.Users.Add(new User
        {
            Id = Id,
            DisplayName = string.Empty,
            Timezone = MachineZone(),
            Locale = MachineLocale(),
            Settings = new UserSettings { Guessed = Guesses.Without(timezone: null, locale: null) },
            CreatedAt = now,
            UpdatedAt = now,
        });
        context.Conversations.Add(new Conversation { UserId = Id });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another replica was faster, or something is really wrong.
            context.ChangeTracker.Clear();
            if (!await context.Users.AnyAsync(user => user.Id == Id, cancellationToken))
                throw;
        }
    }

    internal static string MachineLocale() => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ru" ? "ru" : "en";

    internal static string MachineZone()
    {
        var local = TimeZoneInfo.Local;
        return local.HasIanaId ? local.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(local.Id, out var iana) ? iana : "UTC";
    }
}
