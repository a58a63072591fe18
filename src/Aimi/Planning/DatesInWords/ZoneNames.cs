using System.Collections.Frozen;

namespace Aimi.Planning.DatesInWords;

/// <summary>"UTC", "EST": of another zone than the person's. Which hour it is here has to be asked.</summary>
internal static class ZoneNames
{
    private static readonly FrozenSet<string> Names =
        "utc gmt est edt cst cdt mst mdt pst pdt akst hst cet cest eet eest bst ist jst sgt hkt aest aedt nzst nzdt msk et pt ct z"
            .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    // In small letters the short ones are other words.
    public static bool IsAt(Phrase phrase, int at) =>
        Names.Contains(phrase[at].Text) && (phrase[at].Length > 2 || char.IsUpper(phrase.Text[phrase[at].Start]));
}
