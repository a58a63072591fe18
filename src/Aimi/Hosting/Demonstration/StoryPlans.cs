using System.Globalization;
using Aimi.Accounts;
using Aimi.Data;
using Aimi.Graph;
using Aimi.Planning;

namespace Aimi.Hosting.Demonstration;

/// <summary>What the person of the story wants and plans: goals, habits, tasks and events.</summary>
internal sealed class StoryPlans(AimiDbContext database, User person, StoryTime time)
{
    /// <summary>Everything in the story by its key.</summary>
    public Dictionary<string, (NodeType Type, Guid Id)> Things { get; } = new(StringComparer.Ordinal);

    public async Task Add(Story story, CancellationToken cancellationToken)
    {
        var began = time.At(-21, new TimeOnly(9, 0));
        foreach (var goal in story.Goals)
            database.Goals.Add(Goal(goal, began));
        foreach (var habit in story.Habits)
        {
            database.Habits.Add(Habit(habit, began));
            database.HabitCheckIns.AddRange(CheckIns(habit));
        }

        await database.SaveChangesAsync(cancellationToken);
        foreach (var planned in story.Events)
            await Add(planned, cancellationToken);
    }

    private Goal Goal(StoryGoal goal, DateTimeOffset began) => new()
    {
        UserId = person.Id,
        Id = Name(goal.Key, NodeType.Goal),
        Title = goal.Title.In(person.Locale),
        Description = goal.Description?.In(person.Locale),
        Status = goal.Status,
        TargetDate = goal.DueIn is { } days ? time.Today.AddDays(days) : null,
        Priority = goal.Priority,
        ParentGoalId = IdOf(goal.PartOf),
        Progress = goal.Progress,
        CreatedAt = began,
        UpdatedAt = time.Now,
    };

    private Habit Habit(StoryHabit habit, DateTimeOffset began) => new()
    {
        UserId = person.Id,
        Id = Name(habit.Key, NodeType.Habit),
        GoalId = IdOf(habit.Goal),
        Name = habit.Name.In(person.Locale),
        Frequency = habit.Frequency,
        StartsOn = LocalTime.DayOf(began, person.Timezone),
        Intensity = habit.Intensity,
        ReminderTimes = habit.RemindAt is { } at ? [at.ToString("HH:mm", CultureInfo.InvariantCulture)] : [],
        CreatedAt = began,
        UpdatedAt = began,
    };

    private IEnumerable<HabitCheckIn> CheckIns(StoryHabit habit) =>
        from day in Enumerable.Range(-habit.Kept.Length, habit.Kept.Length)
        where habit.Kept[day + habit.Kept.Length] == '1'
        let at = time.At(day, new TimeOnly(21, 0))
        select new HabitCheckIn
        {
            UserId = person.Id,
            Id = Guid.CreateVersion7(at),
            HabitId = Things[habit.Key].Id,
            Day = time.Today.AddDays(day),
            CreatedAt = at,
            UpdatedAt = at,
        };

    private async Task Add(StoryEvent told, CancellationToken cancellationToken)
    {
        var at = time.At(told.Day, told.At);
        var end = told.AllDay ? time.At(told.Day + 1, default) : told.Minutes is { } minutes ? at.AddMinutes(minutes) : (DateTimeOffset?)null;
        time.MoveTo(at.AddDays(-3));
        var planned = new PlannedEvent
        {
            UserId = person.Id,
            Id = Name(told.Key, NodeType.Event),
            GoalId = IdOf(told.Goal),
            Type = told.Type,
            Title = told.Title.In(person.Locale),
            Description = told.Description?.In(person.Locale),
            Status = told.Status is EventStatus.PendingConfirmation ? told.Status : EventStatus.Planned,
            StartAt = told.Type is EventType.Task ? null : at,
            EndAt = told.Type is EventType.Task ? null : end,
            DueAt = told.Type is EventType.Task ? at : null,
            AllDay = told.AllDay,
            Timezone = person.Timezone,
            Priority = told.Priority,
            RepeatRule = told.EveryDays is { } days ? days == 7 ? "FREQ=WEEKLY" : $"FREQ=DAILY;INTERVAL={days}" : null,
            Source = told.Source,
            CreatedAt = time.GetUtcNow(),
            UpdatedAt = time.GetUtcNow(),
        };

        // On the story's clock: the history tells when it was, not when it was loaded. Its reminders are planned when all is there, so nobody watches.
        var events = new EventRepository(database, new PlanWatchers([]), time);
        await events.Add(planned, told.Source is EventSource.Assistant ? EventActor.Assistant : EventActor.User, cancellationToken);
        time.MoveTo(end ?? at);
        var target = new EventTarget(person.Id, planned.Id);
        _ = told.Status switch
        {
            EventStatus.Completed => await events.Complete(target, EventActor.User, ifVersion: null, cancellationToken),
            EventStatus.AwaitingFeedback => await events.AskForFeedback(target, EventActor.Worker, ifVersion: null, cancellationToken),
            EventStatus.Cancelled => await events.Cancel(target, EventActor.User, ifVersion: null, cancellationToken),
            _ => null,
        };
    }

    private Guid Name(string key, NodeType type)
    {
        var id = Guid.CreateVersion7(time.Now);
        Things.Add(key, (type, id));
        return id;
    }

    private Guid? IdOf(string? key) => key is null ? null : Things[key].Id;
}
