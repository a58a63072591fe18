using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Memory;

/// <summary>Keeps the portrait (<c>user_state</c>) true: after a session, and after something was corrected or forgotten. In the open transaction, which holds the person.</summary>
public sealed class Portraits(AimiDbContext database, TimeProvider time)
{
    private const int MaxTraits = 20;
    private const int MaxMoods = 10;
    private const int MaxPending = 20;

    /// <summary>What was promised and not spoken of for so long is not pending any more.</summary>
    private static readonly TimeSpan PendingFor = TimeSpan.FromDays(14);

    /// <summary>What a session adds: an imported one of long ago does not push out what is newer.</summary>
    public async Task Follow(Guid userId, SessionPortrait session, CancellationToken cancellationToken)
    {
        var state = await Row(userId, cancellationToken);
        if (session.IsLatest && session.Summary.Length > 0)
            (state.LastSummary, state.LastSummarySessionId) = (session.Summary, session.SessionId);
        var spoken = state.FocusGoals.ToDictionary(goal => goal.GoalId, goal => goal.Seqs ?? []);
        state.FocusGoals = [.. session.FocusGoals.Select(goal => goal with { Seqs = NewMemory.Latest(spoken.GetValueOrDefault(goal.GoalId, []).Concat(goal.Seqs ?? [])) })];
        if (session.Mood is { } mood)
            state.RecentMood = [.. state.RecentMood.Append(mood).OrderBy(reading => reading.At).TakeLast(MaxMoods)];

        var since = time.GetUtcNow() - PendingFor;
        state.PendingActions =
        [
            .. state.PendingActions.Concat(session.Pending).Where(action => action.CreatedAt > since)
                .GroupBy(action => (action.Type, action.Text)).Select(same => same.MaxBy(action => action.CreatedAt)!)
                .OrderBy(action => action.CreatedAt).TakeLast(MaxPending),
        ];
        await Refresh(state, cancellationToken);
    }

    /// <summary>Makes what is drawn from memories anew.</summary>
    public async Task Refresh(Guid userId, CancellationToken cancellationToken) => await Refresh(await Row(userId, cancellationToken), cancellationToken);

    private async Task Refresh(UserState state, CancellationToken cancellationToken)
    {
        var facts = await database.MemoryVectors.AsNoTracking()
            .Where(memory => memory.UserId == state.UserId && memory.IsActive && memory.EntityType == MemoryType.Fact)
            .OrderByDescending(memory => memory.Importance).ThenByDescending(memory => memory.LastSeenAt).Take(MaxTraits)
            .Select(memory => new { memory.Id, memory.Subject, memory.Content, memory.Mentions, memory.SourceSeqs })
            .ToListAsync(cancellationToken);

        // Said once it is half sure, twice three quarters.
        state.Traits = [.. facts.Select(fact => new Trait(fact.Subject ?? "fact", fact.Content, 1 - Math.Pow(0.5, fact.Mentions), fact.Id, fact.SourceSeqs))];
        await database.SaveChangesAsync(cancellationToken);
    }

    private async Task<UserState> Row(Guid userId, CancellationToken cancellationToken)
    {
        if (await database.UserStates.SingleOrDefaultAsync(state => state.UserId == userId, cancellationToken) is { } state)
            return state;

        var made = new UserState { UserId = userId, CreatedAt = time.GetUtcNow(), UpdatedAt = time.GetUtcNow() };
        database.UserStates.Add(made);
        return made;
    }
}

/// <summary>What a session adds to the portrait.</summary>
/// <param name="IsLatest">No session that is summarised ended later.</param>
/// <param name="FocusGoals">What the person is busy with, this session included.</param>
/// <param name="Summary">Empty where nothing was worth it: then the last one stands.</param>
public sealed record SessionPortrait(Guid SessionId, bool IsLatest, string Summary, MoodReading? Mood, IReadOnlyList<FocusGoal> FocusGoals, IReadOnlyList<PendingAction> Pending);
