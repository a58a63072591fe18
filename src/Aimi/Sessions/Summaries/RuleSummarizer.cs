namespace Aimi.Sessions.Summaries;

/// <summary>
/// Reads a session by rules, in Russian and English: word forms, negation, tense and who is spoken of. No network, no chance; the same session gives the same digest.
/// Where it is not sure it says nothing.
/// </summary>
public sealed class RuleSummarizer : ISummarizer
{
    public string Name => "rules";

    public Task<SessionDigest> Summarize(SessionTranscript session, CancellationToken cancellationToken)
    {
        var talk = Talk.Of(session);
        cancellationToken.ThrowIfCancellationRequested();
        var facts = FactLedger.Read(talk);
        return Task.FromResult(new SessionDigest
        {
            Summary = string.Join(' ', facts.Select(fact => fact.Text + ".")),
            Language = talk.Culture.TwoLetterISOLanguageName,
            Facts = facts,
        });
    }
}
