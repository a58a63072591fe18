using Aimi.Hosting.Telemetry;
using Aimi.Messages;
using Aimi.Realtime;
using Aimi.Sessions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Aimi.Conversations;

/// <summary>What was said in the open session: from the cache where that is whole, else from the database, which then fills the cache.</summary>
internal sealed class SessionContext(
    ISessionCache cache, ChatMessages messages, LastWords lastWords, RealtimeHub hub, CacheMetrics cached, ConversationMetrics metrics, IOptions<ChatSessionOptions> options)
{
    /// <summary>So many messages of its own make a session forget where it began.</summary>
    private const int Beginning = 6;

    /// <summary>Puts a message into the session and tells what was said before it.</summary>
    /// <param name="session">The session as the message was stored in it; null where that is long ago.</param>
    public async Task<SaidBefore> Of(Aimi.Messages.ChatMessage question, OpenSession? session, CancellationToken cancellationToken)
    {
        using var span = Spans.Source.StartActivity(TurnStage.Cache);
        var said = await InSession(question, session, cancellationToken);
        if (session is null || session.Count > Beginning)
            return new SaidBefore([], [.. said.Select(Said)], GoesOn: false, Pending(said));

        var (words, goesOn) = await lastWords.Before(question.UserId, session.FirstSeq, cancellationToken);
        List<CachedMessage> before = [.. words.Select(message => CachedMessage.Of(message))];
        return new SaidBefore([.. before.Select(Said)], [.. said.Select(Said)], goesOn, Pending([.. before, .. said]));
    }

    private async Task<IReadOnlyList<CachedMessage>> InSession(
        Aimi.Messages.ChatMessage question, OpenSession? session, CancellationToken cancellationToken)
    {
        var snapshot = session is null ? null : await cache.AppendAndRead(question.UserId, session, [CachedMessage.Of(question)], cancellationToken);
        var isWhole = snapshot is not null && snapshot.Covers(session!, options.Value);
        if (session is not null)
            cached.Read(isWhole);
        if (isWhole)
            return [.. snapshot!.Messages.Where(message => message.Seq != question.Seq)];

        var stored = await messages.OfSession(question.UserId, question.SessionId, options.Value.MaxMessages, cancellationToken);
        if (session is not null)
        {
            List<CachedMessage> whole = [.. stored.Select(message => CachedMessage.Of(message, readSeq: question.Seq))];
            var rebuilt = new SessionSnapshot(session, whole, Pending(whole) is { } asked
                ? new Dictionary<string, string>(StringComparer.Ordinal) { [asked.Type] = asked.Summary }
                : SessionSnapshot.NothingPending);
            await cache.Replace(question.UserId, rebuilt, cancellationToken);
            cached.Rebuilt();
        }

        return [.. stored.Where(message => message.Seq != question.Seq).Select(message => CachedMessage.Of(message))];
    }

    /// <summary>Puts a reply into the session.</summary>
    /// <param name="answered">What had waited for the person's word until then.</param>
    public async Task Add(Aimi.Messages.ChatMessage reply, OpenSession session, PendingConfirmation? answered, CancellationToken cancellationToken)
    {
        await cache.Append(reply.UserId, session, [CachedMessage.Of(reply)], cancellationToken);
        var pending = reply.Metadata.PendingAction;
        if (answered is not null && answered.Type != pending?.Type)
            await cache.SetPendingAction(reply.UserId, session.SessionId, answered.Type, null, cancellationToken);
        if (pending is not null)
            await cache.SetPendingAction(reply.UserId, session.SessionId, pending.Type, pending.Summary, cancellationToken);
    }

    /// <summary>
    /// A session has ended, and that is committed: it is counted, and the person's sockets hear of it. The cache keeps it until it is summarised, or until the next session takes its place: what follows at once
    /// begins with its last words.
    /// </summary>
    public void Tell(Guid userId, SessionEnd ended)
    {
        metrics.SessionEnded(ended.Reason);
        hub.Publish(userId, new SessionEndedFrame(ended.SessionId, ended.Reason).ToUtf8());
    }

    /// <summary>The person saw the assistant's messages up to a seq.</summary>
    public Task MarkRead(Guid userId, Guid sessionId, long upToSeq, CancellationToken cancellationToken) =>
        cache.MarkRead(userId, sessionId, upToSeq, cancellationToken);

    /// <summary>What waits for the person's word in that session; null where nothing is known.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> PendingActions(Guid userId, Guid sessionId, CancellationToken cancellationToken) =>
        await cache.Read(userId, cancellationToken) is { } held && held.Session.SessionId == sessionId ? held.PendingActions : null;

    // What the last reply asked; a reminder that was said in between changes nothing about it.
    private static PendingConfirmation? Pending(IReadOnlyList<CachedMessage> said) =>
        said.LastOrDefault(message => message is { Role: MessageRole.Assistant, Metadata.Entity: null })?.Metadata.PendingAction;

    private static Microsoft.Extensions.AI.ChatMessage Said(CachedMessage message) =>
        new(message.Role == MessageRole.User ? ChatRole.User : ChatRole.Assistant, message.Text);
}

/// <summary>What was said before a message, oldest first.</summary>
/// <param name="LastSession">The end of the session before, where that was full, or is not summarised yet.</param>
/// <param name="ThisSession">All of the open session.</param>
/// <param name="GoesOn">That one was full, and the talk goes on: both are one.</param>
/// <param name="Pending">What the last reply asked the person to agree to.</param>
internal sealed record SaidBefore(
    IReadOnlyList<Microsoft.Extensions.AI.ChatMessage> LastSession,
    IReadOnlyList<Microsoft.Extensions.AI.ChatMessage> ThisSession,
    bool GoesOn,
    PendingConfirmation? Pending);
