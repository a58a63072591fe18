using System.Globalization;
using Aimi.Accounts;
using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Aimi.Memory.Embeddings;

namespace Aimi.Memory.Recall;

/// <summary>Finds what is remembered about something: by meaning and by words, the newer and the weightier first among equals.</summary>
public sealed partial class MemorySearch(
    AimiDbContext database, IMemoryIndex index, EmbeddingService embeddings, MemorySources sources, People people, RecallMetrics metrics, TimeProvider time,
    ILogger<MemorySearch> log)
{
    public const int DefaultLimit = 10;

    /// <summary>In characters.</summary>
    public const int MaxQuery = 1000;

    /// <summary>So many candidates of each kind are ranked, at least: an answer may be the eightieth by its words.</summary>
    private const int Candidates = 80;

    /// <summary>The best memories, ranked.</summary>
    /// <param name="types">Only of these; null: of all.</param>
    /// <param name="at">What was known then; null: what holds now.</param>
    public async Task<IReadOnlyList<Recalled>> Search(
        Guid userId, string query, IReadOnlyList<MemoryType>? types, DateTimeOffset? at, int limit, CancellationToken cancellationToken)
    {
        using var span = Spans.Source.StartActivity("recall");
        var begun = time.GetTimestamp();
        var asked = new MemoryQuery(
            userId, [.. QueryWords.Of(query).Select(term => term.Stem)], await Vector(query, cancellationToken), embeddings.Model, types, at, Math.Max(Candidates, 2 * limit));
        var found = await index.Find(database, asked, cancellationToken);
        var ranked = RankFusion.Rank(found, at ?? time.GetUtcNow(), limit);
        metrics.Searched(time.GetElapsedTime(begun), ranked.Count);
        span?.SetTag("aimi.recall.hits", ranked.Count);
        return ranked;
    }

    /// <summary><see cref="Search"/>, as the contract shows it, with the messages that the memories come from.</summary>
    public async Task<FoundMemories> Find(
        Guid userId, string query, IReadOnlyList<MemoryType>? types, DateTimeOffset? at, int limit, CancellationToken cancellationToken)
    {
        var found = await Search(userId, query, types, at, limit, cancellationToken);
        var from = await sources.Of(userId, found.SelectMany(memory => memory.Memory.SourceSeqs), cancellationToken);
        return new FoundMemories([.. found.Select(memory => FoundMemory.Of(memory, from))]);
    }

    /// <summary>The instant that a person means; a day is meant until its end. Null where it is none.</summary>
    public async Task<DateTimeOffset?> Instant(Guid userId, string at, CancellationToken cancellationToken)
    {
        if (DateOnly.TryParseExact(at, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            var person = await people.Find(userId, cancellationToken);
            return LocalTime.StartOf(day.AddDays(1), person?.Timezone ?? "UTC").AddTicks(-TimeSpan.TicksPerMicrosecond);
        }

        return DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            && at.Contains('T', StringComparison.Ordinal) ? instant : null;
    }

    // Without the model full text finds what it can.
    private async Task<ReadOnlyMemory<float>?> Vector(string query, CancellationToken cancellationToken)
    {
        try
        {
            return await embeddings.EmbedQuery(query, cancellationToken);
        }
        catch (EmbeddingException failure)
        {
            SearchedByWords(failure.Message);
            return null;
        }
    }

    [LoggerMessage(1552, LogLevel.Warning, "A search went by words alone: {Reason}", EventName = "searched_by_words")]
    private partial void SearchedByWords(string reason);
}

/// <summary>What was found, the best first.</summary>
public sealed record FoundMemories(IReadOnlyList<FoundMemory> Items);

/// <summary>A memory that was found.</summary>
/// <param name="Score">0 to 1, by which the memories are ordered; only scores of one search compare.</param>
/// <param name="Scores">What it is made of.</param>
/// <param name="Sources">The messages that say so.</param>
public sealed record FoundMemory(
    Guid MemoryId,
    MemoryType EntityType,
    Guid? EntityId,
    string? Subject,
    string Content,
    double Score,
    ScoreParts Scores,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidTo,
    bool IsActive,
    IReadOnlyList<MemorySource> Sources)
{
    public static FoundMemory Of(Recalled found, IReadOnlyDictionary<long, MemorySource> sources) => new(
        found.Memory.MemoryId,
        found.Memory.EntityType,
        found.Memory.EntityId,
        found.Memory.Subject,
        found.Memory.Content,
        found.Score,
        new ScoreParts(found.VectorScore, found.LexicalScore, found.RecencyScore, found.ImportanceScore),
        found.Memory.ValidFrom,
        found.Memory.ValidTo,
        found.Memory.IsActive,
        [.. found.Memory.SourceSeqs.Select(seq => sources.GetValueOrDefault(seq)).OfType<MemorySource>()]);
}

/// <summary>The parts of a score, each 0 to 1.</summary>
/// <param name="Vector">By meaning.</param>
/// <param name="Lexical">By words.</param>
/// <param name="Recency">The newer, the nearer to 1.</param>
/// <param name="Importance">As the memory has it.</param>
public sealed record ScoreParts(double Vector, double Lexical, double Recency, double Importance);
