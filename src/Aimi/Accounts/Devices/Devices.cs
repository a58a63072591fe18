using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts;

/// <summary>Where a person is pushed to.</summary>
public sealed class Devices(AimiDbContext database, TimeProvider time)
{
    /// <summary>Of one person. Of more, the one goes that was not seen for longest: a launch is nothing to refuse.</summary>
    public const int MaxDevices = 20;

    /// <summary>In the order in which they were first registered, from behind <paramref name="after"/> on.</summary>
    public async Task<IReadOnlyList<Device>> List(Guid userId, Guid after, int count, CancellationToken cancellationToken) =>
        await Mine(userId).AsNoTracking().Where(device => device.Id > after).OrderBy(device => device.Id).Take(count).ToListAsync(cancellationToken);

    public Task<Device?> Find(Guid userId, Guid id, CancellationToken cancellationToken) =>
        Mine(userId).SingleOrDefaultAsync(device => device.Id == id, cancellationToken);

    /// <summary>A device as it is now, at each launch: a new one, or the one of that token.</summary>
    public Task<(Device Device, bool IsNew)> Register(Guid userId, RegisterDeviceRequest request, CancellationToken cancellationToken) =>
        database.InTransaction(
            async () =>
            {
                await database.LockPerson(userId, cancellationToken);
                var fresh = request.ToDevice(userId, time.GetUtcNow());
                await TakeFromOthers(fresh, cancellationToken);
                var known = await Mine(userId).SingleOrDefaultAsync(device => device.TokenHash == fresh.TokenHash, cancellationToken);
                if (known is null)
                {
                    await MakeRoom(userId, cancellationToken);
                    database.Devices.Add(fresh);
                }
                else
                {
                    request.Apply(known, time.GetUtcNow());

                    // It may have been found dead in this moment.
                    database.Entry(known).Property(device => device.Active).IsModified = true;
                }

                await database.SaveChangesAsync(cancellationToken);
                return (known ?? fresh, known is null);
            },
            cancellationToken);

    public Task<DeviceChange> Change(Guid userId, Guid id, long? ifVersion, DevicePatch patch, CancellationToken cancellationToken) =>
        Write(userId, id, ifVersion, patch.Apply, cancellationToken);

    /// <summary>It is pushed to no more.</summary>
    public Task<DeviceChange> Remove(Guid userId, Guid id, long? ifVersion, CancellationToken cancellationToken) =>
        Write(userId, id, ifVersion, device => database.Devices.Remove(device), cancellationToken);

    // A phone that changed hands, or a browser in which another signed in: what reminds the former is not for whoever holds it now.
    private async Task TakeFromOthers(Device device, CancellationToken cancellationToken)
    {
        using var everybody = Acting.AsService();
        await database.Devices.Where(row => row.TokenHash == device.TokenHash && row.UserId != device.UserId).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task MakeRoom(Guid userId, CancellationToken cancellationToken)
    {
        var surplus = await Mine(userId).OrderByDescending(device => device.LastSeenAt).ThenByDescending(device => device.Id)
            .Skip(MaxDevices - 1).ToListAsync(cancellationToken);
        database.Devices.RemoveRange(surplus);
    }

    private Task<DeviceChange> Write(Guid userId, Guid id, long? ifVersion, Action<Device> work, CancellationToken cancellationToken) =>
        database.InTransaction(
            async () =>
            {
                await database.LockPerson(userId, cancellationToken);
                if (await Find(userId, id, cancellationToken) is not { } device)
                    return new DeviceChange(DeviceChangeResult.NotFound, null);
                if (ifVersion is { } version && version != device.Version)
                    return new DeviceChange(DeviceChangeResult.VersionConflict, device);

                work(device);
                await database.SaveChangesAsync(cancellationToken);
                return new DeviceChange(DeviceChangeResult.Changed, device);
            },
            cancellationToken);

    private IQueryable<Device> Mine(Guid userId) => database.Devices.Where(device => device.UserId == userId);
}

/// <summary>What came of the wish to change a device. Only with <see cref="Changed"/> was anything written.</summary>
public enum DeviceChangeResult
{
    Changed,
    NotFound,
    VersionConflict,
}

/// <summary>A device as it stands after the wish to change it; null where there is none.</summary>
public sealed record DeviceChange(DeviceChangeResult Result, Device? Device);
