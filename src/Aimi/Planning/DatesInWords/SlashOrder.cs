using System.Globalization;

namespace Aimi.Planning.DatesInWords;

/// <summary>Which comes first in "3/4", the month or the day, where another date of the sentence ("2/26 – 3/4") or the person's region shows it.</summary>
internal static class SlashOrder
{
    /// <summary>By the region of a culture: en-US has the month first, en-GB the day; null where it has no region.</summary>
    public static bool? Of(CultureInfo culture) => culture.IsNeutralCulture ? null : culture.DateTimeFormat.ShortDatePattern.StartsWith('M');

    /// <summary>Null where no date shows it, or they contradict each other, and nobody knows the region.</summary>
    public static bool? IsMonthFirst(Phrase phrase)
    {
        var (monthFirst, dayFirst) = (false, false);
        for (var at = 0; at < phrase.Count - 2; at++)
        {
            if (!phrase.IsNumber(at, 1, 31) || !phrase.IsTight(at + 1, "/") || !phrase.IsTightNumber(at + 2, 1, 31) || phrase.IsTight(at - 1, "/"))
                continue;
            monthFirst |= phrase[at].Value <= 12 && phrase[at + 2].Value > 12;
            dayFirst |= phrase[at].Value > 12 && phrase[at + 2].Value <= 12;
        }

        return monthFirst == dayFirst ? phrase.IsMonthFirst : monthFirst;
    }
}
