using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Accounts.SignIn.Apple;

/// <summary>What Apple granted an app of ours on behalf of a person: it is kept for one thing, to be taken back when the person goes.</summary>
public sealed class AppleGrant
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Who the person is at Apple.</summary>
    public required string Subject { get; init; }

    /// <summary>The app that it was granted to.</summary>
    public required string ClientId { get; init; }

    /// <summary>Apple's refresh token, as data protection hides it.</summary>
    public required string ProtectedToken { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class AppleGrantConfiguration : IEntityTypeConfiguration<AppleGrant>
{
    public void Configure(EntityTypeBuilder<AppleGrant> builder)
    {
        builder.ToTable("apple_grants");
        builder.HasKey(grant => new { grant.UserId, grant.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(grant => grant.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(grant => new { grant.UserId, grant.Subject, grant.ClientId }).IsUnique();
        builder.Property(grant => grant.Subject).HasMaxLength(320);
        builder.Property(grant => grant.ClientId).HasMaxLength(255);
        builder.Property(grant => grant.ProtectedToken).HasMaxLength(8_000);
    }
}
