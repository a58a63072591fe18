using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Data;

/// <summary>A key of ASP.NET's data protection, shared by all replicas; it belongs to nobody. What is secret of it is encrypted by the master key.</summary>
public sealed class DataProtectionKey
{
    /// <summary>The framework's name for it, <c>key-…</c> or <c>revocation-…</c>.</summary>
    public required string Name { get; init; }

    public required string Xml { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class DataProtectionKeyConfiguration : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> builder)
    {
        builder.ToTable("data_protection_keys");
        builder.HasKey(key => key.Name);
        builder.Property(key => key.Name).HasMaxLength(100);
    }
}
