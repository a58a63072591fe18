using System.Runtime.CompilerServices;
using Aimi.Accounts;
using Aimi.Assistant.Context;
using Aimi.Assistant.Deeds;
using Aimi.Assistant.Guardrails;
using Aimi.Assistant.Guardrails.Crisis;
using Aimi.Assistant.Llm;
using Aimi.Assistant.Offline;
using Aimi.Assistant.Tools;
using Aimi.Language;
using Aimi.Messages;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Aimi.Assistant;

/// <summary>Answers a person: puts together what the model should know, streams what it says, and does what it asks for.</summary>
internal sealed class Coach(
    IChatClient client, People people, FeedbackQuestions questions, ContextBuilder contexts, PromptBudget budget, ToolBox tools, ToolMetrics metrics, Guard guard, TimeProvider time)
    : IDisposable
{
    private readonly GuardedChatClient _client = new(
        new ToolCallingChatClient(client is OfflineChatClient ? client : new PromptingChatClient(client, budget), metrics), guard);

    public void Dispose() => _client.Dispose();

    /// <returns>The reply in pieces.</returns>
    public async IAsyncEnumerable<string> Reply(CoachTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var person = await people.Find(turn.UserId, cancellationToken) ?? throw new InvalidOperationException("There is no such person.");

        // A session that was full goes on in the next: the person saw no end.
        IReadOnlyList<string> own = [.. (turn.GoesOn ? turn.LastSession : []).Concat(turn.ThisSession).Where(message => message.Role == ChatRole.User).Select(message => message.Text)];
        var opens = turn.ThisSession.Count == 0 && !turn.GoesOn;

        // A new conversation begins with what is open from before.
        var question = opens ? await questions.Next(turn.UserId, cancellationToken) : null;
        var open = new OpenTurn(
            turn.UserId, turn.Text, SpokenLanguage.Of(turn.Text, person.Locale), PersonNow.Of(person, time), question, turn.Pending, turn.Deeds)
        {
            BuildContext = () => turn.Times.LookUp(() => contexts.Build(person, turn.Text, cancellationToken)),
            Times = turn.Times,
            Seq = turn.Seq,
            FromLastSession = turn.GoesOn ? 0 : turn.LastSession.Count,
            BeganAt = time.GetTimestamp(),
            Said = own,
            IsCalm = CrisisProtocol.IsCalm(own),
            OpensSession = opens,
        };
        if (await guard.Before(open, cancellationToken) is { } answer)
        {
            yield return answer;
            yield break;
        }

        ChatMessage[] said = [.. turn.LastSession, .. turn.ThisSession, new(ChatRole.User, turn.Text)];
        await foreach (var update in _client.GetStreamingResponseAsync(said, open.Options(tools.All), cancellationToken))
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
/// <param name="LastSession">The end of the session before, where that was full, or is not summarised yet.</param>
/// <param name="ThisSession">What was said in the open session, oldest first.</param>
/// <param name="GoesOn">The session before was full, and the talk goes on: both are one.</param>
/// <param name="Text">What the person says now.</param>
/// <param name="Seq">The number of that message.</param>
/// <param name="Pending">What the reply before asked them to agree to.</param>
/// <param name="Deeds">Takes what the reply changes.</param>
/// <param name="Times">Takes what the answer waits for.</param>
/// <param name="From">Hears who replies.</param>
public sealed record CoachTurn(
    Guid UserId,
    IReadOnlyList<ChatMessage> LastSession,
    IReadOnlyList<ChatMessage> ThisSession,
    bool GoesOn,
    string Text,
    long Seq,
    PendingConfirmation? Pending,
    TurnDeeds Deeds,
    AnswerTimes Times,
    Action<ReplyOrigin>? From = null);

/// <summary>Who is spoken to, and what time it is where they are.</summary>
/// <param name="Name">Empty where the account has none.</param>
/// <param name="Locale">BCP 47.</param>
/// <param name="Timezone">IANA name of the zone that <paramref name="LocalTime"/> is in.</param>
public sealed record PersonNow(string Name, string Locale, string Timezone, DateTimeOffset LocalTime)
{
    public static PersonNow Of(Person person, TimeProvider time)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(person.Timezone, out var known) ? known : TimeZoneInfo.Utc;
        return new PersonNow(person.DisplayName, person.Locale, zone.Id, TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone));
    }
}
