using Aimi.Data;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Memory;

/// <summary>Goals, tasks and events are remembered as they are planned, so that a question finds them beside what was said. Their vectors are made by the worker.</summary>
internal sealed class PlanMemories(AimiDbContext database, Memories memories, TimeProvider time) : IPlanWatcher
{
    private const double GoalImportance = 0.7;
    private const double EventImportance = 0.4;

    public async Task Changed(PlanChange change, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var told = change.Events.Select(planned => Memory(MemoryType.Event, planned.Id, planned.Title, planned.Description, EventImportance, now)).ToList();
        var gone = change.DeletedEvents.ToHashSet();
        if (change.Goals.Count > 0)
        {
            var ids = change.Goals;
            var goals = await database.Goals.AsNoTracking().Where(goal => goal.UserId == change.UserId && ids.Contains(goal.Id))
                .Select(goal => new { goal.Id, goal.Title, goal.Description }).ToListAsync(cancellationToken);
            told.AddRange(goals.Select(goal => Memory(MemoryType.Goal, goal.Id, goal.Title, goal.Description, GoalImportance, now)));
            gone.UnionWith(ids.Except(goals.Select(goal => goal.Id)));
        }

        if (gone.Count > 0)
            await Drop(change.UserId, gone, cancellationToken);
        if (told.Count > 0)
            await memories.Learn(change.UserId, told, cancellationToken);
    }

    private static NewMemory Memory(MemoryType type, Guid id, string title, string? description, double importance, DateTimeOffset now)
    {
        var content = string.IsNullOrWhiteSpace(description) ? title : $"{title}. {description}";
        return new NewMemory(
            type, Subject: null, NewMemory.Cut(content), id, SessionId: null, [], importance, now, new MemoryMetadata(), Vector: null, "");
    }

    // All versions at once: none of them is pointed at from outside.
    private async Task Drop(Guid userId, IReadOnlyCollection<Guid> entities, CancellationToken cancellationToken)
    {
        var mine = database.MemoryVectors.Where(memory => memory.UserId == userId && memory.EntityId != null && entities.Contains(memory.EntityId.Value));
        await mine.ExecuteUpdateAsync(memory => memory.SetProperty(row => row.SupersededBy, (Guid?)null), cancellationToken);
        await mine.ExecuteDeleteAsync(cancellationToken);
    }
}
