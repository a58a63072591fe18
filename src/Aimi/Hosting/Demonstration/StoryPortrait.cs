using Aimi.Accounts;
using Aimi.Data;
using Aimi.Graph;
using Aimi.Memory;

namespace Aimi.Hosting.Demonstration;

/// <summary>What Aimi has understood in the story: the portrait, and how goals, habits and events hang together.</summary>
internal sealed class StoryPortrait(AimiDbContext database, UserStateRepository portraits, User person, StoryPlans plans, StoryTalks talks, StoryTime time)
{
    private const int FocusGoals = 3;

    public async Task Add(Story story, CancellationToken cancellationToken)
    {
        database.GoalStates.AddRange(story.Goals.Select(State));
        database.HabitStates.AddRange(story.Habits.Select(State));
        database.ContextLinks.AddRange(story.Links.Select(Link));
        await database.SaveChangesAsync(cancellationToken);

        var focus = story.Goals.OrderByDescending(goal => goal.Weight).Take(FocusGoals).Select(goal => new FocusGoal(plans.Things[goal.Key].Id, goal.Weight));
        var moods = talks.Sessions.Select(session => new MoodReading(session.Mood!.Label, session.Mood.Valence, session.SessionId, session.EndedAt));
        var traits = story.Traits.Select(trait => new Trait(trait.Name, trait.Text.In(person.Locale), trait.Confidence));
        var pending = story.Pending.Select(action => new PendingAction(
            action.Type, action.Text.In(person.Locale), "event", plans.Things[action.Event].Id, talks.Sessions[^1].EndedAt));
        await portraits.SaveSummary(person.Id, talks.Sessions[^1].Summary!, cancellationToken);
        await portraits.SetFocusGoals(person.Id, [.. focus], cancellationToken);
        await portraits.SetTraits(person.Id, [.. traits], cancellationToken);
        await portraits.SetRecentMood(person.Id, [.. moods], cancellationToken);
        await portraits.SetPendingActions(person.Id, [.. pending], cancellationToken);
    }

    private GoalState State(StoryGoal goal)
    {
        var (mentions, last) = Mentions(goal.Key);
        return new GoalState
        {
            UserId = person.Id,
            GoalId = plans.Things[goal.Key].Id,
            Weight = goal.Weight,
            Momentum = goal.Momentum,
            LastMentionedAt = last,
            Mentions = mentions,
            StatusNote = goal.Note?.In(person.Locale),
            CreatedAt = time.Now,
            UpdatedAt = time.Now,
        };
    }

    private HabitState State(StoryHabit habit)
    {
        var (mentions, last) = Mentions(habit.Key);
        return new HabitState
        {
            UserId = person.Id,
            HabitId = plans.Things[habit.Key].Id,
            Weight = habit.Weight,
            Momentum = habit.Momentum,
            LastMentionedAt = last,
            Mentions = mentions,
            CreatedAt = time.Now,
            UpdatedAt = time.Now,
        };
    }

    private ContextLink Link(StoryLink link)
    {
        var (from, to) = (plans.Things[link.From], plans.Things[link.To]);
        var evidence = talks.Messages.Where(said => Speaks(said.About, link.From) && Speaks(said.About, link.To)).Select(said => said.Message).ToList();
        return new ContextLink
        {
            UserId = person.Id,
            Id = Guid.CreateVersion7(time.Now),
            FromType = from.Type,
            FromId = from.Id,
            ToType = to.Type,
            ToId = to.Id,
            Relation = link.Relation,
            Weight = link.Weight,
            EvidenceSeqs = [.. evidence.Select(message => message.Seq)],
            LastSeenAt = evidence[^1].OccurredAt,
            CreatedAt = evidence[0].OccurredAt,
            UpdatedAt = evidence[^1].OccurredAt,
        };
    }

    private static bool Speaks(IReadOnlyList<string> about, string key) => about.Contains(key, StringComparer.Ordinal);

    private (int Count, DateTimeOffset? Last) Mentions(string key)
    {
        var said = talks.Messages.Where(said => Speaks(said.About, key)).Select(said => said.Message.OccurredAt).ToList();
        return (said.Count, said.Count == 0 ? null : said[^1]);
    }
}
