using Aimi.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Assistant.Llm;

/// <summary>What a person used up of language models in a day. Only kept where there is a limit.</summary>
public sealed class LlmUsage
{
    public required Guid UserId { get; init; }

    /// <summary>Where the person is.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Of prompts and answers together.</summary>
    public long Tokens { get; set; }

    /// <summary>When the person was told that the day's are used up; null: they were not.</summary>
    public DateTimeOffset? ToldAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class LlmUsageConfiguration : IEntityTypeConfiguration<LlmUsage>
{
    public void Configure(EntityTypeBuilder<LlmUsage> builder)
    {
        builder.ToTable("llm_usage", table => table.HasCheckConstraint("ck_llm_usage_tokens", "tokens >= 0"));
        builder.HasKey(usage => new { usage.UserId, usage.Day });
        builder.HasOne<User>().WithMany().HasForeignKey(usage => usage.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
