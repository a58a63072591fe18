namespace Aimi.Planning.DatesInWords;

/// <summary>Which comes first in "3/4", the month or the day, where another date of the sentence shows it: "2/26 – 3/4".</summary>
internal static class SlashOrder
{
    /// <summary>Null where no date shows it, or they contradict each other.</summary>
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

        return monthFirst == dayFirst ? null : monthFirst;
    }
}
