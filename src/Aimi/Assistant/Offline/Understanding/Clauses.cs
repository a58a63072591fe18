using System.Globalization;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>Cuts a sentence where another thing is wanted: "надо купить молоко, а ещё отмени йогу".</summary>
internal sealed class Clauses(Grammar grammar, string text, DateTime now, CultureInfo language, string? zone)
{
    /// <summary>Of a sentence, in words; what comes behind them is not read.</summary>
    private const int MostWords = 80;

    /// <summary>Of a sentence.</summary>
    private const int MostClauses = 8;

    /// <param name="strong">Only what is asked of Aimi in so many words.</param>
    public IEnumerable<Clause> Of(Range sentence, bool strong)
    {
        var tokens = Token.Of(text, sentence, MostWords);
        if (tokens.Count == 0)
            yield break;

        var asked = text.AsSpan(sentence).TrimEnd(" \t\r\n)»\"”!").EndsWith("?");
        var end = sentence.GetOffsetAndLength(text.Length) is var (offset, length) ? offset + length : 0;
        var from = 0;
        for (var cuts = 0; cuts < MostClauses - 1; cuts++)
        {
            var cut = NextCut(tokens, from, asked, strong);
            if (cut is null)
                break;

            yield return Read(tokens[from..cut.Value], tokens[cut.Value].Start, asked: false);
            from = cut.Value;
        }

        yield return Read(tokens[from..], end, asked);
    }

    private Clause Read(List<Token> tokens, int end, bool asked)
    {
        // The comma and the "and" before the next one belong to nobody.
        while (tokens.Count > 1 && grammar.Is("joint", tokens[^1]))
        {
            end = tokens[^1].Start;
            tokens.RemoveAt(tokens.Count - 1);
        }

        var start = tokens[0].Start;
        if (start > 0 && text[start - 1] is '(' or '«' or '"')
            start--;
        while (end > tokens[^1].End && (char.IsWhiteSpace(text[end - 1]) || text[end - 1] is ',' or ';' or '—' or '–' or '-' or ':'))
            end--;

        foreach (var (at, token) in tokens.Index())
            token.Hidden = tokens.Count > 1 && (grammar.Is("please", token) || (at == tokens.Count - 1 && at > 1 && grammar.Is("thanks", token)));
        var measures = Measures.Read(grammar, tokens);
        // A new name may well say a time.
        var times = grammar.HasAny("rename", tokens.Take(2)) ? Times.None : Times.Read(text, start..end, tokens, grammar, now, language, zone);
        // "Напоминание: завтра в 18 собрание": without the time, the colon stands before what follows it.
        foreach (var (token, next) in tokens.Zip(tokens.Skip(1)).Where(pair => pair.First is { Hidden: true, Apart: true }))
            next.Apart = true;
        return new Clause(text, start, end, tokens, asked) { Measures = measures, Times = times, Words = [.. tokens.Where(token => !token.Hidden)] };
    }

    private int? NextCut(List<Token> tokens, int from, bool asked, bool strong)
    {
        for (var at = from + 1; at < tokens.Count; at++)
        {
            // "Задача: купить молоко" is one.
            if (!(tokens[at].Apart || grammar.Is("joint", tokens[at])) || grammar.Is("joint", tokens[at - 1]) || EndsWithColon(tokens, at))
                continue;

            // "Напомни не завтра, а в пятницу позвонить маме": one thing, at another time.
            if (IsDenied(tokens, from, at) && GoesOn(tokens, at))
                continue;

            // "Завтра в 10 и в пятницу в 12 тренировка": a time alone wants nothing.
            if (Timeless(tokens[from..at]).Count == 0 || Opening(tokens, at, asked) is not { } right)
                continue;

            if (right.Strong)
                return at;
            if (strong)
                continue;

            var left = Judge(tokens[from..at]);
            if (left.Rule is { Name: IntentName.Remember or IntentName.Forget or IntentName.Correct or IntentName.Recall or IntentName.SetName or IntentName.WhereFrom })
                continue;
            if (right.Alone ? left is { Whole: true, Rule.Name: IntentName.PlanReminder or IntentName.PlanTask } && GoesOn(tokens, at) : !left.Says && !(left is { Whole: false, Rule.Strong: true }))
                return at;
        }

        return null;
    }

    /// <summary>The rule by which the words from here would want something of their own.</summary>
    private Rule? Opening(List<Token> tokens, int at, bool asked)
    {
        while (at < tokens.Count && grammar.Is("joint", tokens[at]))
            at++;
        return Opens(tokens[at..], asked) ?? (Next(tokens, at) is { } next ? Opens(tokens[at..next], asked) : null);
    }

    private Rule? Opens(List<Token> rest, bool asked) => grammar.Match(Timeless(rest), rule => !(rule.Told && asked) && MayOpen(rule, rest))?.Rule;

    // "…, потом в 16 встреча с Петровым, и не забыть …": what follows the next comma is another matter.
    private static int? Next(List<Token> tokens, int from)
    {
        for (var at = from + 1; at < tokens.Count; at++)
        {
            if (tokens[at].Apart)
                return at;
        }

        return null;
    }

    // What is answered, put right or asked of the memory goes on from what stands before it; what needs a time must say one.
    private bool MayOpen(Rule rule, List<Token> tokens) =>
        rule.Name is not (IntentName.Confirm or IntentName.Reject or IntentName.Thanks or IntentName.Correct or IntentName.Recall or IntentName.Profile
            or IntentName.Privacy or IntentName.Sorry or IntentName.Scolding)
        && !((rule.Ahead || rule.Timed || rule.Moment || rule.Rarely || rule.Due || rule.Soon || rule.Lasting || rule.Hours || rule.Dated) && !grammar.HasAny("time", tokens))
        && !(rule.Often && !grammar.HasAny("often", tokens))
        && !(rule.Before && !grammar.HasAny("ahead", tokens));

    /// <summary>What stands before a cut: its rule, whether that has something to hold on to, and whether somebody else says it.</summary>
    private (Rule? Rule, bool Whole, bool Says) Judge(List<Token> tokens)
    {
        var match = grammar.Match(Timeless(tokens), rule => MayOpen(rule, tokens) || rule.Alone);
        return (match?.Rule, match?.Slots.Count > 0, grammar.HasAny("hearsay", tokens));
    }

    // A first look, before the times are read: what may be of time is left out.
    private List<Token> Timeless(List<Token> tokens) =>
        [.. tokens.Where((token, at) => !grammar.Is("time", token) && !grammar.Is("please", token)
            && !(grammar.Is("before-time", token) && at + 1 < tokens.Count && grammar.Is("time", tokens[at + 1])))];

    // What stands right before the cut is a time that is denied: "не в четверг", "not tomorrow".
    private bool IsDenied(List<Token> tokens, int from, int at)
    {
        var back = at - 1;
        while (back >= from && (grammar.Is("time", tokens[back]) || grammar.Is("before-time", tokens[back])))
            back--;
        return back >= from && back < at - 1 && tokens[back].Text is "не" or "not";
    }

    // "… и в 12 купить хлеб": the time shows that it is another one.
    private bool GoesOn(List<Token> tokens, int at)
    {
        while (at < tokens.Count && (grammar.Is("joint", tokens[at]) || grammar.Is("before-time", tokens[at])))
            at++;
        return at < tokens.Count && grammar.Is("time", tokens[at]);
    }

    private bool EndsWithColon(List<Token> tokens, int at) => text.AsSpan(tokens[at - 1].End, Math.Max(tokens[at].Start - tokens[at - 1].End, 0)).Contains(':');
}
