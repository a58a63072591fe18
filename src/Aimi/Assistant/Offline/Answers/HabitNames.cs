using Aimi.Language;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Names a habit by what the person says that they did: "зарядку" is "зарядка", "выпила воду" is "выпить воду".</summary>
internal static class HabitNames
{
    private static readonly string[] Past = ["лась", "лись", "лся", "ла", "ли", "л"];

    public static string Of(string done)
    {
        var words = done.Split(' ', 2);
        var first = words[0];
        var rest = words.Length > 1 ? " " + words[1] : "";
        if (first.Length > 3 && first.AsSpan().IndexOfAnyInRange('А', 'я') < 0)
            return IrregularVerbs.StemOf(first.ToLowerInvariant(), first) + rest;

        // After "сделала": the feminine are told by their ending.
        if (first.Length > 3 && first[^1] is 'у' or 'ю')
            return first[..^1] + (first[^1] is 'у' ? 'а' : 'я') + rest;
        foreach (var ending in Past)
        {
            if (first.Length > ending.Length + 2 && first.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && "аяиеыоу".Contains(char.ToLowerInvariant(first[^(ending.Length + 1)]), StringComparison.Ordinal))
                return first[..^ending.Length] + (ending[^1] is 'ь' or 'я' ? "ться" : "ть") + rest;
        }

        return done;
    }
}
