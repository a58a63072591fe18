using System.Resources;
using Aimi.Accounts;
using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Aimi.Language;
using Aimi.Messages;
using Aimi.Realtime;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Sessions.Summaries;

/// <summary>
/// Reads one session and commits what it leaves: summary, facts, memories, portrait, graph, and the end of its lease, together. What is outside (a model) is awaited
/// before the transaction begins.
/// </summary>
internal sealed partial class SessionClosing(
    AimiDbContext database, ISummarizer summarizer, SessionMemories memories, SessionTraces traces, SummaryQueue queue, ISessionCache cache, RealtimeHub hub,
    SummaryMetrics metrics, TimeProvider time, ILogger<SessionClosing> log)
{
    /// <summary>Of a longer session the last messages are read; only an imported one can be longer than <see cref="ChatSessionOptions.MaxMessages"/>.</summary>
    private const int MaxMessages = 400;

    private static readonly ResourceManager Texts = new("Aimi.Sessions.SessionTexts", typeof(SessionClosing).Assembly);

    public async Task Close(SummaryLease lease, CancellationToken cancellationToken)
    {
        var (userId, sessionId) = (lease.UserId, lease.SessionId);
        var forgotten = await Forgotten(userId, cancellationToken);
        var person = await database.Users.AsNoTracking().SingleAsync(user => user.Id == userId, cancellationToken);
        var transcript = await Read(person, sessionId, cancellationToken);
        var digest = await summarizer.Summarize(transcript, cancellationToken);
        var told = await memories.Of(sessionId, transcript, digest, cancellationToken);

        Notification? news = null;
        using var remembering = Spans.Source.StartActivity("remember")?.SetTag("aimi.memory.count", told.Count);
        var done = await database.InTransaction(
            async () =>
            {
                await database.LockPerson(userId, cancellationToken);
                if (await queue.Held(lease, cancellationToken) is not { } session)
                    return Outcome.Lost;

                // Something was to be forgotten after this was read: it is read again, without that.
                if (await Forgotten(userId, cancellationToken) != forgotten)
                {
                    await queue.Release(lease, cancellationToken);
                    return Outcome.Again;
                }

                Fill(session, digest);
                await traces.Leave(session, digest, told, cancellationToken);
                if (IsNews(session))
                    database.Notifications.Add(news = News(session, person));
                await database.SaveChangesAsync(cancellationToken);
                return Outcome.Done;
            },
            cancellationToken);
        if (done != Outcome.Done)
        {
            NotTaken(sessionId, userId, done);
            return;
        }

        metrics.Count(SummaryOutcome.Done);
        await cache.Clear(userId, sessionId, CancellationToken.None);
        if (news is not null)
            hub.Publish(userId, NotificationFrame.Of(news).ToUtf8());
    }

    /// <summary>Tombstones are never taken away: another number means a forgetting in between.</summary>
    private Task<int> Forgotten(Guid userId, CancellationToken cancellationToken) =>
        database.MemoryTombstones.CountAsync(tombstone => tombstone.UserId == userId, cancellationToken);

    private async Task<SessionTranscript> Read(User person, Guid sessionId, CancellationToken cancellationToken)
    {
        var messages = await database.ChatMessages.AsNoTracking()
            .Where(message => message.UserId == person.Id && message.SessionId == sessionId)
            .OrderByDescending(message => message.Seq).Take(MaxMessages)
            .Select(message => new SessionLine(message.Seq, message.Role, message.Text, message.OccurredAt))
            .ToListAsync(cancellationToken);
        messages.Reverse();
        var imported = await database.SessionSummaries.AnyAsync(
            session => session.UserId == person.Id && session.Id == sessionId && session.Reason == SessionEndReason.System, cancellationToken);
        return new SessionTranscript(messages, person.Locale, person.Timezone, await traces.Things(person.Id, cancellationToken), imported, person.Id);
    }

    private void Fill(SessionSummary session, SessionDigest digest)
    {
        (session.Status, session.LockedUntil, session.LeaseToken, session.LastError) = (SummaryStatus.Done, null, null, null);
        (session.Summary, session.Language, session.Generator) = (digest.Summary, digest.Language, digest.Generator);
        (session.Facts, session.Intents, session.Mood) = (digest.Facts, digest.Intents, digest.Mood);
        (session.OpenQuestions, session.PendingActions) = (digest.OpenQuestions, digest.PendingActions);
        (session.Mentions, session.Context) = (digest.Mentions, digest.Context);
        session.UpdatedAt = time.GetUtcNow();
    }

    // Who imports years of talk wants no word of each.
    private static bool IsNews(SessionSummary session) => session.Summary!.Length > 0 && session.Reason != SessionEndReason.System;

    // It repeats nothing of what was said: a notification is not forgotten with it.
    private Notification News(SessionSummary session, User person) => new()
    {
        UserId = person.Id,
        Id = Guid.CreateVersion7(time.GetUtcNow()),
        Kind = "session_summarised",
        Title = Texts.GetString("Summarised", SpokenLanguage.Of("", person.Locale))!,
        EntityType = "session",
        EntityId = session.Id,
        CreatedAt = time.GetUtcNow(),
        UpdatedAt = time.GetUtcNow(),
    };

    private enum Outcome
    {
        Done,

        /// <summary>The lease ran out, and another has the session, or had it.</summary>
        Lost,

        /// <summary>It waits again.</summary>
        Again,
    }

    [LoggerMessage(1402, LogLevel.Information, "The summary of session {SessionId} of {UserId} was not committed: {Outcome}", EventName = "session_summary_not_taken")]
    private partial void NotTaken(Guid sessionId, Guid userId, Outcome outcome);
}
