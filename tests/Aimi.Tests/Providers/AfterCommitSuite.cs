using Aimi.Data;

namespace Aimi.Tests.Providers;

public sealed class AfterCommitOnPostgres(PostgresDatabase database) : AfterCommitSuite(database), IClassFixture<PostgresDatabase>;

public sealed class AfterCommitOnSqlite(SqliteDatabase database) : AfterCommitSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>What follows a commit follows nothing else.</summary>
public abstract class AfterCommitSuite(TestDatabase database)
{
    private int _done;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_done_at_once_where_no_transaction_is_open()
    {
        await using var context = database.Open();
        AfterCommit.Do(context, () => _done++);
        Assert.Equal(1, _done);
    }

    [Fact]
    public async Task It_is_done_once_when_the_outermost_transaction_is_committed()
    {
        await using var context = database.Open();
        await context.InTransaction(
            async () =>
            {
                await context.InTransaction(
                    () =>
                    {
                        AfterCommit.Do(context, () => _done++);
                        AfterCommit.Do(context, () => _done++);
                        return Task.FromResult(0);
                    },
                    Stop);
                Assert.Equal(0, _done);
                return 0;
            },
            Stop);
        Assert.Equal(2, _done);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_never_done_where_the_transaction_is_taken_back_though_the_context_goes_on(bool explicitly)
    {
        await using var context = database.Open();
        await using (var transaction = await context.Database.BeginTransactionAsync(Stop))
        {
            AfterCommit.Do(context, () => _done++);
            if (explicitly)
                await transaction.RollbackAsync(Stop);
        }

        await context.InTransaction(() => Task.FromResult(0), Stop);
        Assert.Equal(0, _done);
    }
}
