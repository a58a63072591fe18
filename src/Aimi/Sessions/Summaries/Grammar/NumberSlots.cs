using System.Collections.Frozen;
using System.Globalization;

namespace Aimi.Sessions.Summaries;

/// <summary>Dates of birth, ages and how many of something.</summary>
internal static class NumberSlots
{
    private static readonly FrozenSet<string> Months = WordList.Of("""
        января февраля марта апреля мая июня июля августа сентября октября ноября декабря январе феврале марте апреле мае июне июле августе сентябре октябре
        ноябре декабре
        january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
        """);

    private static readonly FrozenSet<string> Counts = WordList.Of("""
        один одна одно два две двое три трое четыре четверо пять пятеро
        one two three four five six
        """);

    /// <summary>A day and a month, with or without a year, in any order; or a month alone.</summary>
    public static Filled? Date(Sentence sentence, int at)
    {
        var start = at;
        while (at < sentence.Count && sentence[at].Text is "the" or "on" or "in" or "в")
            at++;

        var (day, month, year, end) = (0, 0, 0, at);
        start = at > start ? at : start;
        for (; end < sentence.Count && end < start + 5; end++)
        {
            var word = sentence[end].Text;
            if (Months.Contains(word) && month == 0)
                month++;
            else if (DayOf(word) && day == 0)
                day++;
            else if (word.Length == 4 && Number(word) is > 1900 and < 2100 && month + day > 0 && year == 0)
                year++;
            else if (!(word == "of" && day > 0 && month == 0))
                break;
        }

        // 05.05.1990: two numbers and a year.
        if (month == 0 && at + 1 < sentence.Count && DayOf(sentence[at].Text) && DayOf(sentence[at + 1].Text))
        {
            end = at + 2;
            if (end < sentence.Count && Number(sentence[end].Text) is > 1900 and < 2100)
                end++;
            return new Filled([new Span(start, end)]);
        }

        return month > 0 ? new Filled([new Span(start, end)]) : null;
    }

    public static Filled? Age(Sentence sentence, int at) =>
        Number(sentence[at].Text) is >= 5 and <= 110 ? new Filled([new Span(at, at + 1)]) : null;

    public static Filled? Count(Sentence sentence, int at) =>
        Counts.Contains(sentence[at].Text) || Number(sentence[at].Text) is > 0 and < 20 ? new Filled([new Span(at, at + 1)]) : null;

    private static bool DayOf(string word) => Number(word.TrimEnd('s', 't', 'h', 'n', 'd', 'r')) is >= 1 and <= 31;

    private static int? Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
