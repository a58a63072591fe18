using Aimi.Language;

namespace Aimi.Assistant.Offline;

/// <summary>What a message asks of the memory, if it does.</summary>
internal enum MemoryRequestKind
{
    Remember,
    Forget,
    AboutMe,
    WhereFrom,
}

/// <param name="What">What is to be remembered or forgotten, in the person's words; empty where they name nothing.</param>
internal sealed record MemoryRequest(MemoryRequestKind Kind, string What)
{
    /// <summary>How such a message begins; the longer beginnings first, for what follows them is what is meant.</summary>
    private static readonly (MemoryRequestKind Kind, string[] Words)[] Beginnings =
    [
        .. Begin(
            MemoryRequestKind.Forget,
            "забудь о том что", "забудьте о том что", "забудь про то что", "забудь что", "забудьте что", "забудь про", "забудьте про", "забудь об", "забудь о", "забудьте о", "забудьте об",
            "забудь", "забудьте", "удали из памяти", "удалите из памяти", "forget the fact that", "forget that", "forget about", "forget", "erase from your memory"),
        .. Begin(
            MemoryRequestKind.Remember,
            "запомни пожалуйста что", "запомни что", "запомните что", "запомни", "запомните", "please remember that", "remember that", "keep in mind that"),
    ];

    private static readonly string[] Courtesies = ["пожалуйста", "please", "аими", "aimi", "а", "и", "ну", "теперь", "now"];

    private static readonly (MemoryRequestKind Kind, string[] Words)[] Questions =
    [
        .. Begin(
            MemoryRequestKind.AboutMe,
            "что ты обо мне знаешь", "что ты знаешь обо мне", "что ты обо мне помнишь", "что ты помнишь обо мне", "что вы обо мне знаете", "что ты про меня знаешь", "расскажи что ты обо мне знаешь",
            "what do you know about me", "what do you remember about me", "tell me what you know about me"),
        .. Begin(
            MemoryRequestKind.WhereFrom,
            "откуда ты это знаешь", "откуда ты знаешь", "откуда тебе это известно", "откуда вы это знаете", "откуда это", "откуда такие сведения", "с чего ты взяла", "кто тебе сказал",
            "how do you know that", "how do you know", "where do you have that from", "where did you get that", "who told you", "where is that from"),
    ];

    /// <summary>Null where the message asks nothing of the memory.</summary>
    public static MemoryRequest? Of(string text)
    {
        var words = Words.Of(text);
        var skipped = words.TakeWhile(word => Courtesies.Contains(word.Text, StringComparer.Ordinal)).Count();
        foreach (var (kind, beginning) in Beginnings)
        {
            if (StartsWith(words, skipped, beginning))
                return new MemoryRequest(kind, Rest(text, words, skipped + beginning.Length));
        }

        var question = Questions.FirstOrDefault(question => StartsWith(words, skipped, question.Words));
        return question.Words is null ? null : new MemoryRequest(question.Kind, "");
    }

    private static string Rest(string text, IReadOnlyList<Word> words, int from) => from < words.Count ? text[words[from].Start..].Trim() : "";

    private static bool StartsWith(IReadOnlyList<Word> words, int from, string[] beginning) =>
        words.Count >= from + beginning.Length && beginning.Index().All(word => words[from + word.Index].Text == word.Item);

    private static IEnumerable<(MemoryRequestKind Kind, string[] Words)> Begin(MemoryRequestKind kind, params string[] phrases) =>
        phrases.Select(phrase => (kind, phrase.Split(' ')));
}
