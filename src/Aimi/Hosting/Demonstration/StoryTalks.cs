using Aimi.Accounts;
using Aimi.Conversations;
using Aimi.Data;
using Aimi.Memory;
using Aimi.Messages;
using Aimi.Sessions;

namespace Aimi.Hosting.Demonstration;

/// <summary>What was said in the story, and what remained of it: messages, sessions with their summaries, facts to remember.</summary>
internal sealed class StoryTalks(AimiDbContext database, User person, Conversation head, StoryTime time)
{
    private static readonly TimeSpan Thinking = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Answering = TimeSpan.FromSeconds(4);

    // The story keeps to the rules under which it was written, whatever this Aimi is set to.
    private static readonly ChatSessionOptions Rules = new();

    /// <summary>Each message with the keys of what it speaks about.</summary>
    public List<(ChatMessage Message, IReadOnlyList<string> About)> Messages { get; } = [];

    public List<SessionSummary> Sessions { get; } = [];

    public void Add(IReadOnlyList<StorySession> sessions, Guid firstSession)
    {
        foreach (var told in sessions)
            Add(told, Sessions.Count == 0 ? firstSession : Guid.CreateVersion7(time.At(told.Day, told.At)));

        head.ReadSeq = head.LastSeq;
        database.ChatMessages.AddRange(Messages.Select(said => said.Message));
        database.SessionSummaries.AddRange(Sessions);
    }

    private void Add(StorySession told, Guid sessionId)
    {
        var firstSeq = head.LastSeq + 1;
        var at = time.At(told.Day, told.At);
        ChatMessage? question = null;
        foreach (var said in told.Messages)
        {
            var message = Place(said.Text, question, sessionId, at);
            Messages.Add((message, said.About ?? []));
            (question, at) = question is null ? (message, at + Answering) : (null, at + Thinking);
        }

        var reason = Farewell.Is(told.Messages[^2].Text) ? SessionEndReason.Command : SessionEndReason.Timeout;
        var ended = head.End(reason, Rules, head.LastActiveAt!.Value)!;
        Sessions.Add(Summary(told, ended, firstSeq));
        database.MemoryVectors.AddRange(told.Facts.Select(fact => Memory(fact, ended, firstSeq)));
    }

    // The head itself numbers and places it, as it does when people talk.
    private ChatMessage Place(string text, ChatMessage? question, Guid sessionId, DateTimeOffset at) =>
        head.Place(
            new NewMessage(
                person.Id, Guid.CreateVersion7(at), question is null ? MessageRole.User : MessageRole.Assistant, text, ClientMessageId: null,
                question is null ? null : (question.Id, question.Seq), MessageMetadata.None, sessionId, EndsSession: false, HandTurnTo: null),
            Rules,
            at).Message;

    private SessionSummary Summary(StorySession told, EndedSession ended, long firstSeq) => new()
    {
        UserId = person.Id,
        Id = ended.SessionId,
        SessionId = ended.SessionId,
        Reason = ended.Reason,
        Status = SummaryStatus.Done,
        Attempts = 1,
        StartedAt = ended.StartedAt,
        EndedAt = ended.EndedAt,
        MessageCount = ended.MessageCount,
        Summary = told.Summary,
        Facts = [.. told.Facts.Select(fact => new SessionFact(fact.Subject, fact.Text, fact.Importance, Seqs(fact.From, firstSeq)))],
        Intents = [.. told.Intents.Select(intent => new SessionIntent(intent.Name, intent.Text, Seqs(intent.From, firstSeq)))],
        Mood = new SessionMood(told.Mood.Label, told.Mood.Valence, Seqs(told.Mood.From, firstSeq)),
        OpenQuestions = [.. told.OpenQuestions.Select(question => new OpenQuestion(question.Text, Seqs(question.From, firstSeq)))],
        Generator = "demonstration",
        Language = told.Language,
        CreatedAt = ended.EndedAt,
        UpdatedAt = ended.EndedAt,
    };

    // Without its vector: that comes from the model of whoever computes it.
    private MemoryVector Memory(StoryFact fact, EndedSession ended, long firstSeq) => new()
    {
        UserId = person.Id,
        Id = Guid.CreateVersion7(ended.EndedAt),
        EntityType = MemoryType.Fact,
        Subject = fact.Subject,
        Content = fact.Text,
        ContentHash = ContentHashes.Of(person.Id, fact.Text),
        SourceSessionId = ended.SessionId,
        SourceSeqs = Seqs(fact.From, firstSeq),
        Importance = fact.Importance,
        ValidFrom = ended.EndedAt,
        LastSeenAt = ended.EndedAt,
        CreatedAt = ended.EndedAt,
        UpdatedAt = ended.EndedAt,
    };

    private static long[] Seqs(IEnumerable<int> from, long firstSeq) => [.. from.Select(number => firstSeq + number - 1)];
}
