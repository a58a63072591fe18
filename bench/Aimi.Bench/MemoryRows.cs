using System.Numerics.Tensors;
using Aimi.Accounts;
using Aimi.Data;
using Aimi.Language;
using Aimi.Memory;
using Aimi.Memory.Recall;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Pgvector;

namespace Aimi.Bench;

/// <summary>Memories of many people as they come in over the years: nobody's lie together. Random, and in every run the same.</summary>
internal sealed class MemoryRows(int dimensions)
{
    public const string Model = "bench";

    // Few words are in many memories and many in few, as in a language; the words without which a text says the same are not among them.
    private const int Vocabulary = 5_000;
    private const int Commonest = 10;
    private static readonly string[] Syllables = ["ка", "мо", "ри", "сто", "ве", "лу", "да", "ни", "про", "ше", "те", "зо", "бра", "ги", "фу"];

    private readonly Random _random = new(20260315);

    /// <summary>A unit vector; no two are near one another.</summary>
    public float[] Vector()
    {
        var vector = new float[dimensions];
        for (var i = 0; i < dimensions; i++)
            vector[i] = (float)(_random.NextDouble() - 0.5);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }

    /// <summary>Asked of a person, in six words.</summary>
    public MemoryQuery Question(Guid person) => new(person, Stems.OfText(Sentence(6)), Vector(), Model, Types: null, At: null, Count: 50);

    /// <summary>What a person might say, in six words.</summary>
    public string Words() => Sentence(6);

    /// <summary>Whose memories come after one another: each person's are spread evenly over all.</summary>
    public IEnumerable<MemoryVector> Of(IReadOnlyDictionary<Guid, int> people)
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        var owners = people.SelectMany(person => Enumerable.Repeat(person.Key, person.Value)).ToArray();
        _random.Shuffle(owners);
        foreach (var owner in owners)
        {
            var id = Guid.CreateVersion7(now = now.AddSeconds(30));
            yield return new()
            {
                UserId = owner,
                Id = id,
                EntityType = (MemoryType)_random.Next(6),
                Content = Sentence(6 + _random.Next(16)),
                ContentHash = id.ToString("N") + id.ToString("N"),
                Embedding = Vector(),
                EmbeddingModel = Model,
                EmbeddingDimensions = dimensions,
                SourceSessionId = owner,
                SourceSeqs = [1, 2],
                Importance = 0.5,
                ValidFrom = now,
                LastSeenAt = now,
                CreatedAt = now,
                UpdatedAt = now,
            };
        }
    }

    public static User Person(Guid id) => new()
    {
        Id = id,
        DisplayName = "Анна",
        Timezone = "Europe/Moscow",
        Locale = "ru",
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>A few hundred thousand go in at once.</summary>
    public static async Task Copy(NpgsqlDataSource database, IEnumerable<MemoryVector> memories, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var writer = await connection.BeginBinaryImportAsync(
            """
            COPY memory_vectors (user_id, id, entity_type, content, content_hash, embedding, embedding_model, embedding_dimensions, source_session_id, source_seqs, mentions,
                importance, valid_from, last_seen_at, created_at, updated_at, is_active, metadata) FROM STDIN (FORMAT binary)
            """,
            cancellationToken);
        foreach (var memory in memories)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(memory.UserId, cancellationToken);
            await writer.WriteAsync(memory.Id, cancellationToken);
            await writer.WriteAsync(EnumColumns.Word(memory.EntityType.ToString()), cancellationToken);
            await writer.WriteAsync(memory.Content, cancellationToken);
            await writer.WriteAsync(memory.ContentHash, cancellationToken);
            await writer.WriteAsync(new Vector(memory.Embedding!.Value), cancellationToken);
            await writer.WriteAsync(memory.EmbeddingModel!, cancellationToken);
            await writer.WriteAsync(memory.EmbeddingDimensions!.Value, cancellationToken);
            await writer.WriteAsync(memory.SourceSessionId!.Value, cancellationToken);
            await writer.WriteAsync(memory.SourceSeqs, cancellationToken);
            await writer.WriteAsync(memory.Mentions, cancellationToken);
            await writer.WriteAsync(memory.Importance, cancellationToken);
            foreach (var instant in (DateTimeOffset[])[memory.ValidFrom, memory.LastSeenAt, memory.CreatedAt, memory.UpdatedAt])
                await writer.WriteAsync(instant, NpgsqlDbType.TimestampTz, cancellationToken);
            await writer.WriteAsync(memory.IsActive, cancellationToken);
            await writer.WriteAsync("{}", NpgsqlDbType.Jsonb, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    /// <summary>As the program itself would.</summary>
    public static async Task Save(IDbContextFactory<AimiDbContext> contexts, IEnumerable<object> rows, CancellationToken cancellationToken)
    {
        foreach (var batch in rows.Chunk(2_000))
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            context.AddRange(batch);
            await context.SaveChangesAsync(cancellationToken);
        }
    }

    private string Sentence(int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => Word((int)(Commonest * Math.Pow(Vocabulary / Commonest, _random.NextDouble()))))) + ".";

    private static string Word(int rank)
    {
        var word = "";
        for (var rest = rank; rest > 0 || word.Length < 4; rest /= Syllables.Length)
            word += Syllables[rest % Syllables.Length];
        return word;
    }
}
