using System.Collections.Frozen;

namespace Aimi.Sessions.Summaries;

/// <summary>What the person said they would do, and did not say they did.</summary>
internal static class PromiseReader
{
    private const int MostPromises = 12;

    private static readonly Pattern[] Promises =
    [
        .. new[]
        {
            """
            ~adv* ( позвоню|перезвоню|отправлю|пришлю|вышлю|сделаю|доделаю|напишу|допишу|схожу|сбегаю|съезжу|куплю|запишусь|пойду|начну|приготовлю|подготовлю|закончу|поговорю|встречусь|проверю|прочитаю|дочитаю|узнаю|оплачу|заплачу|заберу|отнесу|отвезу|найду|поищу|зайду|уберу|сдам|закажу|забронирую|отдам|верну|помогу|лягу|встану|выучу|повторю|составлю|распечатаю|починю|спрошу|сообщу <rest> )
            """,
            "обещаю ~adv* ( <doing> )", "постараюсь|попробую ~adv* ( <doing> )", "буду ~adv* ( <doing> )",
            "( i will <rest> )", "i promise to ( <rest> )", "i promise i will ( <rest> )", "i have to ( <doing> )", "i need to ( <doing> )", "мне надо|нужно ~adv* ( <doing> )",
        }.Select(Pattern.Of),
    ];

    // "I'll think about it", "I'll be fine": nobody waits for it.
    private static readonly FrozenSet<string> Idle = WordList.Of("think see be never not try wait let know miss die probably подумаю посмотрю have");

    private static readonly FrozenSet<string> TimeStems = WordList.TimeWords.Select(Language.Stems.Of).ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyList<SessionPending> Read(Talk talk)
    {
        var promises = new List<(SessionPending Promise, HashSet<string> Stems)>();
        foreach (var said in talk.Said)
        {
            foreach (var sentence in said.Kept)
            {
                promises.RemoveAll(earlier => earlier.Promise.Seqs[0] < said.Seq && SaysDone(sentence, earlier.Stems));
                promises.AddRange(In(sentence, said.Seq));
            }
        }

        return [.. promises.Select(promise => promise.Promise).DistinctBy(promise => promise.Text, StringComparer.Ordinal).Take(MostPromises)];
    }

    private static IEnumerable<(SessionPending Promise, HashSet<string> Stems)> In(Sentence sentence, long seq)
    {
        if (!Array.Exists(Promises, promise => promise.MayMatch(sentence)) || !Statements.Asserts(sentence))
            yield break;

        foreach (var clause in Statements.Own(sentence))
        {
            if (Found(sentence, clause) is not { } words)
                continue;

            // With the "tomorrow" that stands before the verb.
            var whole = new Span(clause.Start, Math.Max(words.End, clause.Start + 1));
            while (whole.Start < words.Start && (WordList.Conjunctions.Contains(sentence[whole.Start].Text) || (WordList.Leads.Contains(sentence[whole.Start].Text) && !WordList.TimeWords.Contains(sentence[whole.Start].Text))))
                whole = whole with { Start = whole.Start + 1 };
            yield return (new SessionPending("follow_up", Narrator.Capital(sentence.Quote(whole)), [seq]), [.. sentence.StemsOf(words).Where(stem => !TimeStems.Contains(stem))]);
        }
    }

    private static Span? Found(Sentence sentence, Span clause)
    {
        foreach (var start in Statements.Starts(sentence, clause))
        {
            var words = Promises.Select(pattern => pattern.At(sentence, start)?.Value).FirstOrDefault(value => value is not null);
            if (words is { Length: > 0 } found && !sentence.Any(word => Idle.Contains(word.Text), found.Start, Math.Min(found.End, found.Start + 3)))
                return found;
        }

        return null;
    }

    // Said again in the past: "позвоню врачу", "позвонила врачу".
    private static bool SaysDone(Sentence sentence, HashSet<string> promised) =>
        promised.Count > 0 && !sentence.IsQuestion && Statements.Asserts(sentence) && !sentence.Any(word => WordList.Negations.Contains(word.Text) || word.Text is "will")
        && promised.All(sentence.HoldsStem) && !sentence.Clauses.Any(clause => Found(sentence, clause) is not null);
}
