using Aimi.Accounts;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Sync;

/// <summary>Writers whose transactions overlap: what commits late is not behind the clients that read before it.</summary>
public sealed class SyncOrderTests(ServerStack stack) : IClassFixture<ServerStack>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_began_first_and_commits_last_is_not_missed()
    {
        var person = await stack.Aimi.Person();
        var mirror = new Mirror(person);
        await mirror.Reaches();

        await using var early = stack.Database.Open();
        await using var late = stack.Database.Open();
        await using var first = await early.Database.BeginTransactionAsync(Cancel);
        early.Add(A.Goal(person.Row()));
        await early.SaveChangesAsync(Cancel);
        await using var second = await late.Database.BeginTransactionAsync(Cancel);
        late.Add(A.Goal(person.Row()));
        await late.SaveChangesAsync(Cancel);

        await second.CommitAsync(Cancel);
        await mirror.Sync();
        Assert.Empty(mirror.All("goal"));

        await first.CommitAsync(Cancel);
        await mirror.Reaches();
        Assert.Equal(2, mirror.All("goal").Count);
    }

    [Fact]
    public async Task What_is_undone_is_not_waited_for()
    {
        var person = await stack.Aimi.Person();
        var mirror = new Mirror(person);
        await using (var context = stack.Database.Open())
        {
            await using var transaction = await context.Database.BeginTransactionAsync(Cancel);
            context.Add(A.Goal(person.Row()));
            await context.SaveChangesAsync(Cancel);
            await mirror.Sync();
            await transaction.RollbackAsync(Cancel);
        }

        await mirror.Reaches();
        Assert.Empty(mirror.All("goal"));
    }

    [Fact]
    public async Task Nothing_is_missed_of_many_writers_at_once_while_a_device_syncs()
    {
        var person = await stack.Aimi.Person();
        var user = person.Row();
        var random = new Random(7);
        var mirror = new Mirror(person);
        var writers = Enumerable.Range(0, 8).Select(_ => random.Next()).Select(seed => Task.Run(() => Write(user, new Random(seed)))).ToList();
        var writing = Task.WhenAll(writers);
        while (!writing.IsCompleted)
            await mirror.Page(3);
        await writing;
        await mirror.Reaches(3);
        Assert.NotEmpty(mirror.All("goal"));
    }

    [Fact]
    public async Task Changes_that_a_dump_of_another_server_brought_are_told()
    {
        var person = await stack.Aimi.Person();
        var goal = await person.Made("/goals", """{"title":"Из другой базы"}""");
        await using var context = stack.Database.Open();
        await context.SyncChanges.Where(change => change.UserId == person.Id).ExecuteUpdateAsync(change => change.SetProperty(row => row.Stamp, 1L << 50), Cancel);

        var mirror = new Mirror(person);
        await mirror.Reaches();
        Assert.NotNull(mirror["goal", goal["id"]]);
    }

    // Transactions of several rows, in which others commit in between; some are undone.
    private async Task Write(User user, Random random)
    {
        for (var i = 0; i < 15; i++)
        {
            await using var context = stack.Database.Open();
            await using var transaction = await context.Database.BeginTransactionAsync(Cancel);
            for (var row = random.Next(1, 4); row > 0; row--)
            {
                context.Add(A.Goal(user));
                await context.SaveChangesAsync(Cancel);
                await Task.Yield();
            }

            await context.Goals.Where(goal => goal.UserId == user.Id).OrderByDescending(goal => goal.Id).Take(1)
                .ExecuteUpdateAsync(goal => goal.SetProperty(row => row.Title, $"Цель {i}"), Cancel);
            if (random.Next(5) > 0)
                await transaction.CommitAsync(Cancel);
        }
    }
}
