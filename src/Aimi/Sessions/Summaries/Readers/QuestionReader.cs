using Aimi.Messages;

namespace Aimi.Sessions.Summaries;

/// <summary>Questions that nobody answered: the person's, and the last of Aimi's.</summary>
internal static class QuestionReader
{
    private const int MostQuestions = 10;

    // Said anywhere in a reply, it is none.
    private static readonly Pattern[] Unknowing =
    [
        .. new[]
        {
            "не знаю", "ответить .. не могу", "не могу ~adv* ответить", "не могу ~adv* сказать", "затрудняюсь ответить", "не уверена", "нет такой информации", "пока не умею",
            "i do not know", "can not ~adv* answer", "could not ~adv* answer", "not sure", "no idea", "i do not have that", "would rather not guess",
        }.Select(Pattern.Of),
    ];

    public static IReadOnlyList<OpenQuestion> Read(Talk talk)
    {
        var open = new List<OpenQuestion>();
        foreach (var said in talk.Said.Where(said => !said.IsChatter && !IsAnswered(talk.Session, said.Seq)))
        {
            foreach (var sentence in said.Kept.Where(IsWorthAsking))
                open.Add(new OpenQuestion(Narrator.Capital(sentence.Text) + "?", [said.Seq]));
        }

        if (AimisLast(talk) is { } unanswered)
            open.Add(unanswered);
        return [.. open.DistinctBy(question => question.Text, StringComparer.Ordinal).TakeLast(MostQuestions)];
    }

    private static bool IsWorthAsking(Sentence sentence) =>
        sentence.IsQuestion && sentence.Count > 2 && !sentence.Tokens.All(word => WordList.Chatter.Contains(word.Text));

    private static bool IsAnswered(SessionTranscript session, long seq) =>
        session.Messages.FirstOrDefault(message => message.Seq > seq && message.Role == MessageRole.Assistant) is { } reply && !IsUnknowing(reply.Text);

    private static bool IsUnknowing(string reply) =>
        SentenceReader.Of(reply).Any(sentence => Unknowing.Any(pattern =>
            pattern.MayMatch(sentence) && Enumerable.Range(0, sentence.Count).Any(at => pattern.At(sentence, at) is not null)));

    // Where the person only greeted, Aimi's "what shall we talk about?" is none.
    private static OpenQuestion? AimisLast(Talk talk)
    {
        if (talk.Said.All(said => said.IsChatter))
            return null;

        var answered = talk.Said.Where(said => !said.IsChatter).Max(said => said.Seq);
        return talk.Session.Messages.Where(message => message.Role == MessageRole.Assistant && message.Seq > answered)
            .Select(message => (message.Seq, Question: SentenceReader.Of(message.Text).LastOrDefault(sentence => sentence.IsQuestion && sentence.Count > 2)))
            .Where(asked => asked.Question is not null)
            .Select(asked => new OpenQuestion(Narrator.Capital(asked.Question!.Text) + "?", [asked.Seq])).LastOrDefault();
    }
}
