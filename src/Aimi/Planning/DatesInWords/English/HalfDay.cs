namespace Aimi.Planning.DatesInWords.English;

/// <summary>Before noon or after it.</summary>
internal enum Half
{
    None,
    Am,
    Pm,
}

/// <summary>"am", "p.m.", "5p": which half of the day an hour is of.</summary>
internal static class HalfDay
{
    /// <summary>A count of 0 where none is said.</summary>
    public static (Half Half, int Count) Read(Phrase phrase, int at)
    {
        var half = phrase[at].Text switch
        {
            "am" or "a" => Half.Am,
            "pm" or "p" => Half.Pm,
            _ => Half.None,
        };
        if (half is Half.None)
            return default;
        if (phrase[at].Length == 2)
            return phrase.Is(at, "am") && phrase[at].Spaced && phrase.Is(at - 2, "i") ? default : (half, 1);

        if (phrase.IsTight(at + 1, ".") && (phrase.IsTight(at + 2, "m") || (phrase.Is(at + 2, "m") && phrase[at - 1].IsNumber)))
            return (half, phrase.IsTight(at + 3, ".") ? 4 : 3);
        if (phrase.Is(at + 1, "m") && (half is Half.Pm || phrase[at - 1].IsNumber))
            return (half, 2);

        // "5p", but never "a" on its own; "4a" is a flat as well as an hour.
        return !phrase[at].Spaced && phrase[at - 1].IsNumber && (half is Half.Pm || phrase.Is(at - 2, "at", "@", ":", "from", "to", "-")) ? (half, 1) : default;
    }

    /// <summary>The hour of 24.</summary>
    public static int Hour(int hour, Half half) => half switch
    {
        Half.Am when hour == 12 => 0,
        Half.Pm when hour < 12 => hour + 12,
        _ => hour,
    };
}
