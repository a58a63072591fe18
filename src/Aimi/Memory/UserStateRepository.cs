using System.Linq.Expressions;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Memory;

/// <summary>The portraits. Each member is written alone, in one statement, so that writers of different members never undo one another.</summary>
public sealed class UserStateRepository(AimiDbContext database, TimeProvider time)
{
    /// <summary>The portrait as it stands; an empty one for a person of whom nothing was written yet.</summary>
    public async Task<UserState> Read(Guid userId, CancellationToken cancellationToken) =>
        await database.UserStates.AsNoTracking().SingleOrDefaultAsync(state => state.UserId == userId, cancellationToken) ?? Empty(userId);

    public async Task<IReadOnlyList<PendingAction>> PendingActions(Guid userId, CancellationToken cancellationToken) =>
        await database.UserStates.Where(state => state.UserId == userId).Select(state => state.PendingActions).SingleOrDefaultAsync(cancellationToken) ?? [];

    public Task SaveSummary(Guid userId, string summary, CancellationToken cancellationToken) =>
        Save(userId, state => state.LastSummary, summary, cancellationToken);

    public Task SetFocusGoals(Guid userId, IReadOnlyList<FocusGoal> goals, CancellationToken cancellationToken) =>
        Save(userId, state => state.FocusGoals, goals, cancellationToken);

    public Task SetTraits(Guid userId, IReadOnlyList<Trait> traits, CancellationToken cancellationToken) =>
        Save(userId, state => state.Traits, traits, cancellationToken);

    public Task SetRecentMood(Guid userId, IReadOnlyList<MoodReading> readings, CancellationToken cancellationToken) =>
        Save(userId, state => state.RecentMood, readings, cancellationToken);

    public Task SetPendingActions(Guid userId, IReadOnlyList<PendingAction> actions, CancellationToken cancellationToken) =>
        Save(userId, state => state.PendingActions, actions, cancellationToken);

    private async Task Save<T>(Guid userId, Expression<Func<UserState, T>> member, T value, CancellationToken cancellationToken)
    {
        // The row is there but for the first time.
        if (await Update() > 0)
            return;

        await database.AddMissing([Empty(userId)], cancellationToken);
        await Update();

        Task<int> Update() => database.UserStates
            .Where(state => state.UserId == userId)
            .ExecuteUpdateAsync(state => state.SetProperty(member, value).SetProperty(row => row.UpdatedAt, time.GetUtcNow()), cancellationToken);
    }

    private UserState Empty(Guid userId) => new() { UserId = userId, CreatedAt = time.GetUtcNow(), UpdatedAt = time.GetUtcNow() };
}
