using System.Runtime.InteropServices;
using Aimi.Memory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Aimi.Data.Sqlite;

/// <summary>
/// Aimi on SQLite: documents are text, instants whole microseconds since 1970 (UTC), which order and compare as numbers,
/// embeddings are the bytes of their floats.
/// </summary>
public sealed class SqliteDbContext(DbContextOptions<SqliteDbContext> options) : AimiDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondsConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<MemoryVector>(memory =>
        {
            memory.Property(row => row.SearchText).HasDefaultValue("");
            memory.Property(row => row.Embedding).HasConversion<EmbeddingConverter>();
            memory.ToTable(table => table.HasCheckConstraint("ck_memory_vectors_dimensions", "length(embedding) = 4 * embedding_dimensions"));
        });
    }

    private sealed class MicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(
        instant => SqliteInstant.ToMicroseconds(instant),
        microseconds => SqliteInstant.FromMicroseconds(microseconds));

    // Little-endian, as every machine that .NET runs on: a vector is searched where it lies, without a conversion.
    private sealed class EmbeddingConverter() : ValueConverter<ReadOnlyMemory<float>, byte[]>(
        vector => Write(vector),
        bytes => Read(bytes))
    {
        private static byte[] Write(ReadOnlyMemory<float> vector) => MemoryMarshal.AsBytes(vector.Span).ToArray();

        private static ReadOnlyMemory<float> Read(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }
}
