using System.Text;
using System.Text.Json;
using Aimi.Messages;
using Aimi.Sessions.Summaries;
using CsCheck;

namespace Aimi.Tests.Sessions.Summaries;

/// <summary>Whatever people send: nothing is thrown, and what comes out is bounded, told of messages that exist, and the same every time.</summary>
public class RuleSummarizerProperties
{
    private static readonly string[] Pieces =
    [
        .. Corpus.Of("ru").Concat(Corpus.Of("en")).SelectMany(message => message.Text.Split(' ')),
        "«", "»", "\"", "?", "...", "\n", ",", "не", "not", "👩‍👩‍👧", "e\u0301", "\u202e", "'s", "'", "-",
    ];

    private static readonly Gen<string> Rune = Gen.Int[1, 0x10FFFF].Where(Scalar).Select(scalar => new Rune(scalar).ToString());
    private static readonly Gen<string> AnyText = Rune.Array[0, 60].Select(string.Concat);
    private static readonly Gen<string> SpokenText = Gen.Int[0, Pieces.Length - 1].Array[0, 60].Select(picks => string.Join(' ', picks.Select(pick => Pieces[pick])));

    private static readonly Gen<SessionTranscript> Sessions =
        Gen.Select(Gen.OneOf(AnyText, SpokenText), Gen.Bool).Array[0, 30].Select(lines => new SessionTranscript(
            [.. lines.Select((line, index) => new SessionLine(index + 7, line.Item2 ? MessageRole.User : MessageRole.Assistant, line.Item1, DateTimeOffset.UnixEpoch))],
            "ru", "UTC", [new KnownThing("goal", Guid.Empty, "Run 10 kilometres"), new KnownThing("habit", Guid.Empty, "👍")]));

    [Fact]
    public void Any_session_gives_a_bounded_digest_that_names_its_messages() => Sessions.Sample(
        session =>
        {
            var digest = Summarize(session);
            IsBounded(digest);
            var seqs = session.Messages.Select(message => message.Seq).ToHashSet();
            var own = session.Messages.Where(message => message.Role == MessageRole.User).ToDictionary(message => message.Seq, message => message.Text);
            Assert.All(Seqs(digest), all => Assert.NotEmpty(all));
            Assert.All(Seqs(digest).SelectMany(all => all), seq => Assert.Contains(seq, seqs));
            Assert.All(digest.Facts.SelectMany(fact => fact.Seqs), seq => Assert.True(own.ContainsKey(seq)));
        },
        iter: 300);

    [Fact]
    public void The_same_session_gives_the_same_digest() => Sessions.Sample(
        session => Assert.Equal(JsonSerializer.Serialize(Summarize(session)), JsonSerializer.Serialize(Summarize(session))), iter: 50);

    [Theory]
    [InlineData("a")]
    [InlineData("я ")]
    [InlineData("я очень ")]
    [InlineData("i really ")]
    [InlineData("i live .. in ")]
    [InlineData("Люблю сыр, ")]
    [InlineData("у меня есть сестра ")]
    [InlineData("(((")]
    [InlineData("«")]
    [InlineData("I live in Kazan. ")]
    [InlineData("I love tea 1 and ")]
    [InlineData("👩‍👩‍👧")]
    [InlineData("\u0301")]
    public void The_longest_text_is_read_whatever_it_repeats(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 32_000 / piece.Length));
        var lines = Enumerable.Range(1, 3).Select(seq => new SessionLine(seq, MessageRole.User, text, DateTimeOffset.UnixEpoch));
        IsBounded(Summarize(new SessionTranscript([.. lines], "ru", "UTC", [])));
    }

    [Fact]
    public void A_person_who_tells_everything_leaves_forty_facts()
    {
        var told = string.Join(". ", Enumerable.Range(1, 500).Select(thing => $"I love thing{(char)('a' + (thing % 26))}{(char)('a' + (thing / 26))}"));
        Assert.Equal(40, Digest.Of(told).Facts.Count);
    }

    private static SessionDigest Summarize(SessionTranscript session) =>
        new RuleSummarizer().Summarize(session, TestContext.Current.CancellationToken).GetAwaiter().GetResult();

    private static void IsBounded(SessionDigest digest)
    {
        Assert.InRange(digest.Facts.Count, 0, 40);
        Assert.InRange(digest.Intents.Count, 0, 12);
        Assert.InRange(digest.PendingActions.Count, 0, 12);
        Assert.InRange(digest.OpenQuestions.Count, 0, 10);
        Assert.InRange(digest.Context.Count, 0, 50);
        Assert.InRange(digest.Summary.Length, 0, 8_000);
        Assert.InRange(digest.Mood?.Valence ?? 0, -1, 1);
        Assert.All(digest.Facts, fact =>
        {
            Assert.InRange(fact.Text.Length, 1, 350);
            Assert.InRange(fact.Subject!.Length, 1, 100);
            Assert.InRange(fact.Value!.Length, 1, 300);
            Assert.InRange(fact.Importance, 0, 1);
        });
        Assert.Equal(digest.Facts.Count, digest.Facts.Select(fact => fact.Subject).Distinct(StringComparer.Ordinal).Count());
        Assert.All(digest.Context, thing => Assert.InRange(thing.Key.Length, 1, 200));
        Assert.All(Texts(digest), text => Assert.True(text.Length <= 350 && IsWhole(text)));
    }

    private static IEnumerable<string> Texts(SessionDigest digest) =>
    [
        .. digest.Facts.SelectMany(fact => new[] { fact.Text, fact.Value! }), .. digest.Intents.Select(intent => intent.Text), .. digest.OpenQuestions.Select(question => question.Text),
        .. digest.PendingActions.Select(promise => promise.Text), .. digest.Context.Select(thing => thing.Name), .. digest.Mentions.Select(mention => mention.Note ?? ""),
    ];

    private static IEnumerable<IReadOnlyList<long>> Seqs(SessionDigest digest) =>
    [
        .. digest.Facts.Select(fact => fact.Seqs), .. digest.Intents.Select(intent => intent.Seqs), .. digest.OpenQuestions.Select(question => question.Seqs),
        .. digest.PendingActions.Select(promise => promise.Seqs), .. digest.Context.Select(thing => thing.Seqs), .. digest.Mentions.Select(mention => mention.Seqs),
        .. digest.Mood is { } mood ? [mood.Seqs] : Array.Empty<IReadOnlyList<long>>(),
    ];

    // No half of a character.
    private static bool IsWhole(string text) => text.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar) || text.Contains('\uFFFD', StringComparison.Ordinal);

    private static bool Scalar(int value) => System.Text.Rune.IsValid(value);
}
