using System.Runtime.CompilerServices;
using Aimi.Accounts;
using Aimi.Assistant.Context;
using Aimi.Assistant.Llm;
using Aimi.Assistant.Tools;
using Aimi.Language;
using Aimi.Messages;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Aimi.Assistant;

/// <summary>Answers a person: puts together what the model should know, streams what it says, and does what it asks for.</summary>
public sealed class Coach(IChatClient client, People people, FeedbackQuestions questions, ContextBuilder contexts, MemoryTools tools, TimeProvider time)
    : IDisposable
{
    /// <summary>A model that asks for tools again and again is stopped after so many times.</summary>
    private const int MaxRounds = 6;

    private readonly FunctionInvokingChatClient _client = new(client) { MaximumIterationsPerRequest = MaxRounds, FunctionInvoker = MalformedCalls.Refuse };

    public void Dispose() => _client.Dispose();

    /// <returns>The reply in pieces.</returns>
    public async IAsyncEnumerable<string> Reply(CoachTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var person = await people.Find(turn.UserId, cancellationToken) ?? throw new InvalidOperationException("There is no such person.");
        var context = await contexts.Build(turn.UserId, turn.Text, cancellationToken);
        var now = PersonNow.Of(person, context, time);

        // A new conversation begins with what is open from before.
        var question = turn.ThisSession.Count == 0 ? await questions.Next(turn.UserId, cancellationToken) : null;
        var language = SpokenLanguage.Of(turn.Text, person.Locale);
        var persona = new ChatMessage(ChatRole.System, Persona.For(now, language, question) + ContextPrompt.For(context, language));
        var options = new ChatOptions
        {
            Tools = [.. tools.For(turn.UserId, turn.Done)],
            AdditionalProperties = new()
            {
                [PersonNow.Key] = now, [PersonContext.Key] = context, [FeedbackQuestion.Key] = question,
                [OnBehalf.Key] = new OnBehalf(person.Id, person.Timezone, person.Locale),
            },
        };
        ChatMessage[] said = [persona, .. turn.LastSession, .. turn.ThisSession, new(ChatRole.User, turn.Text)];
        await foreach (var update in _client.GetStreamingResponseAsync(said, options, cancellationToken))
        {
            if (ReplyOrigin.Of(update) is { } origin)
                turn.From?.Invoke(origin);

            // No database takes a NUL.
            if (update.Text.Replace("\0", string.Empty, StringComparison.Ordinal) is { Length: > 0 } piece)
                yield return piece;
        }

        if (question is not null)
            await questions.Asked(turn.UserId, question, cancellationToken);
    }
}

/// <summary>What is to be answered.</summary>
/// <param name="LastSession">The end of the session before, where that is not summarised yet.</param>
/// <param name="ThisSession">What was said in the open session, oldest first.</param>
/// <param name="Text">What the person says now.</param>
/// <param name="Done">Hears of what the reply changed.</param>
/// <param name="From">Hears who replies.</param>
public sealed record CoachTurn(
    Guid UserId, IReadOnlyList<ChatMessage> LastSession, IReadOnlyList<ChatMessage> ThisSession, string Text, Action<ReplyAction> Done,
    Action<ReplyOrigin>? From = null);

/// <summary>Who is spoken to, and what time it is where they are.</summary>
/// <param name="Name">Empty where it is not known.</param>
/// <param name="Locale">BCP 47.</param>
/// <param name="Timezone">IANA name of the zone that <paramref name="LocalTime"/> is in.</param>
public sealed record PersonNow(string Name, string Locale, string Timezone, DateTimeOffset LocalTime)
{
    /// <summary>Where <see cref="ChatOptions.AdditionalProperties"/> hold it, for the clients that answer without a prompt.</summary>
    public const string Key = "aimi.person";

    /// <summary>Who gave no name in their account is called as they said they are.</summary>
    public static PersonNow Of(Person person, PersonContext context, TimeProvider time)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(person.Timezone, out var known) ? known : TimeZoneInfo.Utc;
        var name = person.DisplayName.Length > 0 ? person.DisplayName : context.Name ?? "";
        return new PersonNow(name, person.Locale, zone.Id, TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone));
    }
}
