namespace Aimi.Planning.DatesInWords;

/// <summary>What stands between two pieces.</summary>
internal static class Gap
{
    public static bool IsGlue(Phrase phrase, int first, int end, DateLanguage language)
    {
        for (var at = first; at < end; at++)
        {
            if (!phrase.Is(at, ",", "(", ")") && !language.IsGlue(phrase, at))
                return false;
        }

        return true;
    }

    /// <summary>"but", "а", a comma, and nothing else: what was denied ends, and what is meant begins.</summary>
    public static bool IsContrast(Phrase phrase, int first, int end)
    {
        for (var at = first; at < end; at++)
        {
            if (!phrase.Is(at, ",", "а", "но", "but", "rather", "лучше"))
                return false;
        }

        return end > first;
    }

    /// <summary>A sentence ends, or another thing begins.</summary>
    public static bool Parts(Phrase phrase, int first, int end)
    {
        for (var at = first; at < end; at++)
        {
            // A point in the middle of a word is none; one behind an abbreviation we cannot tell.
            if (phrase.Is(at, "!", "?", ";", ",", "\n") || (phrase.Is(at, ".") && phrase[at + 1].Spaced))
                return true;
        }

        return false;
    }
}
