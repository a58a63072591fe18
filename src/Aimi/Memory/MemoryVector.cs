using Aimi.Accounts;
using Aimi.Data;
using Aimi.Language;
using Aimi.Memory.Recall;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Memory;

/// <summary>What a memory is of.</summary>
public enum MemoryType
{
    Goal,
    Event,
    Experience,
    Summary,
    Fact,
    Message,
}

/// <summary>Something remembered, with the messages that it came from.</summary>
public sealed class MemoryVector
{
    /// <summary>A memory that was said a thousand times names this many of its messages.</summary>
    public const int MaxSources = 20;

    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public required MemoryType EntityType { get; init; }

    /// <summary>The row that it is of, if it is of one: a goal, an event, a message.</summary>
    public Guid? EntityId { get; init; }

    /// <summary>What it is about; a newer memory of the same subject supersedes it.</summary>
    public string? Subject { get; init; }
    public required string Content { get; init; }

    /// <summary><see cref="ContentHashes.Of"/> of the content: what says the same in the same words is one memory.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Of a message: what it answers, the words before it; of a fact: what it is asked by. They are indexed and embedded with it (<see cref="IndexText"/>), and not shown.</summary>
    public string? Context { get; set; }

    /// <summary>The stems of content and context, for the full-text index of SQLite; PostgreSQL makes its own.</summary>
    public string SearchText
    {
        get => string.Join(' ', Stems.OfText(IndexText.Of(Content, Context ?? "")));
        private init { }
    }

    /// <summary>Null until it was computed. Vectors of several models stand side by side; only those of one model compare.</summary>
    public ReadOnlyMemory<float>? Embedding { get; set; }
    public string? EmbeddingModel { get; set; }
    public int? EmbeddingDimensions { get; set; }
    public Guid? SourceSessionId { get; init; }

    /// <summary>The messages that said so, at most <see cref="MaxSources"/>: the first and the latest.</summary>
    public long[] SourceSeqs { get; set; } = [];

    /// <summary>In how many sessions it was said; saying it again makes it stronger.</summary>
    public int Mentions { get; set; } = 1;

    /// <summary>When it was said last.</summary>
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>0 to 1.</summary>
    public required double Importance { get; set; }
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>When it ceased to be true; null while it is.</summary>
    public DateTimeOffset? ValidTo { get; set; }

    /// <summary>The memory that took its place.</summary>
    public Guid? SupersededBy { get; set; }

    /// <summary>Only active memories are recalled.</summary>
    public bool IsActive { get; set; } = true;
    public MemoryMetadata Metadata { get; set; } = new();
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>For clients: another one means that it changed.</summary>
    public long Version => UpdatedAt.UtcTicks / TimeSpan.TicksPerMicrosecond;
}

/// <summary>What is known of a memory beside its content.</summary>
public sealed record MemoryMetadata
{
    /// <summary>Of a fact: what it is about in general, such as <c>family</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Of a fact: the words that it turns on.</summary>
    public string? Value { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The person wrote or corrected it; no worker may change it.</summary>
    public bool? Pinned { get; init; }
}

internal sealed class MemoryVectorConfiguration : IEntityTypeConfiguration<MemoryVector>
{
    public void Configure(EntityTypeBuilder<MemoryVector> builder)
    {
        builder.ToTable("memory_vectors", table =>
        {
            table.HasCheckConstraint("ck_memory_vectors_importance", "importance BETWEEN 0 AND 1");
            table.HasCheckConstraint("ck_memory_vectors_validity", "valid_to IS NULL OR valid_to >= valid_from");
            table.HasCheckConstraint("ck_memory_vectors_superseded_by", "superseded_by <> id");
            table.HasCheckConstraint("ck_memory_vectors_mentions", "mentions > 0");
            table.HasCheckConstraint(
                "ck_memory_vectors_embedding",
                "(embedding IS NULL) = (embedding_model IS NULL) AND (embedding IS NULL) = (embedding_dimensions IS NULL)");
        });
        builder.HasKey(memory => new { memory.UserId, memory.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(memory => memory.UserId).OnDelete(DeleteBehavior.Cascade);

        // NO ACTION: whoever forgets a memory for good first unlinks those that it superseded.
        builder.HasOne<MemoryVector>().WithMany().HasForeignKey(memory => new { memory.UserId, memory.SupersededBy }).OnDelete(DeleteBehavior.NoAction);

        // What is known is known once, and a row is remembered once.
        builder.HasIndex(memory => new { memory.UserId, memory.EntityType, memory.ContentHash })
            .IsUnique().HasFilter("is_active AND entity_id IS NULL").HasDatabaseName("ix_memory_vectors_content");
        builder.HasIndex(memory => new { memory.UserId, memory.EntityType, memory.EntityId })
            .IsUnique().HasFilter("is_active AND entity_id IS NOT NULL").HasDatabaseName("ix_memory_vectors_entity");

        // One fact fills a slot at a time.
        builder.HasIndex(memory => new { memory.UserId, memory.Subject })
            .IsUnique().HasFilter("is_active AND entity_type = 'fact' AND subject IS NOT NULL").HasDatabaseName("ix_memory_vectors_subject");

        // Finds what a change of the model left to be embedded anew.
        builder.HasIndex(memory => memory.EmbeddingModel);

        // The column type and its conversion differ by database: see the two contexts.
        builder.Property(memory => memory.Embedding).Metadata.SetValueComparer(new EmbeddingComparer());
        builder.Property(memory => memory.EmbeddingModel).HasMaxLength(100);
        builder.Property(memory => memory.Subject).HasMaxLength(200);
        builder.Property(memory => memory.ContentHash).HasMaxLength(64);
        builder.Ignore(memory => memory.Version);
        builder.Property(memory => memory.Metadata).IsDocument();
    }

    // By content: an embedding is replaced, never written into.
    private sealed class EmbeddingComparer() : ValueComparer<ReadOnlyMemory<float>>(
        (left, right) => Same(left, right),
        vector => vector.Length,
        vector => vector)
    {
        private static bool Same(ReadOnlyMemory<float> left, ReadOnlyMemory<float> right) => left.Span.SequenceEqual(right.Span);
    }
}
