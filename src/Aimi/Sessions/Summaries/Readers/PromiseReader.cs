using System.Collections.Frozen;

namespace Aimi.Sessions.Summaries;

/// <summary>What the person said they would do, and did not say they did.</summary>
internal static class PromiseReader
{
    private const int MostPromises = 12;

    private const string Rules = """
        ~adv* ( позвоню|перезвоню|напишу|отвечу|сообщу|спрошу|узнаю|поговорю|встречусь|отправлю|пришлю|вышлю <rest> )
        ~adv* ( сделаю|доделаю|допишу|закончу|начну|подготовлю|приготовлю|составлю|распечатаю|починю|уберу|выучу|повторю|проверю|прочитаю|дочитаю <rest> )
        ~adv* ( схожу|сбегаю|съезжу|пойду|зайду|куплю|закажу|забронирую|оплачу|заплачу|заберу|отнесу|отвезу|отдам|верну|сдам|найду|поищу|запишусь|помогу|лягу|встану <rest> )
        обещаю ~adv* ( <doing> )
        постараюсь|попробую ~adv* ( <doing> )
        буду ~adv* ( <doing> )
        мне надо|нужно ~adv* ( <doing> )
        ( i will <rest> )
        i promise to ( <rest> )
        i promise i will ( <rest> )
        i have|need to ( <doing> )
        """;

    private static readonly Pattern[] Promises = [.. Rules.Split('\n').Select(Pattern.Of)];

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
            while (whole.Start < words.Start && IsPreface(sentence[whole.Start].Text))
                whole = whole with { Start = whole.Start + 1 };
            yield return (new SessionPending("follow_up", Narrator.Capital(sentence.Quote(whole)), [seq]), [.. sentence.StemsOf(words).Where(stem => !TimeStems.Contains(stem))]);
        }
    }

    private static bool IsPreface(string word) => WordList.Conjunctions.Contains(word) || (WordList.Leads.Contains(word) && !WordList.TimeWords.Contains(word));

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
        promised.Count > 0 && Statements.Asserts(sentence) && !sentence.Any(word => WordList.Negations.Contains(word.Text) || word.Text is "will")
        && promised.All(sentence.HoldsStem) && !sentence.Clauses.Any(clause => Found(sentence, clause) is not null);
}
