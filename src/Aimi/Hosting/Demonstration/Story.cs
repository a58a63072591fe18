using System.Text.Json;
using Aimi.Planning;

namespace Aimi.Hosting.Demonstration;

/// <summary>The demonstration as <c>story.json</c> tells it. Days count from today, times are the person's own; things refer to one another by key.</summary>
internal sealed record Story(
    Words Name,
    IReadOnlyList<StoryGoal> Goals,
    IReadOnlyList<StoryHabit> Habits,
    IReadOnlyList<StoryEvent> Events,
    IReadOnlyList<StoryLink> Links,
    IReadOnlyList<StoryTrait> Traits,
    IReadOnlyList<StoryPending> Pending,
    IReadOnlyList<StorySession> Sessions)
{
    public static Story Read()
    {
        using var file = typeof(Story).Assembly.GetManifestResourceStream("Aimi.Hosting.Demonstration.story.json")!;
        return JsonSerializer.Deserialize<Story>(file, WireJson.Options)!;
    }
}

/// <summary>A text in both languages.</summary>
internal sealed record Words(string Ru, string En)
{
    public string In(string locale) => locale.StartsWith("ru", StringComparison.OrdinalIgnoreCase) ? Ru : En;
}

internal sealed record StoryGoal(
    string Key, Words Title, int Priority, double Progress, double Weight, double Momentum,
    Words? Description = null, Words? Note = null, string? PartOf = null, int? DueIn = null, GoalStatus Status = GoalStatus.Active);

/// <param name="Kept">A digit a day, yesterday's last: 1 where it was kept.</param>
/// <param name="RemindAt">When it reminds, each day.</param>
internal sealed record StoryHabit(
    string Key, string Goal, Words Name, string Frequency, int Intensity, string Kept, double Weight, double Momentum, TimeOnly? RemindAt = null);

/// <param name="EveryDays">It repeats; <paramref name="Day"/> is the first time.</param>
internal sealed record StoryEvent(
    string Key, EventType Type, Words Title, int Day,
    TimeOnly At = default, int? Minutes = null, bool AllDay = false, int? EveryDays = null, string? Goal = null, Words? Description = null,
    EventStatus Status = EventStatus.Planned, EventSource Source = EventSource.User, int Priority = 3);

internal sealed record StoryLink(string From, string To, string Relation, double Weight);

internal sealed record StoryTrait(string Name, Words Text, double Confidence);

internal sealed record StoryPending(string Type, string Event, Words Text);

/// <param name="Messages">The person's and Aimi's by turns.</param>
internal sealed record StorySession(
    string Language, int Day, TimeOnly At, IReadOnlyList<StoryMessage> Messages, string Summary, IReadOnlyList<StoryFact> Facts,
    IReadOnlyList<StoryIntent> Intents, StoryMood Mood, IReadOnlyList<StoryQuestion> OpenQuestions);

internal sealed record StoryMessage(string Text, IReadOnlyList<string>? About = null);

/// <param name="From">The messages of its session that say so, counted from 1.</param>
internal sealed record StoryFact(string Subject, string Text, double Importance, IReadOnlyList<int> From);

internal sealed record StoryIntent(string Name, string Text, IReadOnlyList<int> From);

internal sealed record StoryMood(string Label, double Valence, IReadOnlyList<int> From);

internal sealed record StoryQuestion(string Text, IReadOnlyList<int> From);
