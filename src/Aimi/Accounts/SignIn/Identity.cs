using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Accounts.SignIn;

/// <summary>One way in which a person is known from outside: an e-mail address, or an account of a provider. What counts is provider and subject, never the address alone.</summary>
public sealed class Identity
{
    /// <summary>The provider of addresses that sign in with a password; the subject is the address, in lower case.</summary>
    public const string EmailProvider = "email";

    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }

    /// <summary><c>email</c>, <c>apple</c>, or <c>oidc:NAME</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>What the provider calls them, for ever the same.</summary>
    public required string Subject { get; init; }

    /// <summary>An address that the provider vouches for.</summary>
    public string? Email { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class IdentityConfiguration : IEntityTypeConfiguration<Identity>
{
    public void Configure(EntityTypeBuilder<Identity> builder)
    {
        builder.ToTable("identities");
        builder.HasKey(identity => new { identity.UserId, identity.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(identity => identity.UserId).OnDelete(DeleteBehavior.Cascade);

        // Whoever signs in is looked up here before anyone knows who they are.
        builder.HasIndex(identity => new { identity.Provider, identity.Subject }).IsUnique();
        builder.Property(identity => identity.Provider).HasMaxLength(80);
        builder.Property(identity => identity.Subject).HasMaxLength(320);
        builder.Property(identity => identity.Email).HasMaxLength(320);
    }
}

/// <summary>Whom a provider says that someone is.</summary>
/// <param name="Email">Null where it says none, or does not vouch for it.</param>
public sealed record ExternalIdentity(string Provider, string Subject, string? Email);

/// <summary>What a person who is new says of themselves; what is absent is taken from the product's defaults.</summary>
/// <param name="Timezone">IANA name.</param>
/// <param name="Locale">BCP 47.</param>
public sealed record Newcomer(string? DisplayName, string? Timezone, string? Locale);
