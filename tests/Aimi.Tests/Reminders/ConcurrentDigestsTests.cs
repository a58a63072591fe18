using Aimi.Data;
using Aimi.Reminders;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Reminders;

/// <summary>Two replicas that have more for one person than the daily cap, at the same moment.</summary>
public sealed class ConcurrentDigestsTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private readonly Queue _queue = new(database);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _queue.Empty();

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    [Fact]
    public async Task What_is_too_much_goes_into_one_digest_whoever_comes_first()
    {
        var person = await _queue.Person();
        var (mine, theirs) = (await _queue.Add(person), await _queue.Add(person));
        await using var one = _queue.Process().CreateAsyncScope();
        await using var other = _queue.Process().CreateAsyncScope();
        var first = await Merge(one.ServiceProvider, mine);
        var second = Task.Run(() => Merge(other.ServiceProvider, theirs), Stop);

        // The other comes while the first is not done yet; where it does not wait, it has its own by then.
        await Task.WhenAny(second, Waits());
        await first.CommitAsync(Stop);
        await (await second).CommitAsync(Stop);

        var digest = Assert.Single(await _queue.Read(context => context.Reminders.Where(row => row.UserId == person.Id && row.Kind == ReminderKind.Digest).ToListAsync(Stop)));
        Assert.Equal([mine.Id, theirs.Id], digest.Payload.Merged!);
    }

    private async Task<IDbContextTransaction> Merge(IServiceProvider replica, Reminder tooMuch)
    {
        var transaction = await replica.GetRequiredService<AimiDbContext>().Database.BeginTransactionAsync(Stop);
        await replica.GetRequiredService<ReminderDigests>().Merge([tooMuch], [], _queue.Now, Stop);
        return transaction;
    }

    /// <summary>Until a transaction of this database waits for another.</summary>
    private Task Waits() => Patience.Until(() => _queue.Read(
        context => context.Database.SqlQuery<bool>(
            $"SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database() AND NOT granted) AS \"Value\"").SingleAsync(Stop)));
}
