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
    public IReadOnlyList<SessionPending>? PendingActions { get; set; }
    public IReadOnlyList<Mention>? Mentions { get; set; }
    public IReadOnlyList<SpokenOf>? Context { get; set; }

    /// <summary>Why the last attempt came to nothing: the kind of the failure, and nothing that was said.</summary>
    public string? LastError { get; set; }

    /// <summary>What wrote it: <c>rules</c>, or a model's name.</summary>
    public string? Generator { get; set; }

    /// <summary>BCP 47, the language that the session was in.</summary>
    public string? Language { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>What a fact is about.</summary>
public enum FactType
{
    Other,
    Name,
    Birthday,
    Family,
    Work,
    Place,
    Health,
    Like,
    Dislike,
    Habit,
    Plan,
    Decision,
}

/// <summary>Something that the person said of themselves.</summary>
/// <param name="Subject">
/// The slot that it fills, in snake_case with what tells slots of one kind apart behind a colon (<c>name</c>, <c>home</c>, <c>work</c>, <c>family:sister</c>, <c>taste:coffee</c>):
/// a later fact of the same subject takes its place.
/// </param>
/// <param name="Text">One sentence in the session's language, without its full stop.</param>
/// <param name="Importance">0 to 1.</param>
/// <param name="Seqs">The messages that say so.</param>
/// <param name="Value">The words that it turns on, as the person wrote them (<c>Казань</c>, <c>diabetes</c>): where they are gone, the fact is.</param>
/// <param name="Ended">It says that something is over ("больше не курю"): what was known of the subject holds no more.</param>
public sealed record SessionFact(
    string? Subject, string Text, double Importance, IReadOnlyList<long> Seqs, FactType Type = FactType.Other, string? Value = null, bool Ended = false);

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

/// <summary>Something that was agreed on and not done yet.</summary>
/// <param name="Type">Its kind, such as <c>follow_up</c> or <c>confirm_event</c>.</param>
/// <param name="Seqs">The messages that say so.</param>
public sealed record SessionPending(string Type, string Text, IReadOnlyList<long> Seqs);

/// <summary>A goal or a habit of the person that was spoken of.</summary>
/// <param name="EntityType"><c>goal</c> or <c>habit</c>.</param>
/// <param name="Valence">-1 (it goes badly) to 1 (it goes well); 0 where nothing says so.</param>
/// <param name="Note">How it stands, in the person's words; null where they did not say.</param>
/// <param name="Seqs">The messages that speak of it.</param>
public sealed record Mention(string EntityType, Guid EntityId, double Valence, string? Note, IReadOnlyList<long> Seqs);

/// <summary>What a thing is that was spoken of.</summary>
public enum SpokenKind
{
    Person,
    Place,
    Topic,
}

/// <summary>A person, a place or a topic that was spoken of.</summary>
/// <param name="Key">The same for all forms of the name: folded stems. With <paramref name="Kind"/> it tells one from another.</param>
/// <param name="Name">As a reader should see it: a name in its first form.</param>
/// <param name="Relation">What it is to the person, in snake_case (<c>sister</c>, <c>works_at</c>, <c>lives_in</c>); null where nothing says so.</param>
/// <param name="Seqs">The messages that speak of it.</param>
public sealed record SpokenOf(SpokenKind Kind, string Key, string Name, string? Relation, IReadOnlyList<long> Seqs);

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

        // Those that are given up, to be counted.
        builder.HasIndex(summary => summary.EndedAt).HasFilter("status = 'failed'");
        builder.Property(summary => summary.LeaseToken).IsConcurrencyToken();
        builder.Property(summary => summary.Facts).IsDocument();
        builder.Property(summary => summary.Intents).IsDocument();
        builder.Property(summary => summary.Mood).IsDocument();
        builder.Property(summary => summary.OpenQuestions).IsDocument();
        builder.Property(summary => summary.PendingActions).IsDocument();
        builder.Property(summary => summary.Mentions).IsDocument();
        builder.Property(summary => summary.Context).IsDocument();
        builder.Property(summary => summary.LastError).HasMaxLength(200);
        builder.Property(summary => summary.Generator).HasMaxLength(100);
        builder.Property(summary => summary.Language).HasMaxLength(35);
    }
}
