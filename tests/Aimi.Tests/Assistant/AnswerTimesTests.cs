using Aimi.Assistant;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Assistant;

/// <summary>What an answer waited for, be it done before there is something to wait for (as all of SQLite's is) or later.</summary>
public sealed class AnswerTimesTests
{
    private readonly FakeTimeProvider _time = new(A.Now);

    [Fact]
    public async Task What_is_done_at_once_takes_its_time_as_well()
    {
        var times = new AnswerTimes(_time);

        await times.LookUp(() => Task.FromResult(Work(2)));
        await times.Call(() => ValueTask.FromResult(Work(3)));

        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)), (times.Context, times.Tools));
    }

    [Fact]
    public async Task Calls_add_up_and_those_that_fail_count_too()
    {
        var times = new AnswerTimes(_time);

        await times.Call(() => ValueTask.FromResult(Work(1)));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await times.Call<int>(async () =>
        {
            await Task.Yield();
            Work(4);
            throw new InvalidOperationException();
        }));

        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(5)), (times.Context, times.Tools));
    }

    private int Work(int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return seconds;
    }
}
