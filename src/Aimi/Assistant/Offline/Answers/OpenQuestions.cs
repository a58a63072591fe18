using Aimi.Assistant.Offline.Understanding;
using Aimi.Planning;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Takes what the person says for the answer to what Aimi asked, where it is one.</summary>
internal static class OpenQuestions
{
    /// <summary>What was wanted when something was asked; of those that stand at many intents, which one it was shows in what the person said.</summary>
    private static readonly Dictionary<string, IntentName> Wanted = new(StringComparer.Ordinal)
    {
        ["AskRemindWhat"] = IntentName.PlanReminder,
        ["AskRemindWhen"] = IntentName.PlanReminder,
        ["AskRemindHour"] = IntentName.PlanReminder,
        ["AskEventWhat"] = IntentName.PlanEvent,
        ["AskEventWhen"] = IntentName.PlanEvent,
        ["AskEventHour"] = IntentName.PlanEvent,
        ["AskTaskWhat"] = IntentName.PlanTask,
        ["AskHabitWhat"] = IntentName.PlanHabit,
        ["AskHowOften"] = IntentName.PlanHabit,
        ["AskHabitInstead"] = IntentName.PlanHabit,
        ["AskGoalWhat"] = IntentName.PlanGoal,
        ["AskNewTime"] = IntentName.Reschedule,
        ["AskHabitHour"] = IntentName.Reschedule,
        ["AskMoveWhat"] = IntentName.Reschedule,
        ["AskCreateInstead"] = IntentName.Reschedule,
        ["AskChangeWhat"] = IntentName.Change,
        ["AskCancelWhat"] = IntentName.Cancel,
        ["AskDoneWhat"] = IntentName.CheckIn,
        ["AskRememberWhat"] = IntentName.Remember,
        ["AskForgetWhat"] = IntentName.Forget,
        ["AskName"] = IntentName.SetName,
        ["AskZone"] = IntentName.SetTimezone,
        ["AskQuiet"] = IntentName.SetQuietHours,
    };

    private static readonly IntentName[] OfPlans =
        [IntentName.Reschedule, IntentName.Change, IntentName.Cancel, IntentName.Complete, IntentName.CheckIn, IntentName.UndoCheckIn, IntentName.Progress];

    /// <summary>Null where nothing was asked, or the person speaks of something else.</summary>
    public static async Task<string?> Answer(Talk talk)
    {
        if (talk.Turn.Pending is not null || talk.Intents.Any(intent => intent.Name is IntentName.Farewell) || OpenQuestion.Of(talk.ThisSession) is not { } question)
            return null;
        if (question.Key == "AskFeedback")
            return await Feedback.Answer(talk, question);
        if (question.Key == "AskFirstStep")
            return await FirstSteps.Answer(talk, question);
        if (talk.Intents is [{ Name: IntentName.Reject }])
            return talk.Say["Dropped"];

        var settled = question.Key switch
        {
            "AskDate" => await Date(talk, question),
            "AskWhich" or "AskPerhaps" => await Which(talk, question),
            "AskSeries" => await HowMuch(talk, question),
            "AskCreateInstead" => await Instead(talk, question),
            "AskSwitchZone" => await SwitchZone(talk, question),
            "AskCancelAll" => await CancelAll(talk, question),
            _ => await Missing(talk, question),
        };

        // "Да" to "только этот раз или все?" settles nothing.
        return settled ?? (talk.Intents is [{ Name: IntentName.Confirm }] ? question.Again(talk.Say) : null);
    }

    private static async Task<string?> Date(Talk talk, OpenQuestion question)
    {
        var (intent, _) = Root(talk, question, intent => intent.Question is not null);
        return intent?.Question is { } open && !MissingSlots.IsNewMatter(talk) && DateQuestions.Settle(open, talk.Text, talk) is { } date
            ? await Dialogue.Do(talk, intent with { Question = null, When = date, Confidence = 1 })
            : null;
    }

    private static async Task<string?> Which(Talk talk, OpenQuestion question)
    {
        var (lines, (intent, _)) = (question.Choices(), Root(talk, question, intent => OfPlans.Contains(intent.Name)));
        if (intent is null || lines.Count == 0)
            return null;
        if (SeriesWords.Of(talk.Text) is SeriesScope.All && SpokenAnswer.Place(talk.Text, lines.Count) is null)
        {
            var told = new List<string>();
            foreach (var line in lines)
                told.Add(await Dialogue.Do(talk with { Picked = line }, intent));
            return string.Join('\n', told);
        }

        var agreed = lines.Count == 1 && talk.Intents is [{ Name: IntentName.Confirm }] ? 0 : default(int?);
        var chosen = agreed ?? SpokenAnswer.Place(talk.Text, lines.Count)
            ?? (MissingSlots.IsNewMatter(talk) || Denies(talk.Text) ? null : ByDay(talk, lines) ?? SpokenAnswer.ByWords(talk.Text, lines));
        return chosen is { } place ? await Dialogue.Do(talk with { Picked = lines[place] }, intent) : null;
    }

    private static async Task<string?> HowMuch(Talk talk, OpenQuestion question)
    {
        var (intent, _) = Root(talk, question, intent => OfPlans.Contains(intent.Name));
        if (intent is null || SeriesWords.Of(talk.Text) is not { } scope)
            return null;

        var title = intent.Name is IntentName.Change ? intent.Title : null;
        return await Dialogue.Do(talk with { Scope = scope }, intent with { Target = question.Title, Title = title, At = null });
    }

    private static async Task<string?> Instead(Talk talk, OpenQuestion question)
    {
        var (intent, _) = Root(talk, question, intent => intent.Name is IntentName.Reschedule);
        return intent is not null && talk.Intents is [{ Name: IntentName.Confirm }]
            ? await Dialogue.Do(talk, new Intent(IntentName.PlanEvent, 0, 0, 1) { Title = question.Title, When = intent.When })
            : null;
    }

    private static async Task<string?> SwitchZone(Talk talk, OpenQuestion question) =>
        talk.Intents is [{ Name: IntentName.Confirm }] ? await Dialogue.Do(talk, new Intent(IntentName.SetTimezone, 0, 0, 1) { Timezone = question.Title }) : null;

    private static async Task<string?> CancelAll(Talk talk, OpenQuestion question)
    {
        var (intent, _) = Root(talk, question, intent => intent.Name is IntentName.Cancel);
        return intent is not null && talk.Intents is [{ Name: IntentName.Confirm }] ? await Cancelling.All(talk, intent, question.Choices()) : null;
    }

    private static async Task<string?> Missing(Talk talk, OpenQuestion question)
    {
        if (!Wanted.TryGetValue(question.Key, out var name))
            return null;

        var anyTitle = question.Title.Length == 0 || OfPlans.Contains(name);
        var (intents, answers) = Roots(talk, question, intent => intent.Name == name && (anyTitle || intent.Title is null || intent.Title == question.Title));
        if (intents.Count == 0 && question.Key == "AskDoneWhat")
            intents = Roots(talk, question, intent => OfPlans.Contains(intent.Name)).Intents;
        if (intents.Count == 0)
            intents = [new Intent(name, 0, 0, 1)];

        // "Во вторник и в четверг" are two of one wish: the answer is of both.
        var told = new List<string>();
        foreach (var intent in intents.Where(intent => intent.Start == intents[0].Start))
        {
            if (MissingSlots.Fill(intent, question, answers, talk) is { } whole)
                told.Add(await Dialogue.Do(talk, whole with { Confidence = 1 }));
        }

        return told.Count == 0 ? null : string.Join('\n', told.Distinct(StringComparer.Ordinal));
    }

    private static (Intent? Intent, IReadOnlyList<string> Answers) Root(Talk talk, OpenQuestion question, Func<Intent, bool> fits)
    {
        var (intents, answers) = Roots(talk, question, fits);
        return (intents.Count == 0 ? null : intents[0], answers);
    }

    /// <summary>What the question was about, from the last message that says it, and what was answered since.</summary>
    private static (IReadOnlyList<Intent> Intents, IReadOnlyList<string> Answers) Roots(Talk talk, OpenQuestion question, Func<Intent, bool> fits)
    {
        for (var at = question.Said.Count - 1; at >= 0; at--)
        {
            if (talk.Read(question.Said[at]).Where(fits).ToList() is { Count: > 0 } intents)
                return (intents, [.. question.Said.Skip(at + 1)]);
        }

        return ([], []);
    }

    // "Я вчера не читала" chooses nothing.
    private static bool Denies(string text) => Aimi.Language.Words.Of(text).Any(word => word.Text is "не" or "not" or "didn't" or "didnt" or "never" or "haven't" or "havent" or "don't" or "dont");

    private static int? ByDay(Talk talk, IReadOnlyList<string> lines)
    {
        if (SpokenAnswer.Read(talk.Text, talk) is not { } date)
            return null;

        var day = talk.Times.When(date.From, wholeDay: true);
        var that = lines.Index().Where(line => line.Item.Contains(day, StringComparison.Ordinal)).ToList();
        if (!date.AllDay && that.Where(line => line.Item.Contains(SpokenTime.Clock(date.From), StringComparison.Ordinal)).ToList() is [var exact])
            return exact.Index;
        return that is [var only] ? only.Index : null;
    }
}
