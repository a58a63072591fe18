namespace Aimi.Sessions.Summaries;

/// <summary>
/// Reads a session by rules, in Russian and English: word forms, negation, tense and who is spoken of. No network, no chance; the same session gives the same digest.
/// Where it is not sure it says nothing.
/// </summary>
public sealed class RuleSummarizer : ISummarizer
{
    public const string Generator = "rules";

    public Task<SessionDigest> Summarize(SessionTranscript session, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var talk = Talk.Of(session);
        var facts = FactLedger.Read(talk);
        var intents = SessionIntentReader.Read(talk, facts);
        var promises = PromiseReader.Read(talk);
        var context = ContextReader.Read(talk, facts);
        return Task.FromResult(new SessionDigest
        {
            Generator = Generator,
            Summary = Narrative.Of(talk, facts, intents, promises, context),
            Language = talk.Culture.TwoLetterISOLanguageName,
            Facts = facts,
            Intents = intents,
            Mood = MoodReader.Read(talk),
            OpenQuestions = QuestionReader.Read(talk),
            PendingActions = promises,
            Mentions = MentionReader.Read(talk),
            Context = context,
        });
    }
}
