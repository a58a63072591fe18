using Aimi.Data;

namespace Aimi.Tests.Providers;

public sealed class ActingTests
{
    private readonly Guid _me = Guid.CreateVersion7();

    [Fact]
    public async Task A_scope_goes_along_with_what_begins_in_it_and_ends_where_it_stands()
    {
        using (Acting.ForNobody())
        {
            Task<Actor> later;
            var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using (Acting.AsService())
            {
                using (Acting.For(_me))
                {
                    Assert.Equal(Actor.Of(_me), Acting.Current);
                    later = Task.Run(async () =>
                    {
                        await begin.Task;
                        return Acting.Current;
                    });
                }

                Assert.Equal(Actor.Service, Acting.Current);
            }

            Assert.Equal(Actor.Nobody, Acting.Current);
            begin.SetResult();
            Assert.Equal(Actor.Of(_me), await later);
        }
    }

    [Fact]
    public async Task A_method_that_acts_for_someone_leaves_its_caller_as_it_was()
    {
        using (Acting.ForNobody())
        {
            await Act();
            Assert.Equal(Actor.Nobody, Acting.Current);
        }

        async Task Act()
        {
            _ = Acting.For(_me);
            await Task.Yield();
            Assert.Equal(_me, Acting.Current.UserId);
        }
    }
}
