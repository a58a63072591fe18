using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>What people do again and again.</summary>
internal static class HabitSlots
{
    private const int LongestHabit = 10;

    private static readonly FrozenSet<string> Amounts = WordList.Of("полгода пару несколько два три около half a an few couple of two three about");

    // Who runs into an old friend, or from problems, does not go running.
    private static readonly FrozenSet<string> Particles = WordList.Of("into out away over up through across after от за из");

    /// <summary>In the first person: "бегаю по утрам", "go to the gym twice a week".</summary>
    public static Filled? Habit(Sentence sentence, int at)
    {
        if (HabitVerbs.OfFirstPerson(sentence[at].Text) is not { } verb || IsPhrasal(sentence, at))
            return null;

        var end = End(sentence, at);
        var activity = ActivityIn(sentence, at + 1, end);
        var often = IsOften(sentence, at, end);
        var isHabit = verb.Sign switch
        {
            HabitSign.Known => activity is not null,
            HabitSign.Alone => often || end == at + 1 || StopWords.Contains(sentence[at + 1].Text) || char.IsDigit(sentence[at + 1].Text[0]),
            _ => often && (verb.Key ?? activity) is not null,
        };
        return isHabit ? new Filled([new Span(at, end)], KeyOf(verb, sentence, at, end), verb.Third) : null;
    }

    /// <summary>As what one began: "бегать по утрам".</summary>
    public static Filled? Activity(Sentence sentence, int at) => Doing(sentence, at, End(sentence, at));

    /// <summary>As what one gave up: "smoking", but not "smoking in January".</summary>
    public static Filled? Stopped(Sentence sentence, int at)
    {
        var end = End(sentence, at);
        if (HabitVerbs.OfDoing(sentence[at].Text) is not { Key: not null })
            return Doing(sentence, at, end);

        var bare = at + 1;
        while (bare < end && IsObject(sentence[bare].Text))
            bare++;
        return Doing(sentence, at, bare);
    }

    private static bool IsObject(string word) =>
        !StopWords.Contains(word) && !WordList.Prepositions.Contains(word) && !WordList.TimeWords.Contains(word) && !VerbForms.LooksFinite(word);

    private static Filled? Doing(Sentence sentence, int at, int end) =>
        HabitVerbs.OfDoing(sentence[at].Text) is { } verb && KeyOf(verb, sentence, at, end) is { } key ? new Filled([new Span(at, end)], key, verb.Third) : null;

    // Who gave up coffee may still drink tea.
    private static string? KeyOf(HabitVerb verb, Sentence sentence, int at, int end) => verb.Key switch
    {
        null => ActivityIn(sentence, at + 1, end),
        "drink" when sentence.StemsOf(new Span(at + 1, end)).FirstOrDefault() is { } what => "drink_" + what,
        var key => key,
    };

    private static bool IsPhrasal(Sentence sentence, int at) => at + 1 < sentence.Count && Particles.Contains(sentence[at + 1].Text);

    private static int End(Sentence sentence, int at)
    {
        var end = at + 1;

        while (end < sentence.Count && end < at + LongestHabit && GoesOn(sentence, end))
            end++;

        while (end > at + 1 && (StopWords.Contains(sentence[end - 1].Text) || sentence[end - 1].Text is "уже"))
            end--;
        return BeforeAgo(sentence, at, end);
    }

    // "курить полгода назад": since when is no part of what.
    private static int BeforeAgo(Sentence sentence, int at, int end)
    {
        var ago = end - 1;
        while (ago > at && sentence[ago].Text is not ("назад" or "ago"))
            ago--;
        if (ago == at)
            return end;

        while (ago - 1 > at && IsLength(sentence[ago - 1]))
            ago--;
        return ago;
    }

    private static bool IsLength(Token word) => WordList.TimeWords.Contains(word.Text) || char.IsDigit(word.Text[0]) || Amounts.Contains(word.Text);

    private static bool GoesOn(Sentence sentence, int at) =>
        (!sentence.EndsAt(at) || IsSecondTime(sentence, at))
        && !WordList.Speaker.Contains(sentence[at].Text) && !WordList.Blockers.Contains(sentence[at].Text) && sentence[at].Text is not ("anymore" or "больше");

    // "по вторникам и четвергам" is one answer to how often.
    private static bool IsSecondTime(Sentence sentence, int at) =>
        WordList.ListWords.Contains(sentence[at].Text) && at + 1 < sentence.Count
        && (WordList.Often.Contains(sentence[at + 1].Text) || WordList.TimeWords.Contains(sentence[at + 1].Text));

    private static string? ActivityIn(Sentence sentence, int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (HabitVerbs.ActivityOf(sentence[at].Stem) is { } key)
                return key;
        }

        return null;
    }

    // How often may stand before the verb as well: "Каждый день гуляю".
    private static bool IsOften(Sentence sentence, int at, int end)
    {
        var clause = sentence.Clauses.First(clause => at < clause.End);
        for (var word = clause.Start; word < end; word++)
        {
            if (WordList.Often.Contains(sentence[word].Text)
                || (sentence[word].Text is "день" or "неделю" or "месяц" && word > 0 && sentence[word - 1].Text is "в")
                || (sentence[word].Text is "day" or "week" or "month" && word > 0 && sentence[word - 1].Text is "a" or "per"))
            {
                return true;
            }
        }

        return false;
    }
}
