using System.Text;

namespace Aimi.Conversations;

/// <summary>
/// Whether a message is a goodbye and nothing else: then the session ends with its reply. "Пока!" is one, "пока не знаю" is not.
/// </summary>
public static class Farewell
{
    /// <summary>No goodbye is longer, in characters.</summary>
    private const int MaxLength = 60;

    private static readonly HashSet<string> Phrases = new(StringComparer.Ordinal)
    {
        "пока", "пока пока", "до свидания", "до свиданья", "до встречи", "до завтра", "до скорого", "до связи", "прощай", "всего доброго", "всего хорошего",
        "увидимся", "спокойной ночи", "доброй ночи",
        "bye", "bye bye", "goodbye", "good bye", "see you", "see ya", "see you later", "see you tomorrow", "good night", "farewell", "talk to you later",
    };

    /// <summary>Words that may stand before or behind a goodbye without making it anything else.</summary>
    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal)
    {
        "ну", "все", "всем", "ладно", "ок", "окей", "хорошо", "тогда", "спасибо", "большое", "тебе", "аими", "aimi",
        "ok", "okay", "well", "thanks", "thank", "you", "then", "alright", "all", "right", "for", "now",
    };

    public static bool Is(string text)
    {
        if (text.Length > MaxLength)
            return false;
        if (text.AsSpan().Trim().Equals("/end", StringComparison.OrdinalIgnoreCase))
            return true;

        var words = Words(text);
        for (var start = 0; start < words.Length; start++)
        {
            for (var end = words.Length; end > start; end--)
            {
                if (Phrases.Contains(string.Join(' ', words[start..end])) && words[..start].Concat(words[end..]).All(Fillers.Contains))
                    return true;
            }
        }

        return false;
    }

    private static string[] Words(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormC))
            letters.Append(char.IsLetter(letter) ? char.ToLowerInvariant(letter is 'ё' or 'Ё' ? 'е' : letter) : ' ');

        return letters.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
