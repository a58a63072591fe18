using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>What the clauses of a message mean together.</summary>
internal static class Together
{
    private static readonly IntentName[] SmallTalk =
    [
        IntentName.Greeting, IntentName.Farewell, IntentName.Thanks, IntentName.HowAreYou, IntentName.WhoAreYou, IntentName.Help, IntentName.Time, IntentName.Confirm,
        IntentName.Reject, IntentName.Tell, IntentName.Sorry, IntentName.Scolding, IntentName.Privacy, IntentName.Profile,
    ];

    private static readonly IntentName[] Plans = [IntentName.PlanEvent, IntentName.PlanTask, IntentName.PlanReminder];

    /// <param name="tell">Of a message that says nothing that can be read.</param>
    public static IReadOnlyList<Intent> Of(IReadOnlyList<Intent> intents, Func<Intent> tell, string text, Grammar grammar)
    {
        var together = new List<Intent>();
        foreach (var intent in intents)
        {
            var before = together.Count > 0 ? together[^1] : null;
            if (before is not null && Merge(before, intent) is { } one)
                together[^1] = one with { Length = intent.Start + intent.Length - one.Start };
            else
                together.Add(before is null ? intent : Follow(before, intent, text, grammar));
        }

        // Who asks for something tells the rest by the way; a "yes" before a story answers nothing.
        if (together.Exists(intent => !SmallTalk.Contains(intent.Name)))
            together.RemoveAll(intent => intent.Name is IntentName.Tell);
        else if (together.Exists(intent => intent.Name is IntentName.Tell))
            together.RemoveAll(intent => intent.Name is IntentName.Confirm or IntentName.Reject);
        return together.Count == 0 ? [tell()] : together;
    }

    private static Intent? Merge(Intent before, Intent intent) => (before.Name, intent.Name) switch
    {
        (IntentName.Tell, IntentName.Tell) => before with { When = before.When ?? intent.When },
        (IntentName.Confirm, IntentName.Confirm) or (IntentName.Reject, IntentName.Reject) or (IntentName.Greeting, IntentName.Greeting)
            or (IntentName.Thanks, IntentName.Thanks) or (IntentName.Farewell, IntentName.Farewell) => before,

        (IntentName.Restore or IntentName.Reject, IntentName.Restore) => before.Name is IntentName.Restore && before.Target is not null ? before : intent with { Start = before.Start },
        (IntentName.Restore, IntentName.Reject) => before,

        // "Встреча с Олей. В пятницу в 15."
        (IntentName.PlanEvent or IntentName.PlanTask or IntentName.PlanReminder or IntentName.PlanHabit or IntentName.PlanGoal, IntentName.Tell)
            when before.When is null && intent.When is not null => before with { When = intent.When, Confidence = Math.Max(before.Confidence, 0.8) },

        // "…, напомни за час".
        (IntentName.PlanEvent or IntentName.PlanTask or IntentName.PlanReminder or IntentName.PlanHabit or IntentName.Reschedule, IntentName.Change)
            when intent is { Target: null, RemindBefore: not null } => before with { RemindBefore = intent.RemindBefore },

        // "Встреча с Олей, завтра в 15 — напомни": of what was just said.
        (IntentName.PlanEvent or IntentName.PlanTask, IntentName.PlanReminder) when intent is { Title: null, When: null } => before,
        _ => null,
    };

    private static Intent Follow(Intent before, Intent intent, string text, Grammar grammar)
    {
        if (before.When is { Kind: SpokenDateKind.Instant or SpokenDateKind.Day } day && intent.When is { Kind: SpokenDateKind.Instant or SpokenDateKind.Deadline, AllDay: false } hour && Plans.Contains(intent.Name)
            && Plans.Contains(before.Name) && day.From.Date > hour.From.Date && IsHour(hour, text, grammar))
        {
            // "В пятницу в 10 … и в 12": of the same day.
            intent = intent with { When = hour with { From = day.From.Date + hour.From.TimeOfDay, To = null } };
        }

        // "Завтра в 18 тренировка, в четверг тоже".
        if (intent is { Name: IntentName.Tell, When: { Kind: SpokenDateKind.Day } other } && Plans.Contains(before.Name) && before.When is { Kind: SpokenDateKind.Instant } at
            && grammar.HasAny("same", Token.Of(text, intent.Start..(intent.Start + intent.Length), 8)))
        {
            return before with { Start = intent.Start, Length = intent.Length, When = at with { From = other.From.Date + at.From.TimeOfDay, To = null } };
        }

        // "Напомни в 10 позвонить маме и в 12 купить хлеб".
        if (before.Name is IntentName.PlanReminder && intent.Name is IntentName.PlanTask && intent.When is not null && StartsWith("inf", intent, text, grammar))
            return intent with { Name = IntentName.PlanReminder };

        // "Хочу выучить испанский, буду заниматься по будням": what of, the goal says.
        if (before.Name is IntentName.PlanGoal && intent.Name is IntentName.PlanHabit && intent.Title is { } title && Skills.Of(title, before.Title ?? "") is { } whole)
            return intent with { Title = whole };
        return intent;
    }

    private static bool IsHour(SpokenDate date, string text, Grammar grammar) =>
        Token.Of(text, date.Start..(date.Start + date.Length), 8).TrueForAll(word => grammar.Is("clock", word));

    private static bool StartsWith(string set, Intent intent, string text, Grammar grammar) =>
        intent.Title is not null && !grammar.HasAny("must", Token.Of(text, intent.Start..(intent.Start + intent.Length), 8));
}
