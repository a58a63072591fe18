using Aimi.Data;
using Aimi.Language;
using Aimi.Memory;
using Aimi.Memory.Embeddings;
using Aimi.Memory.Recall;
using Aimi.Messages;

namespace Aimi.Sessions.Summaries;

/// <summary>What of a session is worth remembering: its facts, its summary, and the messages that say something, each with its vector.</summary>
internal sealed partial class SessionMemories(EmbeddingService embeddings, ILogger<SessionMemories> log)
{
    private const double SummaryImportance = 0.5;
    private const double SaidImportance = 0.3;

    /// <summary>A question says less of a person than what they state.</summary>
    private const double AskedImportance = 0.15;

    /// <summary>A message of fewer words that say something ("да", "ok, thanks") is no memory; of an imported one a single word is enough.</summary>
    private const int FewestStems = 2;

    public async Task<IReadOnlyList<NewMemory>> Of(Guid sessionId, SessionTranscript session, SessionDigest digest, CancellationToken cancellationToken)
    {
        var said = session.Messages.ToDictionary(message => message.Seq, message => message.OccurredAt);
        var last = session.Messages.Select(message => message.OccurredAt).LastOrDefault();
        List<NewMemory> memories =
        [
            .. digest.Facts.Select(fact => Memory(
                MemoryType.Fact, fact.Subject, fact.Text, fact.Seqs, fact.Importance, fact.Seqs.Select(seq => said.GetValueOrDefault(seq, last)).DefaultIfEmpty(last).Max(),
                new MemoryMetadata { Kind = EnumColumns.Word(fact.Type.ToString()), Value = fact.Value }) with { Context = SlotWords.Of(fact.Subject) }),
            .. session.Messages.Index().Where(message => Says(message.Item, session.Imported)).Select(message => Said(message.Item, Before(session, message.Index))),
        ];
        if (digest.Summary.Length > 0)
            memories.Add(Memory(MemoryType.Summary, null, NewMemory.Cut(digest.Summary), [.. said.Keys], SummaryImportance, last, new MemoryMetadata()));

        var vectors = await Vectors([.. memories.Select(memory => IndexText.Of(memory.Content, memory.Context ?? ""))], sessionId, cancellationToken);
        return [.. memories.Select((memory, at) => memory with { Vector = vectors?[at] })];

        NewMemory Said(SessionLine message, string context) => Memory(
            MemoryType.Message, null, NewMemory.Cut(message.Text), [message.Seq], message.Text.EndsWith('?') ? AskedImportance : SaidImportance, message.OccurredAt,
            new MemoryMetadata { Kind = EnumColumns.Word(message.Role.ToString()) }) with
        { Context = context.Length == 0 ? null : context };

        NewMemory Memory(
            MemoryType type, string? subject, string content, IReadOnlyList<long> seqs, double importance, DateTimeOffset at, MemoryMetadata metadata) =>
            new(type, subject, content, EntityId: null, sessionId, seqs, importance, at, metadata, Vector: null, embeddings.Model);
    }

    // What Aimi says herself she drew from what she knows, and would find herself quoting herself.
    private static bool Says(SessionLine message, bool imported)
    {
        var fewest = imported ? 1 : FewestStems;
        return (imported || message.Role == MessageRole.User)
            && Stems.OfText(NewMemory.Cut(message.Text)).Distinct(StringComparer.Ordinal).Take(fewest).Count() == fewest;
    }

    private static string Before(SessionTranscript session, int index) => IndexText.Context(session.Messages.Take(index).Reverse().Select(message => message.Text));

    // Without the model the session is summarised all the same; its vectors are made when the model is back.
    private async Task<IReadOnlyList<ReadOnlyMemory<float>?>?> Vectors(IReadOnlyList<string> contents, Guid sessionId, CancellationToken cancellationToken)
    {
        if (contents.Count == 0)
            return [];

        try
        {
            return await embeddings.EmbedEach(contents, cancellationToken);
        }
        catch (EmbeddingException failure)
        {
            NotEmbedded(sessionId, failure.Message);
            return null;
        }
    }

    [LoggerMessage(1406, LogLevel.Warning, "The memories of session {SessionId} have no vectors yet: {Reason}", EventName = "session_not_embedded")]
    private partial void NotEmbedded(Guid sessionId, string reason);
}
