using System.Globalization;
using Aimi.Messages;
using Aimi.Sessions;
using Aimi.Sessions.Summaries;

namespace Aimi.Tests.Sessions.Summaries;

/// <summary>How much of what people say the rules find, and how much of what they find was said; also where nobody tuned them.</summary>
public class SummarizerCorpusTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public void The_corpus_is_large_and_more_than_a_third_of_it_says_nothing(string language)
    {
        var corpus = Corpus.Of(language);
        Assert.InRange(corpus.Count, 200, int.MaxValue);
        Assert.Equal(corpus.Count, corpus.Select(message => message.Text).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(corpus.Count(message => message.Facts.Count == 0) / (double)corpus.Count, 0.35, 0.7);
    }

    [Theory]
    [InlineData("ru", false, 0.95, 0.75)]
    [InlineData("en", false, 0.95, 0.75)]
    [InlineData("ru", true, 0.9, 0.8)]
    [InlineData("en", true, 0.9, 0.8)]
    public async Task The_rules_find_what_a_reader_finds(string language, bool heldOut, double leastPrecision, double leastRecall)
    {
        var (right, wrong, missed) = (0, 0, 0);
        foreach (var message in Corpus.Of(language).Where(message => message.IsHeldOut == heldOut))
        {
            var facts = await Facts(message.Text, language);
            var found = message.Facts.Where(expected => facts.Any(expected.Is)).ToList();
            var strays = facts.Where(fact => !message.Facts.Any(expected => expected.Is(fact))).ToList();
            (right, wrong, missed) = (right + found.Count, wrong + strays.Count, missed + message.Facts.Count - found.Count);

            // What is held out is not shown: it would be tuned on.
            if (!heldOut && (strays.Count > 0 || found.Count < message.Facts.Count))
                output.WriteLine($"{message.Line}: {message.Text}\n  wrong: {string.Join(", ", strays)}\n  missed: {string.Join(", ", message.Facts.Except(found))}");
        }

        var (precision, recall) = (right / (double)(right + wrong), right / (double)(right + missed));
        var part = heldOut ? "held out" : "tuned";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{language}, {part}: precision {precision:0.000}, recall {recall:0.000} ({right} right, {wrong} wrong, {missed} missed)"));
        Assert.InRange(precision, leastPrecision, 1);
        Assert.InRange(recall, leastRecall, 1);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public void No_other_test_is_made_of_what_is_held_out(string language)
    {
        var tests = string.Concat(new[] { "RuleSummarizerFactTests", "RuleSummarizerDigestTests", "SummaryPatternTests" }
            .Select(name => Checkout.Read($"tests/Aimi.Tests/Sessions/Summaries/{name}.cs")));
        Assert.DoesNotContain(Corpus.Of(language).Where(message => message.IsHeldOut), message => tests.Contains($"\"{message.Text.TrimEnd('.', '!')}", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<SessionFact>> Facts(string text, string locale) =>
        (await new RuleSummarizer().Summarize(
            new SessionTranscript([new SessionLine(1, MessageRole.User, text, DateTimeOffset.UnixEpoch)], locale, "UTC", []),
            TestContext.Current.CancellationToken)).Facts;
}
