using Aimi.Workers;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Workers;

public sealed class WorkerStatesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _time = new(A.Now);
    private readonly WorkerStates _states;

    public WorkerStatesTests()
    {
        _states = new WorkerStates(_time);
        _states.Begins("planner", Patience);
    }

    [Fact]
    public void One_that_works_or_pauses_is_well()
    {
        _time.Advance(Patience);
        Assert.Empty(_states.Ailing());
        _states.Succeeded("planner");
        _time.Advance(Patience);
        Assert.Empty(_states.Ailing());
    }

    [Fact]
    public void One_that_fails_in_a_row_ails_until_it_succeeds()
    {
        _states.Failed("planner", 1);
        Assert.Empty(_states.Ailing());
        _states.Failed("planner", 2);
        Assert.Equal(["planner"], _states.Ailing());
        _states.Succeeded("planner");
        Assert.Empty(_states.Ailing());
    }

    [Fact]
    public void One_that_hangs_ails_when_a_pause_and_a_run_could_have_ended()
    {
        _time.Advance(Patience + TimeSpan.FromSeconds(1));
        Assert.Equal(["planner"], _states.Ailing());

        // It begins again and again, and never comes to an end.
        _states.Begins("planner", Patience);
        Assert.Equal(["planner"], _states.Ailing());
    }

    [Fact]
    public void One_that_may_take_longer_from_now_on_is_given_that()
    {
        _time.Advance(Patience);
        _states.Begins("planner", 2 * Patience);
        _time.Advance(Patience);
        Assert.Empty(_states.Ailing());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["planner"], _states.Ailing());
    }

    [Fact]
    public void One_that_can_not_even_be_made_ails()
    {
        _states.Failed("stillborn", 1);
        _states.Failed("stillborn", 2);
        Assert.Equal(["stillborn"], _states.Ailing());
    }
}
