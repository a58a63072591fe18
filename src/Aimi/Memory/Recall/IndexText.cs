namespace Aimi.Memory.Recall;

/// <summary>
/// What of a message is indexed beside what it says: an answer is understood by what it answers. "Max, he's a labrador" is found by a question about a
/// dog's name when the two messages before it are indexed with it.
/// </summary>
public static class IndexText
{
    /// <summary>In full text a word of the context counts so much beside a word of the message itself.</summary>
    public const double ContextWeight = 0.5;

    /// <summary>So many messages before it in the same session are its context.</summary>
    public const int ContextMessages = 2;

    /// <summary>An assistant's long answer shall not drown a short reply to it.</summary>
    private const int MaxContext = 300;

    /// <param name="before">The messages before it in the same session, whoever wrote them, the nearest first.</param>
    /// <returns>The context; empty for the first message of a session.</returns>
    public static string Context(params IEnumerable<string> before) => string.Join('\n', before.Take(ContextMessages).Select(Beginning));

    /// <summary>What to embed: the message first, so that a bound cuts its context off and not itself.</summary>
    public static string Of(string text, string context) => context.Length == 0 ? text : $"{text}\n{context}";

    private static string Beginning(string text)
    {
        if (text.Length <= MaxContext)
            return text;

        var end = text.LastIndexOf(' ', MaxContext);
        return text[..(end > 0 ? end : MaxContext)];
    }
}
