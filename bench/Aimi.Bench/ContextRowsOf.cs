using Aimi.Accounts;
using Aimi.Graph;
using Aimi.Memory;
using Aimi.Planning;

namespace Aimi.Bench;

/// <summary>The life of a person who has used Aimi for a year: what they plan, keep, speak of and are.</summary>
internal sealed class ContextRowsOf(DateTimeOffset now)
{
    private static readonly string[] Rules = ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=MONTHLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "FREQ=WEEKLY;BYDAY=SA"];

    public IEnumerable<object> Of(User person)
    {
        var today = DateOnly.FromDateTime(now.Date);
        var goals = Enumerable.Range(0, 6).Select(index => new Goal
        {
            UserId = person.Id,
            Id = Guid.CreateVersion7(),
            Title = $"Цель номер {index}",
            Status = index == 5 ? GoalStatus.Completed : GoalStatus.Active,
            Priority = 1 + (index % 5),
            CreatedAt = now,
            UpdatedAt = now,
        }).ToList();
        var habits = Enumerable.Range(0, 4).Select(index => new Habit
        {
            UserId = person.Id,
            Id = Guid.CreateVersion7(),
            GoalId = goals[index].Id,
            Name = $"Привычка {index}",
            Frequency = "FREQ=DAILY",
            StartsOn = today.AddDays(-365),
            CreatedAt = now,
            UpdatedAt = now,
        }).ToList();
        var checkIns = habits.SelectMany(habit => Enumerable.Range(0, 300).Select(day => new HabitCheckIn
        {
            UserId = person.Id,
            Id = Guid.CreateVersion7(),
            HabitId = habit.Id,
            Day = today.AddDays(-day),
            CreatedAt = now,
            UpdatedAt = now,
        }));
        var once = Enumerable.Range(0, 200).Select(index => Plan(person, $"Дело {index}", now.AddDays(20 - index), index < 24 ? EventStatus.Planned : EventStatus.Completed));
        var series = Rules.Select((rule, index) =>
        {
            var planned = Plan(person, $"Встреча {index}", now.AddDays(-200), EventStatus.Planned);
            (planned.RepeatRule, planned.GoalId) = (rule, goals[index].Id);
            return planned;
        });
        var topics = Enumerable.Range(0, 12).Select(index => new ContextNode
        {
            UserId = person.Id,
            Id = Guid.CreateVersion7(),
            Type = (NodeType)(4 + (index % 3)),
            Key = $"тема {index}",
            Label = $"Тема {index}",
            Weight = 0.5,
            Mentions = 1,
            LastMentionedAt = now,
            CreatedAt = now,
            UpdatedAt = now,
        }).ToList();
        var links = topics.Select((topic, index) => new ContextLink
        {
            UserId = person.Id,
            Id = Guid.CreateVersion7(),
            FromType = NodeType.Goal,
            FromId = goals[index % 3].Id,
            ToType = topic.Type,
            ToId = topic.Id,
            Relation = "mentioned_with",
            Weight = 0.4,
            EvidenceSeqs = [1, 2],
            LastSeenAt = now,
            CreatedAt = now,
            UpdatedAt = now,
        });
        var portrait = new UserState
        {
            UserId = person.Id,
            LastSummary = "Говорили о целях и о том, как высыпаться.",
            LastSummarySessionId = Guid.CreateVersion7(),
            FocusGoals = [.. goals.Take(3).Select(goal => new FocusGoal(goal.Id, 0.8, now, [1, 2]))],
            Traits = [.. Enumerable.Range(0, 12).Select(index => new Trait($"fact:{index}", $"Любит то, что стоит под номером {index}", 0.75, Guid.CreateVersion7(), [1, 2, 3]))],
            RecentMood = [.. Enumerable.Range(0, 10).Select(index => new MoodReading("calm", 0.3, Guid.CreateVersion7(), now.AddDays(-index)))],
            PendingActions = [.. Enumerable.Range(0, 4).Select(index => new PendingAction("open_question", $"Как быть с вопросом {index}?", null, null, now, Guid.CreateVersion7(), [5]))],
            CreatedAt = now,
            UpdatedAt = now,
        };
        return [person, .. goals, .. habits, .. checkIns, .. once, .. series, .. topics, .. links, portrait];
    }

    private static PlannedEvent Plan(User person, string title, DateTimeOffset at, EventStatus status) => new()
    {
        UserId = person.Id,
        Id = Guid.CreateVersion7(),
        Type = EventType.Event,
        Title = title,
        Status = status,
        StartAt = at,
        EndAt = at.AddHours(1),
        Timezone = person.Timezone,
        Source = EventSource.User,
        CreatedAt = at,
        UpdatedAt = at,
    };
}
