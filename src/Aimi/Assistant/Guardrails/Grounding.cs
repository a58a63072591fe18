using Aimi.Language;

namespace Aimi.Assistant.Guardrails;

/// <summary>
/// Tells what the person said themself from what a model read elsewhere: in memory, in a calendar, in an imported chat. Only their own words may be written into memory
/// or take something out of it, whatever a model was talked into.
/// </summary>
public static class Grounding
{
    /// <summary>Words of a shorter beginning may be others; with so many letters in common they are forms of one.</summary>
    private const int CommonBeginning = 5;

    /// <summary>Words from this length on may differ by a letter: models mend what was misspelt.</summary>
    private const int MayBeMended = 6;

    /// <summary>What a model says beside the person's words where it makes a sentence of them: "The person has an allergy".</summary>
    private static readonly HashSet<string> Frame = new(
        Stems.OfText("""
            человек пользователь имеет является есть зовут имя называется живет любит нравится предпочитает хочет просит просил сказал сообщил его её их
            человека пользователя у это этого знает было была будет
            person user he she they their has have is lives likes prefers wants named called name said says told asked asks about the that
            """),
        StringComparer.Ordinal);

    private static readonly HashSet<string> Forgetting = new(
        Stems.OfText("""
            забудь забудьте забыть забыла забывай сотри сотрите стереть удали удалите удалить удаляй убери уберите убрать вычеркни вычеркните выкинь выкини
            forget erase delete remove wipe clear drop
            """),
        StringComparer.Ordinal);

    /// <summary>All that <paramref name="text"/> tells stands in what the person said in this session.</summary>
    public static bool IsSaid(OpenTurn turn, string text)
    {
        var said = turn.Said.Append(turn.Text).SelectMany(Stems.OfText).ToHashSet(StringComparer.Ordinal);
        var told = Stems.OfText(Phrases.Reading.Plain(text)).Where(stem => !Frame.Contains(stem) || said.Contains(stem)).ToList();
        return told.Count > 0 && told.TrueForAll(stem => said.Contains(stem) || said.Any(word => IsForm(stem, word)));
    }

    /// <summary>The person asks to forget it, in their own words: in this message, or where this one only agrees, in one before.</summary>
    public static bool IsToForget(OpenTurn turn, string what) =>
        IsSaid(turn, what) && turn.Said.TakeLast(Words.Of(turn.Text).Count <= 3 ? 2 : 0).Append(turn.Text).Any(text => Stems.OfText(text).Any(Forgetting.Contains));

    private static bool IsForm(string told, string said)
    {
        // A number is another one as soon as a figure differs.
        if (told.Any(char.IsAsciiDigit) || said.Any(char.IsAsciiDigit))
            return false;

        var common = told.AsSpan().CommonPrefixLength(said);
        if (common >= CommonBeginning && 10 * common >= 7 * Math.Max(told.Length, said.Length))
            return true;

        return Math.Min(told.Length, said.Length) >= MayBeMended && DiffersByALetter(told, said);
    }

    private static bool DiffersByALetter(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 1)
            return false;

        var begin = left.AsSpan().CommonPrefixLength(right);
        var (longer, shorter) = left.Length >= right.Length ? (left[begin..], right[begin..]) : (right[begin..], left[begin..]);
        return longer.Length == 0 || longer[1..] == (longer.Length > shorter.Length ? shorter : shorter[1..]);
    }
}
