using Aimi.Assistant.Offline.Answers;
using Aimi.Assistant.Offline.Understanding;

namespace Aimi.Assistant.Offline;

/// <summary>
/// Answers what is said: what Aimi asked before is settled first, then each wish in turn, then what was open is asked about. An answer is a plain story of
/// calls and what came of them; <see cref="ToolCalls"/> sees to it that it can be told again from the beginning with each result.
/// </summary>
internal static class Dialogue
{
    private static readonly Dictionary<IntentName, Func<Talk, Intent, Task<string>>> Answers = new()
    {
        [IntentName.Tell] = Chatter.Tell,
        [IntentName.PlanReminder] = NewPlans.Remind,
        [IntentName.PlanEvent] = NewPlans.PlanEvent,
        [IntentName.PlanTask] = NewPlans.PlanTask,
        [IntentName.PlanHabit] = NewHabits.Habit,
        [IntentName.PlanGoal] = NewHabits.Goal,
        [IntentName.Reschedule] = Rescheduling.Reschedule,
        [IntentName.Change] = Changing.Change,
        [IntentName.Cancel] = Cancelling.Cancel,
        [IntentName.Restore] = Restoring.Restore,
        [IntentName.Complete] = CheckIns.Complete,
        [IntentName.CheckIn] = CheckIns.CheckIn,
        [IntentName.UndoCheckIn] = CheckIns.Undo,
        [IntentName.Agenda] = Overviews.Agenda,
        [IntentName.FreeTime] = Overviews.FreeTime,
        [IntentName.List] = Lists.List,
        [IntentName.Progress] = Lists.Progress,
        [IntentName.Remember] = Recollections.Remember,
        [IntentName.Correct] = Recollections.Correct,
        [IntentName.Recall] = Recollections.Recall,
        [IntentName.AboutMe] = Recollections.AboutMe,
        [IntentName.Profile] = ProfileChanges.Show,
        [IntentName.Privacy] = (talk, _) => Chatter.Say(talk, "Privacy"),
        [IntentName.WhereFrom] = Recollections.WhereFrom,
        [IntentName.Forget] = Recollections.Forget,
        [IntentName.SetName] = ProfileChanges.Name,
        [IntentName.SetTimezone] = ProfileChanges.Timezone,
        [IntentName.SetQuietHours] = ProfileChanges.QuietHours,
        [IntentName.Confirm] = Consent.Confirm,
        [IntentName.Reject] = Consent.Reject,
        [IntentName.Greeting] = Chatter.Greeting,
        [IntentName.Farewell] = (talk, _) => Chatter.Say(talk, "Farewell"),
        [IntentName.Thanks] = (talk, _) => Chatter.Say(talk, "Thanks"),
        [IntentName.Sorry] = (talk, _) => Chatter.Say(talk, "NoHarm"),
        [IntentName.Scolding] = (talk, _) => Chatter.Say(talk, "Scolded"),
        [IntentName.HowAreYou] = (talk, _) => Chatter.Say(talk, "HowAreYou"),
        [IntentName.WhoAreYou] = (talk, _) => Chatter.Say(talk, "WhoAreYou"),
        [IntentName.Help] = Chatter.Help,
        [IntentName.Time] = Chatter.Time,
    };

    /// <summary>What is said beside a wish, and needs no answer of its own then.</summary>
    private static readonly IntentName[] ByTheWay = [IntentName.Tell, IntentName.Thanks, IntentName.Greeting, IntentName.Sorry, IntentName.Scolding];

    public static async Task<string> Answer(Talk talk)
    {
        if (talk.TakenOver)
            return TakenOver(talk);

        var reply = await OpenQuestions.Answer(talk) ?? await Corrections.Answer(talk) ?? await Wishes(talk);
        return talk.Turn.Question is { } question && !talk.Intents.Any(intent => intent.Name is IntentName.Farewell)
            ? $"{reply.Trim()} {talk.Say.Say("AskFeedback", question.Title)}"
            : reply.Trim();
    }

    /// <summary>Does one thing that the person wants, and says what came of it.</summary>
    public static Task<string> Do(Talk talk, Intent intent) => Answers[intent.Name](talk, intent);

    private static async Task<string> Wishes(Talk talk)
    {
        var wishes = talk.Intents.Where(intent => !ByTheWay.Contains(intent.Name)).ToList();
        if (wishes.Count == 0)
            wishes = [talk.Intents.FirstOrDefault(intent => intent.Name is not IntentName.Tell) ?? new Intent(IntentName.Tell, 0, talk.Text.Length, 1)];

        // A goal first: what else is planned in the same breath serves it.
        var told = new List<string>();
        foreach (var wish in wishes.OrderBy(wish => wish.Name is IntentName.PlanGoal ? 0 : 1))
            told.Add(await Do(talk, wish));
        return string.Join('\n', told.Distinct(StringComparer.Ordinal));
    }

    // What the model did stands in the receipts; what it would have said is lost.
    private static string TakenOver(Talk talk)
    {
        var done = talk.Turn.Deeds.Actions;
        return done.Count == 0 ? talk.Say["TakenOverNothing"] : Sayings.List(talk.Say["TakenOver"], done.Select(action => action.Summary));
    }
}
