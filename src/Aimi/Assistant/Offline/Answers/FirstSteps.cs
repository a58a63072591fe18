using System.Text.RegularExpressions;
using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Makes the first step towards a goal a task, a habit or an event that serves it.</summary>
internal static partial class FirstSteps
{
    private const int MaxWords = 14;

    private const RegexOptions Loose =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    private static readonly IntentName[] Plans = [IntentName.PlanTask, IntentName.PlanEvent, IntentName.PlanReminder, IntentName.PlanHabit];

    /// <summary>Null where the person speaks of something else.</summary>
    public static async Task<string?> Answer(Talk talk, OpenQuestion question)
    {
        if (talk.Intents is [{ Name: IntentName.Reject }] || Unsure().IsMatch(talk.Text))
            return talk.Say["FirstStepLater"];

        var steps = talk.Intents.Where(intent => Plans.Contains(intent.Name) && intent.Title is not null).ToList();
        if (steps.Count == 0 && Step(talk) is { } step)
            steps = [step];
        if (steps.Count == 0)
            return null;

        var found = await talk.Tools.Call(ToolNames.Find, new FindArguments { Query = question.Title, Kind = "goal" });
        talk.Goal = found.Items?.FirstOrDefault(goal => goal.Title == question.Title)?.Id;
        var told = new List<string>();
        foreach (var intent in steps)
            told.Add(await Dialogue.Do(talk, intent));
        if (talk.Goal is not null)
            told.Add(talk.Say["FirstStepTaken"]);
        return string.Join(' ', told);
    }

    // What they say they will do, in their words; not how they feel, nor a question.
    private static Intent? Step(Talk talk)
    {
        if (talk.Intents is not ([] or [{ Name: IntentName.Tell }]) || talk.Text.Contains('?', StringComparison.Ordinal) || Feelings.Of(talk.Text) != 0
            || Told().IsMatch(talk.Text))
            return null;

        var title = Beginning().Replace(talk.Text.Trim(), "").TrimEnd('.', '!', ' ');
        return title.Length < 3 || title.Split(' ').Length > MaxWords ? null : new Intent(IntentName.PlanTask, 0, talk.Text.Length, 1)
        {
            Title = talk.Say.Sentence(title),
            When = talk.Intents is [var told] ? told.When : null,
        };
    }

    [GeneratedRegex(
        "^((ну|наверное|может|может быть|думаю|пожалуй|давай|давайте|я|well|maybe|perhaps|probably|let's|let me|i think|i'll|i will|i could|i can|i'd)[, ]+)+",
        Loose)]
    private static partial Regex Beginning();

    // What is so already, or is not, is no step.
    [GeneratedRegex(@"^(я )?(уже )?не |\bуже\b|\b(already|haven.?t|have not|hasn.?t|don.?t|do not|didn.?t|can.?t|cannot|been)\b", Loose)]
    private static partial Regex Told();

    [GeneratedRegex(@"^(пока )?(не знаю|не уверен|без понятия|хз|потом|позже|i don.?t know|not sure|no idea|later|dunno)\b", Loose)]
    private static partial Regex Unsure();
}
