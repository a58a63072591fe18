namespace Aimi.Sessions.Summaries;

/// <summary>
/// Tells where a sentence states something of the person themselves: not in a question, not in what somebody says or what might be, not of somebody else.
/// What is not sure is passed over.
/// </summary>
internal static class Statements
{
    private const int MostLeads = 12;
    private const int LongestCircumstance = 6;

    /// <summary>Whether the sentence states anything at all.</summary>
    public static bool Asserts(Sentence sentence) =>
        !sentence.IsQuestion && !AsksToForget(sentence) && !sentence.Any(word => WordList.Joking.Contains(word.Text)) && !IsUnreal(sentence);

    /// <summary>"Forget that …", but not "don't forget that …" nor "I always forget …".</summary>
    public static bool AsksToForget(Sentence sentence)
    {
        for (var at = 0; at < sentence.Count && at < 5; at++)
        {
            if (WordList.Negations.Contains(sentence[at].Text) || sentence[at].Text is "i" or "я" or "to")
                return false;
            if (WordList.Forget.Contains(sentence[at].Text) || (WordList.Erase.Contains(sentence[at].Text) && sentence.HoldsAny(WordList.Memory)))
                return true;
        }

        return false;
    }

    /// <summary>The clauses that the person says in their own name.</summary>
    public static IEnumerable<Span> Own(Sentence sentence)
    {
        foreach (var clause in sentence.Clauses)
        {
            if (!sentence[clause.Start].Quoted && !sentence.Any(word => word.Text is "нет" or "нету", clause.Start, clause.End))
                yield return clause;
            if (IsSaying(sentence, clause))
                yield break;
        }
    }

    /// <summary>The words with which a statement may begin: the first, those after "well, I", and the "I" after a circumstance ("after the divorce I …").</summary>
    public static IReadOnlyList<int> Starts(Sentence sentence, Span clause)
    {
        var starts = new List<int>();
        var at = clause.Start;
        for (var leads = 0; at < clause.End && leads < MostLeads; leads++)
        {
            starts.Add(at);
            if (AfterLead(sentence, at, clause.End) is not { } next)
                break;
            at = next;
        }

        if (at < clause.End && WordList.Prepositions.Contains(sentence[at].Text) && SelfAfterCircumstance(sentence, at, clause.End) is { } self && !starts.Contains(self))
            starts.Add(self);
        return starts;
    }

    /// <summary>A verb that does not show its person is somebody else's, where somebody else was spoken of and not "I".</summary>
    public static bool SpeaksOfOthers(Sentence sentence, int upTo, Sentence? before)
    {
        if (sentence.Any(IsSelf, 0, upTo))
            return false;

        return sentence.Any(IsOther, 0, upTo) || (before is not null && before.Any(IsOther) && !before.Any(IsSelf));
    }

    /// <summary>The sentence's person is "I" by the clause before this one.</summary>
    public static bool InheritsSelf(Sentence sentence, Span clause) =>
        sentence.Clauses.LastOrDefault(other => other.End <= clause.Start && other.Length > 1) is { Length: > 0 } last
        && Starts(sentence, last).Any(start => sentence[start].Text is "i" or "we");

    /// <summary>Somebody else comes in at this word, and not as who is there too ("with my sister").</summary>
    public static bool IsSomebodyElse(Sentence sentence, int at) =>
        IsOther(sentence[at]) && !sentence.Any(word => WordList.Prepositions.Contains(word.Text), Math.Max(0, at - 2), at);

    private static bool IsSelf(Token word) => word.Text is "я" or "мы" or "i" or "we";

    private static bool IsOther(Token word) =>
        WordList.Others.Contains(word.Text) || Relations.KeyOf(word.Text) is not null || (word.Capital && GivenNames.FirstForm(word.Text) is not null);

    // "If I am honest" supposes nothing, and who would like to means it.
    private static bool IsUnreal(Sentence sentence)
    {
        for (var at = 0; at < sentence.Count; at++)
        {
            if (!WordList.Unreal.Contains(sentence[at].Text))
                continue;

            var after = at + 1 < sentence.Count ? sentence[at + 1].Text : "";
            var before = at > 0 ? sentence[at - 1].Text : "";
            var isPolite = sentence[at].Text switch
            {
                "если" => after is "честно" or "что",
                "if" => sentence.Any(word => word.Text == "honest", at),
                "бы" or "б" => before is "хотел" or "хотела" or "хотели" or "хотелось" or "мне" || after == "хотелось",
                "wish" => after == "to",
                _ => false,
            };
            if (!isPolite)
                return true;
        }

        return false;
    }

    private static bool IsSaying(Sentence sentence, Span clause)
    {
        for (var at = clause.Start; at < clause.End; at++)
        {
            if (!WordList.Saying.Contains(sentence[at].Stem))
                continue;

            // "I told you, I live here" is said in one's own name; "I think" is not sure.
            var own = sentence.Any(word => word.Text is "я" or "i", Math.Max(clause.Start, at - 3), at) || sentence[at].Text is "говорю" or "скажу";
            if (!own || sentence[at].Stem is "дума" or "think" or "guess" or "suspect" or "hear" or "read")
                return true;
        }

        return false;
    }

    private static int? AfterLead(Sentence sentence, int at, int end)
    {
        var word = sentence[at].Text;
        if (word is "мы" or "we" && at + 2 < end && sentence[at + 1].Text is "с" or "со")
        {
            // "Мы с мужем", "мы с женой Катей"
            var named = at + 3 < end && sentence[at + 3].Capital && GivenNames.FirstForm(sentence[at + 3].Text) is not null;
            return Relations.KeyOf(sentence[at + 2].Text) is not null || sentence[at + 2].Capital ? at + (named ? 4 : 3) : null;
        }

        if (word is "что" or "that")
            return at > 0 && (WordList.Remember.Contains(sentence[at - 1].Text) || WordList.Forget.Contains(sentence[at - 1].Text)) ? at + 1 : null;
        if (word is "не" or "do" && AfterNotForgetting(sentence, at, end) is { } remembered)
            return remembered;
        if (WordList.Leads.Contains(word) || WordList.Remember.Contains(word))
            return at + 1;

        foreach (var phrase in WordList.LeadPhrases)
        {
            if (at + phrase.Length <= end && phrase.Select((part, index) => sentence[at + index].Text == part).All(same => same))
                return at + phrase.Length;
        }

        return AfterTime(sentence, at, end);
    }

    // "не забудь", "don't forget"
    private static int? AfterNotForgetting(Sentence sentence, int at, int end)
    {
        var forget = sentence[at].Text == "do" && at + 1 < end && sentence[at + 1].Text == "not" ? at + 2 : at + 1;
        return forget < end && WordList.Forget.Contains(sentence[forget].Text) ? forget + 1 : null;
    }

    // "с понедельника", "через месяц", "next year", "каждый день"
    private static int? AfterTime(Sentence sentence, int at, int end)
    {
        if (WordList.TimeWords.Contains(sentence[at].Text))
            return at + 1;
        if (!WordList.Prepositions.Contains(sentence[at].Text) && !WordList.Often.Contains(sentence[at].Text) && sentence[at].Text is not "this")
            return null;

        for (var word = at + 1; word < end && word <= at + 3; word++)
        {
            if (WordList.TimeWords.Contains(sentence[word].Text))
                return word + 1;
            if (WordList.Blockers.Contains(sentence[word].Text) || WordList.Self.Contains(sentence[word].Text))
                return null;
        }

        return null;
    }

    private static int? SelfAfterCircumstance(Sentence sentence, int at, int end)
    {
        for (var word = at + 1; word < end && word <= at + LongestCircumstance; word++)
        {
            if (WordList.Blockers.Contains(sentence[word].Text))
                return null;
            if (sentence[word].Text is "я" or "i" or "мы" or "we")
                return sentence[word].Text is "я" or "мы" && word + 1 < end ? word + 1 : word;
        }

        return null;
    }
}
