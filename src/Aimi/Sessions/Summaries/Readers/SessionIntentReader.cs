namespace Aimi.Sessions.Summaries;

/// <summary>What the person was after in the session: by how they begin a clause, and by the facts they told.</summary>
internal static class SessionIntentReader
{
    private const int MostIntents = 12;

    // name asked-or-told : pattern
    private const string Rules = """
        plan_event      : напомни|напомните|запланируй|назначь|запиши|поставь|добавь .. <any>
        plan_event      : remind me <rest>
        plan_event      : can|could you? remind me <rest>
        plan_event      : schedule|book|arrange <thing>
        plan_event      : put|add <rest> to my calendar
        cancel_event    : отмени|отмените|перенеси|перенесите <any>
        cancel_event    : cancel|reschedule|postpone <rest>
        ask_advice      : посоветуй|посоветуйте|подскажи|подскажите|порекомендуй <rest>
        ask_advice      : что мне? делать
        ask_advice      : как мне? лучше|правильно|быть|начать|перестать|справиться|научиться <rest>
        ask_advice      : как мне <rest>
        ask_advice      : стоит ли <rest>
        ask_advice      : с чего мне? лучше? начать
        ask_advice      : what|how|where|when|which should|can|do|could i <rest>
        ask_advice      : what should i do
        ask_advice      : should i <rest>
        ask_advice      : any advice|tips|ideas
        ask_advice      : do you have any? advice|tips
        share_progress  : получилось|удалось|смогла|смог|справилась|справился|сумела|сумел .. <doing>
        share_progress  : у меня ~adv* получилось|получается .. <any>
        share_progress  : ~adv* закончила|закончил|доделала|доделал|дочитала|дочитал|сдала|сдал .. <any>
        share_progress  : ~adv* пробежала|пробежал|выучила|выучил|выполнила|выполнил|написала|написал|прошла|прошел .. <any>
        share_progress  : i|we? ~adv* managed to <rest>
        share_progress  : i|we? have? ~adv* finished|completed|achieved|passed|learned <rest>
        share_progress  : i? ~adv* ran|swam|walked|wrote|read <any> <rest>
        complain        : ~adv* надоело|надоела|надоел|достало|достала|достал|задолбало|задолбал|бесит|бесят|замучил|замучила|замучило .. <any>
        complain        : меня|мне ~adv* бесит|бесят|достало|достали|надоело|надоели .. <any>
        complain        : i am ~adv* sick|tired|fed up? of <rest>
        complain        : i can not take|stand <rest>
        """;

    private static readonly IReadOnlyList<(string Name, Pattern Pattern)> All =
        [.. Rules.Split('\n').Select(line => line.Split(" : ", 2)).Select(parts => (parts[0].Trim(), Pattern.Of(parts[1])))];

    public static IReadOnlyList<SessionIntent> Read(Talk talk, IReadOnlyList<SessionFact> facts)
    {
        var intents = facts.Select(OfFact).OfType<SessionIntent>().ToList();
        foreach (var said in talk.Said)
        {
            foreach (var sentence in said.Kept)
            {
                if (NameOf(sentence) is { } name && !intents.Exists(intent => intent.Name == name && intent.Seqs.Contains(said.Seq)))
                    intents.Add(new SessionIntent(name, Narrator.Capital(sentence.Text), [said.Seq]));
            }
        }

        return [.. intents.OrderBy(intent => intent.Seqs[0]).Take(MostIntents)];
    }

    private static SessionIntent? OfFact(SessionFact fact) => fact switch
    {
        { Type: FactType.Plan } when IsTrip(fact) => new SessionIntent("plan_event", fact.Text, fact.Seqs),
        { Type: FactType.Plan } => new SessionIntent("set_goal", fact.Text, fact.Seqs),
        { Type: FactType.Decision } => new SessionIntent("decide", fact.Text, fact.Seqs),
        { Type: FactType.Habit, Ended: true } => new SessionIntent("end_habit", fact.Text, fact.Seqs),
        _ => null,
    };

    private static bool IsTrip(SessionFact fact) => fact.Text.StartsWith(FactTexts.Beginning("Trip", fact.Value!), StringComparison.Ordinal);

    // One may ask in any way; what is told must be one's own.
    private static bool Holds(string intent, Sentence sentence, int at) =>
        intent is "ask_advice" or "plan_event" or "cancel_event" || (Statements.Asserts(sentence) && !Statements.SpeaksOfOthers(sentence, at, before: null));

    private static string? NameOf(Sentence sentence)
    {
        var rules = All.Where(rule => rule.Pattern.MayMatch(sentence)).ToList();
        if (rules.Count == 0)
            return null;

        foreach (var clause in sentence.Clauses.Where(clause => !sentence[clause.Start].Quoted))
        {
            foreach (var start in Statements.Starts(sentence, clause))
            {
                var found = rules.FirstOrDefault(rule => rule.Pattern.At(sentence, start) is not null).Name;
                if (found is not null && Holds(found, sentence, start))
                    return found;
            }
        }

        return null;
    }
}
