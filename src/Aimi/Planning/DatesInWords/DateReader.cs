using System.Globalization;

namespace Aimi.Planning.DatesInWords;

/// <summary>Reads dates, times, spans and recurrences out of a sentence, in Russian and English, by rules. Pure: the same words at the same time mean the same.</summary>
public static class DateReader
{
    /// <summary>Longer texts are not read, in UTF-16 units: who plans says it shorter.</summary>
    public const int MaxText = 2_000;

    /// <param name="now">What the person's wall clock says.</param>
    /// <param name="language">In which to read; words of the other one are not understood.</param>
    public static DateReading Read(string text, DateTime now, CultureInfo language) => DateReading.Nothing;
}
