using Aimi.Accounts;
using Aimi.Data;
using Aimi.Graph;
using Aimi.Hosting.Telemetry;
using Aimi.Language;
using Aimi.Memory;
using Aimi.Memory.Recall;
using Aimi.Planning;

namespace Aimi.Assistant.Context;

/// <summary>Puts together what is known of a person when they say something: their portrait, their plans, what stands around their goals, and what is remembered about this.</summary>
/// <remarks>
/// Nothing of it is kept: what was forgotten a moment ago is in no prompt. Two round trips, at the same time: <see cref="IContextSource"/>, and the search of what is remembered.
/// </remarks>
public sealed class ContextBuilder(IServiceScopeFactory scopes, IContextSource source, TimeProvider time)
{
    private const int MaxRecalled = 30;

    /// <summary>What was understood goes before what was merely said: each has its places, so that neither pushes the other out.</summary>
    private const int MaxUnderstood = 6;
    private const int MaxSaid = 4;
    private const int MaxNeighbours = 12;

    private static readonly TimeSpan Back = TimeSpan.FromDays(14);
    private static readonly TimeSpan Forth = TimeSpan.FromDays(14);

    public async Task<PersonContext> Build(Person person, string text, CancellationToken cancellationToken)
    {
        using var building = Spans.Source.StartActivity("context");
        var now = PersonNow.Of(person, time);
        var at = now.LocalTime.ToUniversalTime();
        var span = new ContextSpan(person.Id, at, at - Back, at + Forth, HabitDays.EarliestFor(LocalTime.DayOf(at, now.Timezone)).AddDays(-1));
        var recalling = Recall(person.Id, text, cancellationToken);
        ContextRows rows;
        await using (var scope = scopes.CreateAsyncScope())
            rows = await source.Read(scope.ServiceProvider.GetRequiredService<AimiDbContext>(), span, cancellationToken);
        return Of(rows, span, now, await recalling);
    }

    /// <summary>Pure: of these rows, what is told.</summary>
    internal static PersonContext Of(ContextRows rows, ContextSpan span, PersonNow now, IReadOnlyList<Recalled> recalled)
    {
        var today = LocalTime.DayOf(span.Now, now.Timezone, rows.DayStartHour);
        var goals = Goals(rows);
        var plans = new PlansNearby(rows, span, LocalTime.DayOf(span.Now, now.Timezone));
        return new PersonContext(
            now.Name.Length > 0 ? now : now with { Name = NameOf(rows.Portrait) ?? "" },
            rows.Portrait,
            goals,
            Habits(rows, new OwnDay(today, now.Timezone)),
            plans.Overdue,
            plans.Ahead,
            [.. plans.HowItWent, .. plans.ToConfirm, .. Pending(rows.Portrait)],
            [.. Neighbour.Closest(rows.Neighbours, [.. goals.Where(goal => goal.InFocus).Select(goal => goal.GoalId)], span.Now, 2 * MaxNeighbours)
                .DistinctBy(neighbour => (neighbour.Type, neighbour.Id)).Take(MaxNeighbours)],
            recalled);
    }

    // The portrait has the goals in focus as the last session left them, the weightiest first.
    private static List<GoalInContext> Goals(ContextRows rows)
    {
        var focus = rows.Portrait.FocusGoals.Index().ToDictionary(goal => goal.Item.GoalId, goal => (Place: goal.Index, Seqs: goal.Item.Seqs ?? []));
        return
        [
            .. rows.Goals
                .OrderBy(goal => focus.TryGetValue(goal.Id, out var spoken) ? spoken.Place : int.MaxValue).ThenByDescending(goal => goal.Priority).ThenBy(goal => goal.Id)
                .Select(goal => new GoalInContext(
                    goal.Id, goal.Title, goal.Progress, goal.TargetDate, goal.Priority, goal.StatusNote, focus.ContainsKey(goal.Id), focus.GetValueOrDefault(goal.Id).Seqs ?? [])),
        ];
    }

    private static List<HabitToday> Habits(ContextRows rows, OwnDay own) =>
    [
        .. rows.Habits
            .Select(habit => new HabitToday(
                habit.Id, habit.Name, habit.GoalId, Streaks.Of(habit, new HabitDays(habit, rows.CheckIns[habit.Id].ToHashSet(), rows.Pauses[habit.Id], own))))
            .OrderBy(habit => habit.IsOpen ? 0 : habit.Streaks.CheckedInToday ? 1 : 2).ThenBy(habit => habit.HabitId),
    ];

    private static IEnumerable<OpenMatter> Pending(UserState portrait) =>
        portrait.PendingActions.Reverse()
            .Select(action => new OpenMatter(
                action.Type == "open_question" ? OpenMatterKind.Question : OpenMatterKind.Agreed, action.Text, action.CreatedAt, ContextSource.Of(action)))
            .OrderBy(matter => matter.Kind);

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
