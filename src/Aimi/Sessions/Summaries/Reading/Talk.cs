using System.Globalization;
using Aimi.Language;
using Aimi.Messages;

namespace Aimi.Sessions.Summaries;

/// <summary>A session, read into sentences.</summary>
internal sealed record Talk(SessionTranscript Session, CultureInfo Culture, IReadOnlyList<Said> Said)
{
    public static Talk Of(SessionTranscript session)
    {
        var lines = session.Messages.Where(message => message.Role == MessageRole.User).ToList();
        var words = string.Join('\n', lines.Select(line => line.Text));
        return new Talk(session, SpokenLanguage.Of(words, session.Locale), [.. lines.Select(line => new Said(line.Seq, Sentences.Of(line.Text)))]);
    }
}

/// <summary>A message of the person's.</summary>
internal sealed record Said(long Seq, IReadOnlyList<Sentence> Sentences);
