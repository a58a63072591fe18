using System.Globalization;
using Aimi.Language;
using Aimi.Messages;

namespace Aimi.Sessions.Summaries;

/// <summary>A session, read into sentences.</summary>
/// <param name="Culture">Of the language that most of it is in.</param>
/// <param name="Said">The person's messages.</param>
internal sealed record Talk(SessionTranscript Session, CultureInfo Culture, IReadOnlyList<Said> Said)
{
    public static Talk Of(SessionTranscript session)
    {
        var lines = session.Messages.Where(message => message.Role == MessageRole.User).ToList();
        var culture = SpokenLanguage.Of(string.Concat(lines.Select(line => line.Text)), session.Locale);
        return new Talk(session, culture, [.. lines.Select(line => new Said(line.Seq, line.Text, SentenceReader.Of(line.Text)))]);
    }
}

/// <summary>A message of the person's.</summary>
internal sealed record Said(long Seq, string Text, IReadOnlyList<Sentence> Sentences)
{
    /// <summary>It greets, thanks or nods, and says nothing.</summary>
    public bool IsChatter => Sentences.All(sentence => sentence.Tokens.All(word => WordList.Chatter.Contains(word.Text)));

    /// <summary>What may be kept of it: not what the person asks to forget.</summary>
    public IEnumerable<Sentence> Kept => Sentences.Where(sentence => !Statements.AsksToForget(sentence));
}
