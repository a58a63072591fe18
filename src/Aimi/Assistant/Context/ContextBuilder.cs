using Aimi.Data;
using Aimi.Graph;
using Aimi.Language;
using Aimi.Memory;
using Aimi.Memory.Recall;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Assistant.Context;

/// <summary>Puts together what is known of a person when they say something: the portrait, what stands around their goals, and what is remembered about this.</summary>
/// <remarks>Nothing of it is kept: what was forgotten a moment ago is in no prompt. Two round trips, the first for portrait and recall at once.</remarks>
public sealed class ContextBuilder(IServiceScopeFactory scopes)
{
    private const int MaxRecalled = 8;
    private const int MaxNeighbours = 12;
    private const int MaxGoals = 100;

    public async Task<PersonContext> Build(Guid userId, string text, CancellationToken cancellationToken)
    {
        var recalling = Recall(userId, text, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var known = await Portrait(scope.ServiceProvider.GetRequiredService<AimiDbContext>(), userId, cancellationToken);
        var focus = known.State.FocusGoals.Select(goal => goal.GoalId).Where(known.Goals.ContainsKey).ToList();
        var around = focus.Count == 0
            ? []
            : await scope.ServiceProvider.GetRequiredService<GraphReader>().Neighbourhood(userId, focus, MaxNeighbours, cancellationToken);
        var recalled = await recalling;
        return new PersonContext(
            known.State,
            recalled,
            [.. focus.Select(goal => known.Goals[goal])],
            [.. around.Select(neighbour => neighbour.Label).Distinct(StringComparer.Ordinal)],
            NameOf(known.State));
    }

    private static async Task<(UserState State, IReadOnlyDictionary<Guid, string> Goals)> Portrait(
        AimiDbContext database, Guid userId, CancellationToken cancellationToken)
    {
        var known = await database.UserStates.AsNoTracking()
            .Where(state => state.UserId == userId)
            .Select(state => new
            {
                State = state,
                Goals = database.Goals.Where(goal => goal.UserId == userId && goal.Status == GoalStatus.Active)
                    .OrderByDescending(goal => goal.UpdatedAt).Take(MaxGoals).Select(goal => new { goal.Id, goal.Title }).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return known is null
            ? (new UserState { UserId = userId, CreatedAt = default, UpdatedAt = default }, new Dictionary<Guid, string>())
            : (known.State, known.Goals.ToDictionary(goal => goal.Id, goal => goal.Title));
    }

    // Its own connection, so that it goes at the same time. A greeting asks for nothing.
    private async Task<IReadOnlyList<Recalled>> Recall(Guid userId, string text, CancellationToken cancellationToken)
    {
        if (Stems.OfText(text).Count == 0)
            return [];

        await using var scope = scopes.CreateAsyncScope();
        var query = text.Length <= MemorySearch.MaxQuery ? text : text[..MemorySearch.MaxQuery];
        return await scope.ServiceProvider.GetRequiredService<MemorySearch>().Search(userId, query, types: null, at: null, MaxRecalled, cancellationToken);
    }

    // "Зовут Марина", "Name is Anna": the name is the last word.
    private static string? NameOf(UserState portrait) =>
        portrait.Traits.FirstOrDefault(trait => trait.Name == "name")?.Text.Split(' ')[^1];
}
