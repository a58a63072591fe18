using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Accounts.SignIn;

/// <summary>A person's password, and how often it was guessed wrong.</summary>
public sealed class Password
{
    public required Guid UserId { get; init; }

    /// <summary>As ASP.NET Core Identity's hasher writes it: algorithm, cost, salt and hash.</summary>
    public required string Hash { get; set; }

    /// <summary>Wrong guesses since the last right one, or since the last lock.</summary>
    public int Failures { get; set; }

    /// <summary>Until then not even the right one lets in.</summary>
    public DateTimeOffset? LockedUntil { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class PasswordConfiguration : IEntityTypeConfiguration<Password>
{
    public void Configure(EntityTypeBuilder<Password> builder)
    {
        builder.ToTable("passwords");
        builder.HasKey(password => password.UserId);
        builder.HasOne<User>().WithMany().HasForeignKey(password => password.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(password => password.Hash).HasMaxLength(200);
    }
}
