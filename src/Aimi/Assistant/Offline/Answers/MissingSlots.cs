using Aimi.Assistant.Offline.Understanding;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Completes what the person wanted by what they answer.</summary>
internal static class MissingSlots
{
    private static readonly IntentName[] Plans =
        [IntentName.PlanReminder, IntentName.PlanEvent, IntentName.PlanTask, IntentName.PlanHabit, IntentName.PlanGoal];
    private static readonly IntentName[] Loose = [IntentName.Tell, IntentName.Confirm, IntentName.Reject, IntentName.Thanks];

    /// <summary>The person wants something that they name: that is no answer.</summary>
    public static bool IsNewMatter(Talk talk) => talk.Intents.Any(intent =>
        !Loose.Contains(intent.Name) && (intent.Title ?? intent.Target ?? intent.Content) is not null);

    /// <summary>Null where what they say is no answer.</summary>
    /// <param name="answers">What they answered to the questions before this one.</param>
    public static Intent? Fill(Intent intent, OpenQuestion question, IReadOnlyList<string> answers, Talk talk)
    {
        if (question.Title.Length > 0)
            intent = intent.Name is IntentName.Reschedule ? intent with { Target = question.Title, At = null } : intent with { Title = question.Title };
        foreach (var answer in answers)
            intent = intent with { When = SpokenAnswer.Join(intent.When, answer, talk) ?? intent.When };

        return question.Key switch
        {
            "AskHowOften" or "AskHabitInstead" => Often(intent, talk),
            "AskName" => talk.Intents is [{ Name: IntentName.SetName }] ? null : Words(talk) is { } name ? intent with { Title = name } : null,
            "AskZone" => Placed(intent, talk),
            "AskRememberWhat" or "AskForgetWhat" => IsNewMatter(talk) ? null : intent with { Content = Words(talk) },
            "AskRemindWhat" or "AskEventWhat" or "AskTaskWhat" or "AskHabitWhat" or "AskGoalWhat" => Titled(intent, talk),
            "AskMoveWhat" or "AskCancelWhat" or "AskChangeWhat" or "AskDoneWhat" => IsNewMatter(talk) ? null : intent with { Target = Words(talk) },
            _ => Timed(intent, talk),
        };
    }

    private static Intent? Timed(Intent intent, Talk talk)
    {
        if (IsNewMatter(talk))
            return null;
        if (talk.Intents is [{ Shift: { } shift }] && intent.Name is IntentName.Reschedule)
            return intent with { Shift = shift };
        if (SpokenAnswer.Join(intent.When, talk.Text, talk) is { } when)
            return intent with { When = when, Question = null };

        // "На весь день".
        return intent.When is not null && WholeDays.SaysSo(talk.Text) ? intent
            : talk.Intents is [{ Question: { } open }] ? intent with { Question = open }
            : null;
    }

    private static Intent? Often(Intent intent, Talk talk)
    {
        if (SpokenAnswer.Read(talk.Text, talk) is { Kind: SpokenDateKind.Recurrence } often)
            return intent with { When = often, TimesPerWeek = null, Question = null };

        // "Три раза в неделю" says how often only beside what is done.
        var begun = talk.Language.Name == "ru" ? "буду" : "I want to";
        var whole = talk.Read($"{begun} {intent.Title} {talk.Text}").FirstOrDefault(read => read.TimesPerWeek is not null);
        return talk.Intents.FirstOrDefault(read => read.TimesPerWeek is not null) is { } said ? intent with { TimesPerWeek = said.TimesPerWeek }
            : whole is not null && !IsNewMatter(talk) ? intent with { TimesPerWeek = whole.TimesPerWeek }
            : null;
    }

    // A city alone is no sentence.
    private static Intent? Placed(Intent intent, Talk talk)
    {
        var here = talk.Language.Name == "ru" ? "переключи часовой пояс, я в" : "set my time zone, I am in";
        var read = talk.Read($"{here} {Words(talk)}").Concat(talk.Intents);
        return read.FirstOrDefault(wish => wish.Timezone is not null) is { } zone ? intent with { Timezone = zone.Timezone } : null;
    }

    private static Intent? Titled(Intent intent, Talk talk) => talk.Intents switch
    {
        _ when intent.Name is IntentName.PlanReminder && !talk.Text.Contains('?', StringComparison.Ordinal) && Reminded(talk) is { } reminded =>
            intent with { Title = reminded.Title, When = reminded.When ?? intent.When },
        [{ Title: { } title } told] when Plans.Contains(told.Name) => intent with { Title = title, When = told.When ?? intent.When },
        [] or [{ Name: IntentName.Tell }] when Words(talk) is { } words => intent with { Title = talk.Say.Sentence(words) },
        _ => null,
    };

    // "О том, что надо позвонить бабушке" is read as after "напомни".
    private static Intent? Reminded(Talk talk) => IsNewMatter(talk) && talk.Intents is not [{ Name: IntentName.PlanTask or IntentName.PlanEvent }] ? null
        : talk.Read($"{(talk.Language.Name == "ru" ? "напомни" : "remind me")} {talk.Text}") is [{ Name: IntentName.PlanReminder, Title: not null } read] ? read : null;

    private static string? Words(Talk talk) => talk.Text.Trim().TrimEnd('.', '!', '?', ' ') is { Length: > 0 } words ? words : null;
}
