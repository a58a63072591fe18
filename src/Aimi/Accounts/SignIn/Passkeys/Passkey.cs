using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Accounts.SignIn.Passkeys;

/// <summary>A key pair of a person's device or password manager (WebAuthn); only the public half is known here.</summary>
public sealed class Passkey
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>What the authenticator knows it by, up to 1,023 bytes.</summary>
    public required byte[] CredentialId { get; init; }

    /// <summary>SHA-256 of <see cref="CredentialId"/>, in hex: what it is looked up by, and unique among all people.</summary>
    public required string CredentialHash { get; init; }

    /// <summary>As COSE writes it.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>How often it signed, where the authenticator counts; one that does not go up was copied.</summary>
    public long SignCount { get; set; }

    /// <summary>Whether it can be copied between a person's devices; never changes.</summary>
    public bool IsBackupEligible { get; init; }

    /// <summary>Whether it was.</summary>
    public bool IsBackedUp { get; set; }

    /// <summary>How a browser reaches the authenticator (<c>internal</c>, <c>usb</c>, …), by spaces.</summary>
    public string? Transports { get; init; }

    /// <summary>What the person calls it.</summary>
    public string? Name { get; init; }
    public DateTimeOffset? LastUsedAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class PasskeyConfiguration : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkeys");
        builder.HasKey(passkey => new { passkey.UserId, passkey.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(passkey => passkey.UserId).OnDelete(DeleteBehavior.Cascade);

        // Of all people: whoever brings a passkey of another's is not let have it, and no query needs to see that other's row.
        builder.HasIndex(passkey => passkey.CredentialHash).IsUnique();
        builder.Property(passkey => passkey.CredentialId).HasMaxLength(1023);
        builder.Property(passkey => passkey.CredentialHash).HasMaxLength(64);
        builder.Property(passkey => passkey.PublicKey).HasMaxLength(2_000);
        builder.Property(passkey => passkey.Transports).HasMaxLength(200);
        builder.Property(passkey => passkey.Name).HasMaxLength(100);
    }
}
