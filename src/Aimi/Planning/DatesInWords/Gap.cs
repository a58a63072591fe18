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
