using Aimi.Conversations.Import;
using Aimi.Messages;
using CsCheck;

namespace Aimi.Tests.Conversations;

/// <summary>How the lines of a file become sessions.</summary>
public sealed class ImportedSessionsTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);

    private static readonly Gen<ImportedMessage> Message = Gen.Select(
        Gen.Int[0, 100_000], Gen.Int[0, 90], Gen.Int[1, 40_000],
        (second, conversation, length) => Said(second, conversation > 80 ? null : $"{conversation}", new string('x', length)));

    [Fact]
    public void A_silence_of_exactly_the_timeout_parts_nothing_and_a_longer_one_does() =>
        Assert.Equal([[0, 600], [1201]], Group([Said(0), Said(600), Said(1201)]).Select(Seconds));

    [Fact]
    public void Within_a_conversation_no_silence_parts() =>
        Assert.Equal([[0, 99_999], [50]], Group([Said(0, "a"), Said(50), Said(99_999, "a")]).Select(Seconds).OrderByDescending(session => session.Length));

    [Fact]
    public void Messages_of_a_session_are_in_the_order_of_time_and_else_of_the_file() =>
        Assert.Equal(["b", "c", "a"], Assert.Single(Group([Said(9, text: "a"), Said(5, text: "b"), Said(5, text: "c")])).Select(message => message.Text));

    [Fact]
    public void No_message_is_lost_or_doubled_no_session_is_too_long_and_little_is_held() => Message.Array[0, 600].Sample(file =>
    {
        var sessions = new ImportedSessions(Silence);
        var held = 0L;
        var whole = new List<IReadOnlyList<ImportedMessage>>();
        foreach (var message in file)
        {
            var closed = sessions.Add(message).ToList();
            whole.AddRange(closed);
            held += message.Text.Length - closed.Sum(session => session.Sum(one => (long)one.Text.Length));
            Assert.InRange(held, 0, 4_000_000);
        }

        var rest = sessions.Rest().ToList();
        Assert.InRange(rest.Count, 0, 64);
        whole.AddRange(rest);
        Assert.Equal(file.Length, whole.SelectMany(session => session).Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal(file.Length, whole.Sum(session => session.Count));
        Assert.All(whole, session =>
        {
            Assert.InRange(session.Count, 1, ImportedSessions.MaxMessages);
            Assert.Single(session.Select(message => message.Conversation).Distinct());
        });
    }, iter: 50);

    [Fact]
    public void What_the_beginning_of_a_file_gives_does_not_depend_on_what_follows() => Gen.Select(Message.Array[1, 500], Gen.Int[0, 500]).Sample((file, cut) =>
    {
        var sessions = new ImportedSessions(Silence);
        var part = file.Take(cut).SelectMany(message => sessions.Add(message).ToList()).ToList();
        var all = Group(file).Take(part.Count).ToList();
        Assert.Equal(all.Select(session => session.Count), part.Select(session => session.Count));
        Assert.Equal(all.SelectMany(session => session), part.SelectMany(session => session));
    }, iter: 50);

    private static List<IReadOnlyList<ImportedMessage>> Group(IEnumerable<ImportedMessage> file)
    {
        var sessions = new ImportedSessions(Silence);
        return [.. file.SelectMany(message => sessions.Add(message).ToList()).ToList(), .. sessions.Rest()];
    }

    private static int[] Seconds(IReadOnlyList<ImportedMessage> session) => [.. session.Select(message => (int)(message.OccurredAt - ImportFile.Start).TotalSeconds)];

    private static ImportedMessage Said(int second, string? conversation = null, string text = "x") =>
        new(MessageRole.User, text, ImportFile.Start.AddSeconds(second), null, conversation);
}
