using System.Collections.Frozen;

namespace Aimi.Sessions.Summaries;

/// <summary>Which of the person's goals and habits were spoken of, and how they go.</summary>
internal static class MentionReader
{
    private const int MostThings = 200;

    private static readonly FrozenSet<string> GoesWell = Stemmed("""
        получается получилось удалось смогла смог держусь продвигаюсь лучше успела успел справилась справился
        managed progress well finished improving improved better success
        """);
    private static readonly FrozenSet<string> GoesBadly = Stemmed("""
        забросила забросил пропустила пропустил сорвалась сорвался застряла застрял забыла забыл откладываю ленюсь хуже бросила бросил
        skipped missed failed stuck struggling behind worse forgot
        """);

    public static IReadOnlyList<Mention> Read(Talk talk) =>
        [.. talk.Session.Things.Take(MostThings).Select(thing => Of(talk, thing)).OfType<Mention>()];

    private static Mention? Of(Talk talk, KnownThing thing)
    {
        var title = Language.Stems.OfText(thing.Title).Where(stem => !stem.All(char.IsDigit)).Distinct(StringComparer.Ordinal).ToList();
        if (title.Count == 0)
            return null;

        var seqs = new List<long>();
        var (sum, judged, note) = (0.0, 0, (string?)null);
        foreach (var said in talk.Said)
        {
            foreach (var sentence in said.Kept.Where(sentence => IsAbout(sentence, title)))
            {
                if (!seqs.Contains(said.Seq))
                    seqs.Add(said.Seq);
                if (Standing(sentence) is not { } valence)
                    continue;

                (sum, judged, note) = (sum + valence, judged + 1, sentence.Text);
            }
        }

        return seqs.Count == 0 ? null : new Mention(thing.EntityType, thing.Id, judged == 0 ? 0 : Math.Round(sum / judged, 2), note, seqs);
    }

    /// <summary>A short title must be there whole, of a longer one the most.</summary>
    private static bool IsAbout(Sentence sentence, List<string> title)
    {
        var found = title.Count(sentence.HoldsStem);
        return found >= (title.Count <= 2 ? title.Count : (title.Count / 2) + 1);
    }

    private static double? Standing(Sentence sentence)
    {
        if (!Statements.Asserts(sentence))
            return null;

        var shown = Feelings.In(sentence, before: null).Select(mood => mood.Valence).ToList();
        for (var at = 0; at < sentence.Count; at++)
        {
            var sign = GoesWell.Contains(sentence[at].Stem) ? 0.6 : GoesBadly.Contains(sentence[at].Stem) ? -0.6 : 0;
            if (sign != 0)
                shown.Add(at > 0 && WordList.Negations.Contains(sentence[at - 1].Text) ? -sign : sign);
        }

        return shown.Count == 0 ? null : Math.Clamp(shown.Average(), -1, 1);
    }

    private static FrozenSet<string> Stemmed(string words) => WordList.Split(words).Select(Language.Stems.Of).ToFrozenSet(StringComparer.Ordinal);
}
