using Microsoft.EntityFrameworkCore;

namespace Aimi.Data.Postgres;

/// <summary>Aimi on PostgreSQL: documents are <c>jsonb</c>, instants <c>timestamptz</c>, embeddings <c>vector</c>.</summary>
public sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options) : AimiDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.HasPostgresExtension("vector");
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if (property.FindAnnotation(DocumentColumns.Annotation) is not null)
                property.SetColumnType("jsonb");
        }
    }
}
