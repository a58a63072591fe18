using Aimi.Memory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Pgvector;

namespace Aimi.Data.Postgres;

/// <summary>Aimi on PostgreSQL: documents are <c>jsonb</c>, instants <c>timestamptz</c>, embeddings <c>vector</c>.</summary>
public sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options) : AimiDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.HasPostgresExtension("vector");
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if (property.FindAnnotation(DocumentColumns.Annotation) is not null)
                property.SetColumnType("jsonb");
        }

        modelBuilder.Entity<MemoryVector>(memory =>
        {
            memory.Ignore(row => row.SearchText);

            // No fixed dimension: vectors of several models stand side by side.
            memory.Property(row => row.Embedding).HasConversion<EmbeddingConverter>().HasColumnType("vector");
            memory.ToTable(table => table.HasCheckConstraint("ck_memory_vectors_dimensions", "vector_dims(embedding) = embedding_dimensions"));
        });
    }

    // Npgsql takes only UTC for timestamptz, and would round where SQLite cuts.
    private sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        instant => Instant.Truncate(instant),
        instant => instant);

    private sealed class EmbeddingConverter() : ValueConverter<ReadOnlyMemory<float>, Vector>(
        vector => new Vector(vector),
        vector => vector.Memory);
}
