using Aimi.Accounts;
using Aimi.Data;
using Aimi.Graph;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Graph;

/// <summary>Writes and reads a graph as the summary worker and the assistant do: a transaction that holds the person, a scope for each.</summary>
public abstract class GraphTest(TestDatabase database)
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected TestDatabase Database => database;

    protected async Task<User> Person(params IEnumerable<object> rows)
    {
        var me = A.User();
        await database.Save([me, .. rows]);
        return me;
    }

    protected Task Apply(User person, DateTimeOffset at, params IEnumerable<object> mentions)
    {
        var all = mentions.ToList();
        return Write(
            person,
            writer => writer.Apply(
                new GraphUpdate(person.Id, Guid.CreateVersion7(), at, [.. all.OfType<ThingMention>()], [.. all.OfType<ContextMention>()]), Cancellation));
    }

    protected async Task<ForgottenGraph> Forget(User person, Func<string, bool> tells, params long[] seqs)
    {
        ForgottenGraph forgotten = null!;
        await Write(person, async writer => forgotten = await writer.Forget(person.Id, tells, (name, _) => tells(name), seqs, Cancellation));
        return forgotten;
    }

    protected async Task<T> Read<T>(Func<GraphReader, Task<T>> read)
    {
        await using var scope = database.Scope();
        return await read(scope.ServiceProvider.GetRequiredService<GraphReader>());
    }

    protected async Task<List<ContextNode>> Nodes(User person)
    {
        await using var context = database.Open();
        return await context.ContextNodes.AsNoTracking().Where(node => node.UserId == person.Id).OrderBy(node => node.Key).ToListAsync(Cancellation);
    }

    protected async Task<List<ContextLink>> Links(User person)
    {
        await using var context = database.Open();
        return await context.ContextLinks.AsNoTracking().Where(link => link.UserId == person.Id).ToListAsync(Cancellation);
    }

    protected async Task<GoalState?> State(Guid goalId)
    {
        await using var context = database.Open();
        return await context.GoalStates.AsNoTracking().SingleOrDefaultAsync(state => state.GoalId == goalId, Cancellation);
    }

    protected static ThingMention Goal(Guid id, double valence, string? note, params long[] seqs) => new(NodeType.Goal, id, valence, note, seqs);

    protected static ThingMention Habit(Guid id, params long[] seqs) => new(NodeType.Habit, id, 0, null, seqs);

    protected static ContextMention Name(NodeType type, string label, params long[] seqs) =>
        new(type, label.ToLowerInvariant(), label, Relation: null, seqs);

    private async Task Write(User person, Func<GraphWriter, Task> work)
    {
        await using var scope = database.Scope();
        var context = scope.ServiceProvider.GetRequiredService<AimiDbContext>();
        await context.InTransaction(
            async () =>
            {
                Assert.True(await context.LockPerson(person.Id, Cancellation));
                await work(scope.ServiceProvider.GetRequiredService<GraphWriter>());
                return 0;
            },
            Cancellation);
    }
}
