using Aimi.Accounts;
using Aimi.Data;
using Aimi.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Sessions;

/// <summary>How far the work on an ended session is.</summary>
public enum SummaryStatus
{
    Pending,
    Working,
    Done,
    Failed,
}

/// <summary>
/// What remains of a session. The row is made, pending, in the statement that ends the session; a worker fills it: the table is its own queue.
/// </summary>
public sealed class SessionSummary
{
    public required Guid UserId { get; init; }

    /// <summary>The session's id: a session has one summary.</summary>
    public required Guid Id { get; init; }

    /// <summary>The same as <see cref="Id"/>, under the name that other tables and the contract use.</summary>
    public required Guid SessionId { get; init; }
    public required SessionEndReason Reason { get; init; }
    public SummaryStatus Status { get; set; }

    /// <summary>How often a worker began.</summary>
    public int Attempts { get; set; }

    /// <summary>Another worker may take it after this.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Fences the worker: one that overslept its lease finds another token and changes nothing.</summary>
    public Guid? LeaseToken { get; set; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset EndedAt { get; init; }
    public required int MessageCount { get; init; }
    public string? Summary { get; set; }
    public IReadOnlyList<SessionFact>? Facts { get; set; }
    public IReadOnlyList<SessionIntent>? Intents { get; set; }
    public SessionMood? Mood { get; set; }
    public IReadOnlyList<OpenQuestion>? OpenQuestions { get; set; }

    /// <summary>What wrote it: <c>rules</c>, or a model's name.</summary>
    public string? Generator { get; set; }

    /// <summary>BCP 47, the language that the session was in.</summary>
    public string? Language { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Something that the person said of themselves.</summary>
/// <param name="Subject">What it is about, such as <c>work</c>; a later fact of the same subject may replace it.</param>
/// <param name="Importance">0 to 1.</param>
/// <param name="Seqs">The messages that say so.</param>
public sealed record SessionFact(string? Subject, string Text, double Importance, IReadOnlyList<long> Seqs);

/// <summary>Something that the person means to do.</summary>
/// <param name="Name">Its kind, such as <c>plan_event</c>.</param>
/// <param name="Seqs">The messages that say so.</param>
public sealed record SessionIntent(string Name, string Text, IReadOnlyList<long> Seqs);

/// <summary>How the person felt.</summary>
/// <param name="Label">One word, such as <c>calm</c>.</param>
/// <param name="Valence">-1 (bad) to 1 (good).</param>
/// <param name="Seqs">The messages that show it.</param>
public sealed record SessionMood(string Label, double Valence, IReadOnlyList<long> Seqs);

/// <summary>A question that nobody answered yet.</summary>
/// <param name="Seqs">The messages that ask it.</param>
public sealed record OpenQuestion(string Text, IReadOnlyList<long> Seqs);

internal sealed class SessionSummaryConfiguration : IEntityTypeConfiguration<SessionSummary>
{
    public void Configure(EntityTypeBuilder<SessionSummary> builder)
    {
        builder.ToTable("session_summary", table =>
        {
            // With the primary key this keeps a session to one summary.
            table.HasCheckConstraint("ck_session_summary_id", "id = session_id");
            table.HasCheckConstraint("ck_session_summary_counts", "attempts >= 0 AND message_count >= 0");
            table.HasCheckConstraint("ck_session_summary_times", "ended_at >= started_at");
            table.HasCheckConstraint("ck_session_summary_lease", "(locked_until IS NULL) = (lease_token IS NULL)");
        });
        builder.HasKey(summary => new { summary.UserId, summary.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(summary => summary.UserId).OnDelete(DeleteBehavior.Cascade);

        // The worker's queue; sessions that are done are not in it.
        builder.HasIndex(summary => summary.CreatedAt).HasFilter("status IN ('pending', 'working')");
        builder.Property(summary => summary.LeaseToken).IsConcurrencyToken();
        builder.Property(summary => summary.Facts).IsDocument();
        builder.Property(summary => summary.Intents).IsDocument();
        builder.Property(summary => summary.Mood).IsDocument();
        builder.Property(summary => summary.OpenQuestions).IsDocument();
        builder.Property(summary => summary.Generator).HasMaxLength(100);
        builder.Property(summary => summary.Language).HasMaxLength(35);
    }
}
