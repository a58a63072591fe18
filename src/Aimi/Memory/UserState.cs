using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Memory;

/// <summary>The portrait that a new session starts from. One row a person, made when there is something to write in it.</summary>
public sealed class UserState
{
    public required Guid UserId { get; init; }
    public string? LastSummary { get; set; }

    /// <summary>The session that <see cref="LastSummary"/> is of.</summary>
    public Guid? LastSummarySessionId { get; set; }
    public IReadOnlyList<FocusGoal> FocusGoals { get; set; } = [];
    public IReadOnlyList<Trait> Traits { get; set; } = [];

    /// <summary>The newest last.</summary>
    public IReadOnlyList<MoodReading> RecentMood { get; set; } = [];
    public IReadOnlyList<PendingAction> PendingActions { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A goal that the person is busy with.</summary>
/// <param name="Weight">0 to 1, at the time of <paramref name="At"/>; it decays from then on.</param>
/// <param name="At">When it was spoken of last.</param>
/// <param name="Seqs">The messages that speak of it.</param>
public sealed record FocusGoal(Guid GoalId, double Weight, DateTimeOffset? At = null, IReadOnlyList<long>? Seqs = null);

/// <summary>What the person is like, as their own words showed.</summary>
/// <param name="Confidence">0 to 1.</param>
/// <param name="MemoryId">The memory that says so.</param>
/// <param name="Seqs">The messages that show it.</param>
public sealed record Trait(string Name, string Text, double Confidence, Guid? MemoryId = null, IReadOnlyList<long>? Seqs = null);

/// <summary>How the person felt in a session.</summary>
/// <param name="Valence">-1 (bad) to 1 (good).</param>
public sealed record MoodReading(string Label, double Valence, Guid SessionId, DateTimeOffset At);

/// <summary>Something that was agreed and not done yet: a question to ask, an event to confirm.</summary>
/// <param name="Type">Such as <c>confirm_event</c>.</param>
/// <param name="EntityType">The kind of the row that it concerns.</param>
/// <param name="SessionId">The session that left it.</param>
/// <param name="Seqs">The messages that say so.</param>
public sealed record PendingAction(
    string Type, string Text, string? EntityType, Guid? EntityId, DateTimeOffset CreatedAt, Guid? SessionId = null, IReadOnlyList<long>? Seqs = null);

internal sealed class UserStateConfiguration : IEntityTypeConfiguration<UserState>
{
    public void Configure(EntityTypeBuilder<UserState> builder)
    {
        builder.ToTable("user_state");
        builder.HasKey(state => state.UserId);
        builder.HasOne<User>().WithOne().HasForeignKey<UserState>(state => state.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(state => state.FocusGoals).IsDocument();
        builder.Property(state => state.Traits).IsDocument();
        builder.Property(state => state.RecentMood).IsDocument();
        builder.Property(state => state.PendingActions).IsDocument();
    }
}
