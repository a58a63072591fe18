using System.Globalization;
using Aimi.Planning.DatesInWords;

namespace Aimi.Tests.Planning.DatesInWords;

/// <summary>How much of what people say of time is understood, and how much of that rightly; also where nobody made rules for it.</summary>
public sealed class DateCorpusTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("ru", 380)]
    [InlineData("en", 250)]
    public void The_corpus_is_large_and_no_phrase_stands_twice(string language, int least)
    {
        var corpus = DatedPhrase.Of(language);
        Assert.InRange(corpus.Count, least, int.MaxValue);
        Assert.Equal(corpus.Count, corpus.DistinctBy(phrase => (phrase.Text, phrase.Now)).Count());
        Assert.InRange(corpus.Count(phrase => phrase.IsHeldOut), corpus.Count / 3, corpus.Count);
    }

    [Theory]
    [InlineData("ru", false)]
    [InlineData("ru", true)]
    [InlineData("en", false)]
    [InlineData("en", true)]
    public void What_is_answered_is_right_and_most_is_answered(string language, bool heldOut)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        var (wanted, missed, answered, right, unasked) = (0, 0, 0, 0, 0);
        foreach (var phrase in DatedPhrase.Of(language).Where(phrase => phrase.IsHeldOut == heldOut))
        {
            var meaning = Meaning.Of(DateReader.Read(phrase.Text, phrase.Now, culture));
            var isAnswer = meaning is not ("ask" or "none");
            wanted += phrase.SaysWhen ? 1 : 0;
            missed += phrase.SaysWhen && !isAnswer ? 1 : 0;
            answered += isAnswer ? 1 : 0;
            right += isAnswer && meaning == phrase.Expected ? 1 : 0;
            unasked += phrase.Expected == "none" && meaning == "ask" ? 1 : 0;

            // What is held out is not shown: rules would be made for it.
            if (!heldOut && meaning != phrase.Expected)
                output.WriteLine($"{phrase.Line}: {phrase.Text}\n  expected {phrase.Expected}\n  got      {meaning}");
        }

        var (answers, precision) = ((wanted - missed) / (double)wanted, right / (double)answered);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{language}, {(heldOut ? "held out" : "tuned")}: answered {answers:0.000} of {wanted} that say when, right {precision:0.000} of {answered}, asked without need {unasked}"));
        Assert.InRange(answers, 0.85, 1);
        Assert.InRange(precision, 0.97, 1);
        Assert.InRange(unasked, 0, 2);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public void Every_stretch_is_that_of_the_sentence_and_every_rule_can_be_planned(string language)
    {
        foreach (var phrase in DatedPhrase.Of(language))
        {
            foreach (var date in DateReader.Read(phrase.Text, phrase.Now, CultureInfo.GetCultureInfo(language)).Dates)
            {
                Assert.Equal(date.Text, phrase.Text.Substring(date.Start, date.Length));
                Assert.True(date.RepeatRule is null || Aimi.Planning.RecurrenceRule.Check(date.RepeatRule, date.From, date.AllDay) is null, date.RepeatRule);
                Assert.Equal(date.Kind is SpokenDateKind.Recurrence, date.RepeatRule is not null);
            }
        }
    }
}
