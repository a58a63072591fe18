using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Accounts.SignIn;

/// <summary>What a challenge is for: one that was made for one thing does not serve another.</summary>
public enum ChallengePurpose
{
    AppleNonce,
    OidcNonce,
    OidcState,
    PasskeyRegistration,
    PasskeySignIn,

    /// <summary>Signed in by a redirect: the page exchanges it for tokens.</summary>
    Exchange,
}

/// <summary>A secret that someone must bring back, once and soon. It belongs to nobody yet; the one table of which that is true.</summary>
public sealed class AuthChallenge
{
    /// <summary>SHA-256 of purpose and secret, in hex.</summary>
    public required string Hash { get; init; }
    public required ChallengePurpose Purpose { get; init; }

    /// <summary>What is to be known when it comes back.</summary>
    public string? State { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class AuthChallengeConfiguration : IEntityTypeConfiguration<AuthChallenge>
{
    public void Configure(EntityTypeBuilder<AuthChallenge> builder)
    {
        builder.ToTable("auth_challenges");
        builder.HasKey(challenge => challenge.Hash);
        builder.HasIndex(challenge => challenge.ExpiresAt);
        builder.Property(challenge => challenge.Hash).HasMaxLength(64);
        builder.Property(challenge => challenge.State).HasMaxLength(8_000);
    }
}
