using Aimi.Messages;

namespace Aimi.Sessions.Summaries;

/// <summary>Reads a session and tells what remains of it: by rules, or with a language model. It changes nothing, and the same session may be read again.</summary>
public interface ISummarizer
{
    Task<SessionDigest> Summarize(SessionTranscript session, CancellationToken cancellationToken);
}

/// <summary>A session as it is read.</summary>
/// <param name="Messages">By seq, the person's and Aimi's.</param>
/// <param name="Locale">The person's, BCP 47: for a session whose words tell no language.</param>
/// <param name="Timezone">The person's, IANA name: what "tomorrow" is.</param>
/// <param name="Imported">It was not talked with this Aimi: both sides of it are news.</param>
/// <param name="Things">The goals and habits that the person has, for the session may speak of them.</param>
/// <param name="UserId">Whose session it is: what a model costs is counted against their day.</param>
public sealed record SessionTranscript(IReadOnlyList<SessionLine> Messages, string Locale, string Timezone, IReadOnlyList<KnownThing> Things, bool Imported = false,
    Guid? UserId = null);

public sealed record SessionLine(long Seq, MessageRole Role, string Text, DateTimeOffset OccurredAt);

/// <summary>A goal or a habit of the person.</summary>
/// <param name="EntityType"><c>goal</c> or <c>habit</c>.</param>
public sealed record KnownThing(string EntityType, Guid Id, string Title);

/// <summary>What remains of a session. Everything names the messages that it comes from; what is not sure is not here.</summary>
public sealed record SessionDigest
{
    /// <summary>What wrote it, as it stands in <c>session_summary.generator</c>: <c>rules</c>, or the model's name.</summary>
    public required string Generator { get; init; }

    /// <summary>A few sentences in the session's language; empty where nothing was said that would be worth it.</summary>
    public required string Summary { get; init; }

    /// <summary><c>ru</c> or <c>en</c>.</summary>
    public required string Language { get; init; }
    public IReadOnlyList<SessionFact> Facts { get; init; } = [];
    public IReadOnlyList<SessionIntent> Intents { get; init; } = [];
    public SessionMood? Mood { get; init; }
    public IReadOnlyList<OpenQuestion> OpenQuestions { get; init; } = [];

    /// <summary>What was agreed on or promised and not done in the session.</summary>
    public IReadOnlyList<SessionPending> PendingActions { get; init; } = [];

    /// <summary>The goals and habits that were spoken of.</summary>
    public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>The people, places and topics that were spoken of.</summary>
    public IReadOnlyList<SpokenOf> Context { get; init; } = [];
}
