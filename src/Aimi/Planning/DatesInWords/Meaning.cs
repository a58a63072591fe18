using System.Runtime.InteropServices;

namespace Aimi.Planning.DatesInWords;

/// <summary>What a word can be in an expression of time. Prepositions and the like are the rules' own, by their text.</summary>
internal enum MeaningKind
{
    None,

    /// <summary>Below a hundred, or hundreds: value. Folded into <see cref="TokenKind.Number"/>.</summary>
    Number,

    /// <summary>The same, as a place in a row.</summary>
    Ordinal,

    /// <summary>"hundred", "тысячи": multiplies what stands before it.</summary>
    Multiplier,

    /// <summary>What stands right behind digits and makes them an ordinal: "-го", "th".</summary>
    OrdinalEnding,

    /// <summary>1 to 12.</summary>
    Month,

    /// <summary>A <see cref="DayOfWeek"/>.</summary>
    Weekday,

    /// <summary>A <see cref="TimeUnit"/>.</summary>
    Unit,

    /// <summary>A <see cref="DatesInWords.DayPart"/>.</summary>
    DayPart,

    /// <summary>Days from today: "завтра" 1, "позавчера" −2.</summary>
    RelativeDay,

    /// <summary>A <see cref="PeriodUnit"/> from <see cref="PeriodUnit.Spring"/> to <see cref="PeriodUnit.Winter"/>.</summary>
    Season,

    /// <summary>A <see cref="DatesInWords.Which"/>: "следующий", "last".</summary>
    Which,
}

/// <param name="Value">What it stands for, see <see cref="MeaningKind"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Meaning(MeaningKind Kind, int Value);
