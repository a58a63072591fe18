using Aimi.Workers;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Workers;

public sealed class WorkerStatesTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _time = new(A.Now);
    private readonly WorkerStates _states;

    public WorkerStatesTests()
    {
        _states = new WorkerStates(_time);
        _states.Began("planner", Pause);
    }

    [Fact]
    public void One_that_works_or_pauses_is_well()
    {
        _time.Advance(Pause);
        Assert.Empty(_states.Ailing());
        _states.Succeeded("planner", Pause);
        _time.Advance(Pause);
        Assert.Empty(_states.Ailing());
    }

    [Fact]
    public void One_that_fails_in_a_row_ails_until_it_succeeds()
    {
        _states.Failed("planner", 1, Pause);
        Assert.Empty(_states.Ailing());
        _states.Failed("planner", 2, Pause);
        Assert.Equal(["planner"], _states.Ailing());
        _states.Succeeded("planner", Pause);
        Assert.Empty(_states.Ailing());
    }

    [Fact]
    public void One_that_hangs_ails_a_minute_after_its_pause()
    {
        _time.Advance(Pause + TimeSpan.FromSeconds(61));
        Assert.Equal(["planner"], _states.Ailing());
    }
}
