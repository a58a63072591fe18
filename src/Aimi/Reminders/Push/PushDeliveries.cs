using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders.Push;

/// <summary>To which devices a reminder is still to go, and what became of it there.</summary>
internal sealed class PushDeliveries(AimiDbContext database, ReminderLines lines, TimeProvider time)
{
    // Longer than a push can be answered, and than a delivery is repeated.
    private static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    // Whoever puts a reminder off beyond the thing's end wants it then.
    private static readonly TimeSpan ShortestUse = TimeSpan.FromMinutes(15);

    /// <summary>Notes the delivery to each active device of the person; an earlier attempt's notes stay.</summary>
    public Task<PreparedPushes> Prepare(ReminderDelivery delivery, CancellationToken cancellationToken) => database.InTransaction(
        async () =>
        {
            var (reminder, person, now) = (delivery.Reminder, delivery.Person, time.GetUtcNow());
            var devices = await Reached(person.Id, cancellationToken);
            if (devices.Count == 0 || (person.Settings.PushKey ?? await MakeKey(person.Id, cancellationToken)) is not { } key)
                return new PreparedPushes(0, []);

            var ids = devices.ConvertAll(device => device.Id);
            var mine = database.PushDeliveries.Where(row => row.UserId == person.Id && ids.Contains(row.DeviceId));
            var forgotten = now - Memory;
            await mine.Where(row => row.CreatedAt < forgotten).ExecuteDeleteAsync(cancellationToken);
            await database.AddMissing(devices.ConvertAll(device => New(device, reminder, now)), cancellationToken);
            var rows = await mine.AsNoTracking().Where(row => row.DedupeKey == reminder.DedupeKey).ToDictionaryAsync(row => row.DeviceId, cancellationToken);

            var expiresAt = ReminderManners.UsefulUntil(reminder, person) is var until && until > now + ShortestUse ? until : now + ShortestUse;
            var texts = new Dictionary<string, ReminderText>(StringComparer.Ordinal);
            var waiting = new List<DevicePush>();
            foreach (var device in devices.Where(device => rows[device.Id].DeliveredAt is null))
            {
                var words = ReminderWords.Speaks(device.Locale) ? ReminderWords.For(device.Locale) : ReminderWords.For(person.Locale);
                if (!texts.TryGetValue(words.Language, out var text))
                    texts[words.Language] = text = await TextIn(words, delivery, cancellationToken);
                var token = PushActionToken.Sign(key, person.Id, rows[device.Id].Id);
                waiting.Add(new DevicePush(device, new PushMessage(rows[device.Id].Id, reminder, text, words, $"{PushActionToken.Path}/{token}", expiresAt)));
            }

            return new PreparedPushes(devices.Count - waiting.Count, waiting);
        },
        cancellationToken);

    /// <summary>Writes down what became of pushes; a device that was registered anew meanwhile is left as it is.</summary>
    public Task<int> Note(Guid userId, IReadOnlyList<(DevicePush Push, PushResult Result)> results, CancellationToken cancellationToken) => database.InTransaction(
        async () =>
        {
            var now = time.GetUtcNow();
            var delivered = results.Where(sent => sent.Result.Delivery.Outcome == DeliveryOutcome.Delivered).Select(sent => sent.Push.Message.Id).ToList();
            var written = delivered.Count == 0 ? 0 : await database.PushDeliveries.Where(row => row.UserId == userId && delivered.Contains(row.Id))
                .ExecuteUpdateAsync(row => row.SetProperty(r => r.DeliveredAt, now).SetProperty(r => r.UpdatedAt, now), cancellationToken);

            // Rare: a token that is no more, or the other service's.
            foreach (var (push, result) in results.Where(sent => sent.Result.Gone || sent.Result.Environment is not null))
            {
                var (device, active) = (push.Device, !result.Gone);
                var environment = result.Environment ?? device.Environment;
                written += await database.Devices
                    .Where(row => row.UserId == userId && row.Id == device.Id && row.LastSeenAt == device.LastSeenAt)
                    .ExecuteUpdateAsync(
                        row => row
                            .SetProperty(r => r.Active, active)
                            .SetProperty(r => r.Environment, environment)
                            .SetProperty(r => r.Version, r => r.Version + 1)
                            .SetProperty(r => r.UpdatedAt, now),
                        cancellationToken);
            }

            return written;
        },
        cancellationToken);

    // A token that another person registered later is not theirs any more, even where the two registrations did not see each other.
    private async Task<List<Device>> Reached(Guid userId, CancellationToken cancellationToken)
    {
        var devices = await database.Devices.AsNoTracking().Where(device => device.UserId == userId && device.Active).OrderBy(device => device.Id).ToListAsync(cancellationToken);
        if (devices.Count == 0)
            return [];

        var hashes = devices.ConvertAll(device => device.TokenHash);
        using var everybody = Acting.AsService();
        var others = await database.Devices.Where(device => hashes.Contains(device.TokenHash) && device.UserId != userId)
            .Select(device => new { device.TokenHash, device.LastSeenAt }).ToListAsync(cancellationToken);
        devices.RemoveAll(device => others.Exists(other => other.TokenHash == device.TokenHash && other.LastSeenAt > device.LastSeenAt));
        return devices;
    }

    // Null where the person is gone.
    private async Task<string?> MakeKey(Guid userId, CancellationToken cancellationToken)
    {
        if (await database.TakePerson(userId, cancellationToken) is not { } person)
            return null;

        person.Settings = person.Settings with { PushKey = person.Settings.PushKey ?? PushActionToken.NewKey() };
        await database.SaveChangesAsync(cancellationToken);
        return person.Settings.PushKey;
    }

    private async Task<ReminderText> TextIn(ReminderWords words, ReminderDelivery delivery, CancellationToken cancellationToken)
    {
        var (reminder, person, now) = (delivery.Reminder, delivery.Person, time.GetUtcNow());
        if (ReminderWords.For(person.Locale) == words)
            return delivery.Text;

        var reader = new User
        {
            Id = person.Id,
            DisplayName = person.DisplayName,
            Timezone = person.Timezone,
            Locale = words.Language,
            Settings = person.Settings,
            CreatedAt = person.CreatedAt,
            UpdatedAt = person.UpdatedAt,
        };
        var listed = await lines.Of([new DueReminder(reminder, Superseded: false, Unreadable: false)], new Dictionary<Guid, User> { [person.Id] = reader }, now, cancellationToken);
        return ReminderTexts.Of(reminder, reader, now, listed.GetValueOrDefault(reminder.Id));
    }

    private static PushDelivery New(Device device, Reminder reminder, DateTimeOffset now) => new()
    {
        UserId = device.UserId,
        Id = Guid.CreateVersion7(now),
        DeviceId = device.Id,
        ReminderId = reminder.Id,
        DedupeKey = reminder.DedupeKey,
        CreatedAt = now,
        UpdatedAt = now,
    };
}

/// <param name="Delivered">To how many devices it got before.</param>
internal sealed record PreparedPushes(int Delivered, IReadOnlyList<DevicePush> Waiting);

internal sealed record DevicePush(Device Device, PushMessage Message);
