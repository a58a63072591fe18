using System.Globalization;
using System.Resources;
using Aimi.Assistant.Context;
using Aimi.Language;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Offline;

/// <summary>What the offline assistant says: it tells a few kinds of message apart by their words, and picks a text of <c>Replies.resx</c>.</summary>
internal static class OfflineReply
{
    private static readonly ResourceManager Texts = new("Aimi.Assistant.Offline.Replies", typeof(OfflineReply).Assembly);

    /// <summary>Kinds by the words that show them, the first that fits; a word ends with * where any ending may follow.</summary>
    private static readonly (string Kind, string[] Words)[] Kinds =
    [
        ("Farewell", ["пока", "до свидания", "до встречи", "до завтра", "спокойной ночи", "увидимся", "всего доброго", "всего хорошего", "прощай", "/end",
            "bye", "goodbye", "see you", "see ya", "good night", "farewell"]),
        ("HowAreYou", ["как дела", "как ты", "как жизнь", "как поживаешь", "how are you", "how is it going", "how's it going", "what's up"]),
        ("WhoAreYou", ["кто ты", "ты кто", "как тебя зовут", "что ты такое", "who are you", "what are you", "what is your name", "what's your name"]),
        ("Help", ["помощь", "помоги*", "что ты умеешь", "что умеешь", "что ты можешь", "help", "what can you do", "how do you work"]),
        ("Thanks", ["спасибо", "благодар*", "thank you", "thanks", "thank"]),
        ("Time", ["который час", "сколько времени", "какой сегодня день", "какое сегодня число", "what time is it", "what day is it", "what is the time", "what's the time"]),
        ("Greeting", ["привет*", "здравствуй*", "добрый день", "доброе утро", "добрый вечер", "хай", "hello", "hi", "hey", "good morning", "good afternoon", "good evening"]),
    ];

    /// <param name="context">What is known of the person.</param>
    /// <param name="question">What to ask about in the end; not of who says goodbye.</param>
    public static string To(IReadOnlyList<ChatMessage> said, PersonNow? person, PersonContext? context, FeedbackQuestion? question)
    {
        var text = said.LastOrDefault(message => message.Role == ChatRole.User)?.Text ?? string.Empty;
        var culture = SpokenLanguage.Of(text, person?.Locale);
        var kind = KindOf(text);
        if (kind is null or "Question" && OfflineMemory.Answer(text, context, culture) is { } known)
            return known;

        var turn = said.Count(message => message.Role == ChatRole.User);
        var reply = kind switch
        {
            "Greeting" => Text(GreetingOf(person), culture) + Name(person) + " " + (turn > 1 ? Text("GreetingAgain", culture) : Welcome(context, culture)),
            "Time" => person is null ? Text("Heard1", culture) : string.Format(culture, Text("Time", culture), person.LocalTime),
            null => Text(text.Contains('?', StringComparison.Ordinal) ? "Question" : turn % 2 == 1 ? "Heard1" : "Heard2", culture),
            _ => Text(kind, culture),
        };
        return question is null || kind == "Farewell" ? reply : reply + " " + string.Format(culture, Text("AskFeedback", culture), question.Title);
    }

    private static string? KindOf(string text)
    {
        var words = text.ToLowerInvariant().Replace('ё', 'е').Replace('’', '\'')
            .Split([' ', '\t', '\n', '\r', ',', '.', '!', '?', ';', ':', '(', ')', '"', '«', '»'], StringSplitOptions.RemoveEmptyEntries);

        // Long messages are about something; the words that would greet or thank are by the way there.
        if (words.Length > 8)
            return null;

        return Kinds.FirstOrDefault(kind => Array.Exists(kind.Words, phrase => Holds(words, phrase.Split(' ')))).Kind;
    }

    private static bool Holds(string[] words, string[] phrase)
    {
        for (var start = 0; start + phrase.Length <= words.Length; start++)
        {
            if (phrase.Zip(words[start..], (wanted, word) => wanted.EndsWith('*') ? word.StartsWith(wanted[..^1], StringComparison.Ordinal) : word == wanted).All(fits => fits))
                return true;
        }

        return false;
    }

    private static string GreetingOf(PersonNow? person) => person?.LocalTime.Hour switch
    {
        >= 5 and < 12 => "Morning",
        >= 12 and < 18 => "Day",
        >= 18 and < 23 => "Evening",
        _ => "Hello",
    };

    private static string Name(PersonNow? person) => string.IsNullOrWhiteSpace(person?.Name) ? "!" : $", {person.Name}!";

    // Who comes back is asked about what they wanted.
    private static string Welcome(PersonContext? context, CultureInfo culture) =>
        context?.Portrait.Traits.FirstOrDefault(trait => trait.Name.StartsWith("plan:", StringComparison.Ordinal)) is { } plan
            ? string.Format(culture, Text("LastTime", culture), plan.Text)
            : Text(context is { Portrait.Traits.Count: > 0 } ? "GreetingAgain" : "GreetingFirst", culture);

    internal static string Text(string key, CultureInfo culture) =>
        Texts.GetString(key, culture) ?? throw new MissingManifestResourceException(key);
}
