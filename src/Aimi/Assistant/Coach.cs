using Aimi.Language;
using System.Runtime.CompilerServices;
using Aimi.Accounts;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Aimi.Assistant;

/// <summary>Answers a person: puts together what the model should know, and streams what it says.</summary>
public sealed class Coach(IChatClient client, People people, FeedbackQuestions questions, TimeProvider time)
{
    /// <param name="before">The end of the last session, where that is not summarised yet.</param>
    /// <param name="history">What was said in the open session, oldest first.</param>
    /// <param name="text">What the person says now.</param>
    /// <returns>The reply in pieces.</returns>
    public async IAsyncEnumerable<string> Reply(
        Guid userId, IReadOnlyList<ChatMessage> before, IReadOnlyList<ChatMessage> history, string text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var person = await people.Find(userId, cancellationToken) ?? throw new InvalidOperationException("There is no such person.");
        var now = PersonNow.Of(person, time);

        // A new conversation begins with what is open from before.
        var question = history.Count == 0 ? await questions.Next(userId, cancellationToken) : null;
        var persona = new ChatMessage(ChatRole.System, Persona.For(now, SpokenLanguage.Of(text, person.Locale), question));
        var options = new ChatOptions { AdditionalProperties = new() { [PersonNow.Key] = now, [FeedbackQuestion.Key] = question } };
        await foreach (var update in client.GetStreamingResponseAsync([persona, .. before, .. history, new(ChatRole.User, text)], options, cancellationToken))
        {
            // No database takes a NUL.
            if (update.Text.Replace("\0", string.Empty, StringComparison.Ordinal) is { Length: > 0 } piece)
                yield return piece;
        }

        if (question is not null)
            await questions.Asked(userId, question, cancellationToken);
    }
}

/// <summary>Who is spoken to, and what time it is where they are.</summary>
/// <param name="Name">Empty where it is not known.</param>
/// <param name="Locale">BCP 47.</param>
/// <param name="Timezone">IANA name of the zone that <paramref name="LocalTime"/> is in.</param>
public sealed record PersonNow(string Name, string Locale, string Timezone, DateTimeOffset LocalTime)
{
    /// <summary>Where <see cref="ChatOptions.AdditionalProperties"/> hold it, for the clients that answer without a prompt.</summary>
    public const string Key = "aimi.person";

    public static PersonNow Of(Person person, TimeProvider time)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(person.Timezone, out var known) ? known : TimeZoneInfo.Utc;
        return new PersonNow(person.DisplayName, person.Locale, zone.Id, TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone));
    }
}
