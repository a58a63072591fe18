using System.Globalization;
using Aimi.Cli;

namespace Aimi.Tests.Cli;

public class PhrasesTests
{
    private static readonly Phrase[] Counted = [Phrase.TooLong, Phrase.HistoryShown, Phrase.Unsent, Phrase.TimesAWeek];

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public void Every_phrase_has_its_text(string language)
    {
        var phrases = Of(language);

        Assert.All(Enum.GetValues<Phrase>().Except(Counted), phrase => Assert.NotEmpty(phrases[phrase]));
        Assert.All(Counted, phrase => Assert.All(Enumerable.Range(0, 30), n => Assert.NotEmpty(phrases.Count(phrase, n, 1))));
    }

    [Fact]
    public void Russian_phrases_are_in_Russian() =>
        Assert.All(Enum.GetValues<Phrase>().Except([.. Counted, Phrase.Aimi]), phrase => Assert.Contains(Of("ru")[phrase], c => c is >= 'а' and <= 'я'));

    [Theory]
    [InlineData(1, "Не отправлено 1 сообщение.")]
    [InlineData(2, "Не отправлено 2 сообщения.")]
    [InlineData(5, "Не отправлено 5 сообщений.")]
    [InlineData(11, "Не отправлено 11 сообщений.")]
    [InlineData(14, "Не отправлено 14 сообщений.")]
    [InlineData(21, "Не отправлено 21 сообщение.")]
    [InlineData(112, "Не отправлено 112 сообщений.")]
    [InlineData(122, "Не отправлено 122 сообщения.")]
    public void Russian_counts_in_its_plural_forms(int count, string text) => Assert.Equal(text, Of("ru").Count(Phrase.Unsent, count));

    [Theory]
    [InlineData(1, "1 message was not sent.")]
    [InlineData(2, "2 messages were not sent.")]
    public void English_counts_in_its_plural_forms(int count, string text) => Assert.Equal(text, Of("en").Count(Phrase.Unsent, count));

    [Theory]
    [InlineData(null, "ru_RU.UTF-8", null, "en_US.UTF-8", "ru")]
    [InlineData(null, null, "en_GB", "ru_RU.UTF-8", "en")]
    [InlineData(null, "", "", "ru", "ru")]
    [InlineData(null, "C.UTF-8", null, "ru_RU.UTF-8", "en")]
    [InlineData("en", "ru_RU.UTF-8", null, null, "en")]
    [InlineData("ru", null, null, null, "ru")]
    [InlineData(null, "de_DE.UTF-8", null, null, "en")]
    public void The_language_is_chosen_as_programs_do(string? asked, string? all, string? messages, string? lang, string expected) =>
        Assert.Equal(expected, Phrases.Choose(asked, name => name switch { "LC_ALL" => all, "LC_MESSAGES" => messages, _ => lang }).Name);

    private static Phrases Of(string language) => new(CultureInfo.GetCultureInfo(language));
}
