using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Aimi.Messages;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Aimi.Sessions.Summaries;

/// <summary>
/// What a model is told to summarise a session: <c>Prompts/summary.LANGUAGE.md</c>, then the session as data. Each message is a line of JSON without angle brackets of
/// its own, so that nothing that was said can end the data.
/// </summary>
internal static class SummaryPrompt
{
    /// <summary>Of a longer message the beginning is read, in UTF-16 units.</summary>
    private const int LongestMessage = 4_000;

    /// <summary>Of a longer session the end is read: about 20,000 tokens of Russian.</summary>
    private const int LongestSession = 60_000;

    private static readonly JsonSerializerOptions Line = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static List<ChatMessage> For(Talk talk) => [new(ChatRole.System, Instructions(talk.Culture)), new(ChatRole.User, Data(talk.Session))];

    private static string Data(SessionTranscript session)
    {
        var room = LongestSession;
        var lines = session.Messages.Reverse()
            .Select(message => JsonSerializer.Serialize(
                new { seq = message.Seq, who = message.Role == MessageRole.User ? "person" : "aimi", text = Cuts.ToLength(message.Text, LongestMessage) }, Line))
            .TakeWhile(line => (room -= line.Length) > 0).Reverse().ToList();
        var things = session.Things.Take(ThingNames.Most).Select((thing, place) => JsonSerializer.Serialize(
            new { thing = ThingNames.Of(place), kind = thing.EntityType, title = Cuts.ToLength(thing.Title, 200) }, Line));
        return new StringBuilder("<session>\n").AppendJoin('\n', lines).Append("\n</session>\n<things>\n").AppendJoin('\n', things).Append("\n</things>").ToString();
    }

    private static string Instructions(CultureInfo language)
    {
        using var stream = typeof(SummaryPrompt).Assembly.GetManifestResourceStream($"Aimi.Sessions.Summaries.Prompts.summary.{language.TwoLetterISOLanguageName}.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
