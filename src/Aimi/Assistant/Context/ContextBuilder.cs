using Aimi.Accounts;
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
    private const int MaxRecalled = 30;

    /// <summary>What was understood goes before what was merely said: each has its places, so that neither pushes the other out.</summary>
    private const int MaxUnderstood = 6;
    private const int MaxSaid = 4;
    private const int MaxNeighbours = 12;

    public async Task<PersonContext> Build(Person person, string text, CancellationToken cancellationToken)
    {
        var userId = person.Id;
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

    // A join without a limit, for SQLite has no LATERAL: nobody has more than a few active goals.
    private static async Task<(UserState State, IReadOnlyDictionary<Guid, string> Goals)> Portrait(
        AimiDbContext database, Guid userId, CancellationToken cancellationToken)
    {
        var known = await database.UserStates.AsNoTracking()
            .Where(state => state.UserId == userId)
            .SelectMany(
                state => database.Goals.Where(goal => goal.UserId == state.UserId && goal.Status == GoalStatus.Active).DefaultIfEmpty(),
                (state, goal) => new { State = state, Id = (Guid?)goal!.Id, goal.Title })
            .ToListAsync(cancellationToken);
        return known.Count == 0
            ? (new UserState { UserId = userId, CreatedAt = default, UpdatedAt = default }, new Dictionary<Guid, string>())
            : (known[0].State, known.Where(row => row.Id is not null).ToDictionary(row => row.Id!.Value, row => row.Title));
    }

    // Its own connection, so that it goes at the same time. A greeting asks for nothing.
    private async Task<IReadOnlyList<Recalled>> Recall(Guid userId, string text, CancellationToken cancellationToken)
    {
        if (Stems.OfText(text).Count == 0)
            return [];

        await using var scope = scopes.CreateAsyncScope();
        var query = Excerpt.Of(text, MemorySearch.MaxQuery);
        var found = await scope.ServiceProvider.GetRequiredService<MemorySearch>().Search(userId, query, types: null, at: null, MaxRecalled, cancellationToken);
        return
        [
            .. found.Where(memory => memory.Memory.EntityType != MemoryType.Message).Take(MaxUnderstood),
            .. found.Where(memory => memory.Memory.EntityType == MemoryType.Message).Take(MaxSaid),
        ];
    }

    // "Зовут Марина", "Name is Anna": the name is the last word.
    private static string? NameOf(UserState portrait) =>
        portrait.Traits.FirstOrDefault(trait => trait.Name == "name")?.Text.Split(' ')[^1];
}
