using Aimi.Messages;
using Aimi.Sessions.Summaries;

namespace Aimi.Tests.Sessions.Summaries;

/// <summary>What the rules make of a session that a test writes down: a line is the person's, with "Aimi: " in front it is Aimi's; they are numbered from 1.</summary>
internal static class Digest
{
    private const string Aimi = "Aimi: ";

    public static SessionDigest Of(params string[] lines) => Of([], "en", lines);

    public static SessionDigest Of(IReadOnlyList<KnownThing> things, string locale, params string[] lines) =>
        new RuleSummarizer().Summarize(new SessionTranscript([.. lines.Select(Line)], locale, "Europe/Moscow", things), TestContext.Current.CancellationToken)
            .GetAwaiter().GetResult();

    /// <summary>As <c>subject=value</c>, with a dash before what is over.</summary>
    public static string[] FactsOf(params string[] lines) =>
    [
        .. Of(lines).Facts.OrderBy(fact => fact.Seqs[0]).ThenBy(fact => fact.Subject, StringComparer.Ordinal)
            .Select(fact => $"{(fact.Ended ? "-" : "")}{fact.Subject}={fact.Value}"),
    ];

    private static SessionLine Line(string text, int index) =>
        text.StartsWith(Aimi, StringComparison.Ordinal)
            ? new SessionLine(index + 1, MessageRole.Assistant, text[Aimi.Length..], DateTimeOffset.UnixEpoch)
            : new SessionLine(index + 1, MessageRole.User, text, DateTimeOffset.UnixEpoch);
}
