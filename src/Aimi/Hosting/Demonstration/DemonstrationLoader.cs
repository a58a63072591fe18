using Aimi.Data;
using Aimi.Memory;
using Aimi.Reminders;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Hosting.Demonstration;

/// <summary>What came of loading the demonstration.</summary>
internal enum LoadResult
{
    Loaded,

    /// <summary>It is there already; nothing was added.</summary>
    Again,

    /// <summary>The owner has talked or planned; nothing was added, for nobody could tell the two apart again.</summary>
    Occupied,
}

internal sealed record Loaded(LoadResult Result, int Goals = 0, int Habits = 0, int Events = 0, int Messages = 0, int Sessions = 0);

/// <summary>Loads the story as the owner's life: all of it, or nothing.</summary>
internal sealed class DemonstrationLoader(AimiDbContext database, ReminderPlanner reminders, UserStateRepository portraits, TimeProvider clock)
{
    /// <summary>Tells that the story was loaded: messages, and with them their session, are never deleted one by one.</summary>
    private static readonly Guid FirstSession = new("00000000-0000-7000-8000-0000000000d1");

    public async Task<Loaded> Load(Guid ownerId, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // Writing the head locks it, on both databases: neither a message nor another load comes in between.
        await database.Conversations.Where(head => head.UserId == ownerId)
            .ExecuteUpdateAsync(head => head.SetProperty(row => row.ReadSeq, row => row.ReadSeq), cancellationToken);
        if (await database.SessionSummaries.AnyAsync(session => session.UserId == ownerId && session.Id == FirstSession, cancellationToken))
            return new(LoadResult.Again);

        var head = await database.Conversations.SingleAsync(head => head.UserId == ownerId, cancellationToken);
        if (head.LastSeq > 0 || await HasPlans(ownerId, cancellationToken))
            return new(LoadResult.Occupied);

        var story = Story.Read();
        var person = await database.Users.SingleAsync(user => user.Id == ownerId, cancellationToken);
        if (person.DisplayName.Length == 0)
            person.DisplayName = story.Name.In(person.Locale);
        person.Settings = person.Settings with { Guessed = null }; // the story is told in this language, by the clock of this zone

        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(person.Timezone, out var known) ? known : TimeZoneInfo.Utc;
        var time = new StoryTime(zone, clock.GetUtcNow());
        var plans = new StoryPlans(database, person, time);
        await plans.Add(story, cancellationToken);
        var talks = new StoryTalks(database, person, head, time);
        talks.Add(story.Sessions, FirstSession);
        await new StoryPortrait(database, portraits, person, plans, talks, time).Add(story, cancellationToken);
        await reminders.PlanAll([ownerId], settings: null, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return new(LoadResult.Loaded, story.Goals.Count, story.Habits.Count, story.Events.Count, talks.Messages.Count, talks.Sessions.Count);
    }

    private async Task<bool> HasPlans(Guid ownerId, CancellationToken cancellationToken) =>
        await database.Goals.AnyAsync(goal => goal.UserId == ownerId, cancellationToken)
        || await database.Habits.AnyAsync(habit => habit.UserId == ownerId, cancellationToken)
        || await database.Events.AnyAsync(planned => planned.UserId == ownerId, cancellationToken);
}
