using System.Globalization;
using Aimi.Planning;
using Aimi.Planning.DatesInWords;
using CsCheck;

namespace Aimi.Tests.Planning.DatesInWords;

/// <summary>Whatever is said, in any order: nothing throws, what is found lies in the sentence, and can be planned.</summary>
public sealed class DateReaderProperties
{
    private static readonly CultureInfo[] Languages = [CultureInfo.GetCultureInfo("ru"), CultureInfo.GetCultureInfo("en")];

    // The words of the corpora, and what a sentence may hold besides.
    private static readonly string[] Words =
    [
        .. DatedPhrase.Of("ru").Concat(DatedPhrase.Of("en")).Where(phrase => !phrase.IsHeldOut).SelectMany(phrase =>
            phrase.Text.Split(' ')).Distinct(StringComparer.Ordinal),
        "9999", "0", "00:00", "24:00", "99.99.9999", "1000", "365", "-", "–", ",", ".", ":", "тысяч", "hundred", "31", "ё", "\u0301", "🙂", "\ud83d", "\n",
            "29.02",
    ];

    private static readonly Gen<string> Word = Gen.Int[0, Words.Length - 1].Select(index => Words[index]);

    private static readonly Gen<string> Sentences = Gen.OneOf(
        Word.Array[0, 12].Select(words => string.Join(' ', words)),
        Word.Array[0, 8].Select(words => string.Concat(words)),
        Gen.String[0, 60]);

    private static readonly Gen<DateTime> Clocks = Gen.DateTime[new DateTime(1990, 1, 1), new DateTime(2100, 12, 31)];

    [Fact]
    public void No_sentence_throws_and_what_is_found_stands_in_it() =>
        Gen.Select(Sentences, Clocks, Gen.Int[0, 1].Select(index => Languages[index])).Sample((text, now, language) =>
        {
            var reading = DateReader.Read(text, now, language);
            var candidates = reading.Question?.Candidates ?? [];
            Assert.True(reading.Question is null || (reading.Dates.Count == 0 && reading.Question.Text.Length > 0));
            foreach (var date in reading.Dates.Concat(candidates))
            {
                Assert.Equal(date.Text, text.Substring(date.Start, date.Length));
                Assert.All(date.Elsewhere, words => Assert.InRange(words.Start, date.Start + date.Length, text.Length - words.Length));
                Assert.True(date.To is null || date.To >= date.From, $"{date.From} to {date.To}");
                Assert.InRange(date.Confidence, 0, 1);
                Assert.Equal(DateTimeKind.Unspecified, date.From.Kind);
                Assert.True(!date.AllDay || date.From.TimeOfDay == TimeSpan.Zero);
                Assert.True(date.RepeatRule is null || RecurrenceRule.Check(date.RepeatRule, date.From, date.AllDay) is null, date.RepeatRule);
            }
        }, iter: 20_000);

    [Fact]
    public void A_long_text_is_read_up_to_its_bound_and_not_beyond()
    {
        var now = new DateTime(2026, 3, 11, 12, 0, 0);
        var text = string.Concat(Enumerable.Repeat("в пятницу с 10 до 12 и ", 90))[..DateReader.MaxText];
        Assert.NotEmpty(DateReader.Read(text, now, Languages[0]).Dates);
        Assert.Same(DateReading.Nothing, DateReader.Read(text + "!", now, Languages[0]));
    }
}
