using Aimi.Sessions.Summaries;

namespace Aimi.Tests.Sessions.Summaries;

/// <summary>The notation that the rules are written in.</summary>
public class SummaryPatternTests
{
    [Theory]
    [InlineData("живу|живем в <place>", "Живём в Москве", true)]
    [InlineData("живу|живем в <place>", "Живёт в Москве", false)]
    [InlineData("работать~ в", "работал в банке", true)]
    [InlineData("i ~adv* live", "I really still live here", true)]
    [InlineData("i ~adv* live", "I really do live here", false)]
    [InlineData("i live .. in <place>", "I live with my dog in Rome", true)]
    [InlineData("i live .. in <place>", "I live not in Rome", false)]
    [InlineData("i live .. in <place>", "I live while Anna stays in Rome", false)]
    [InlineData("i live in", "I live, in a way", false)]
    [InlineData("i live , in", "I live, in a way", true)]
    [InlineData("i am <age> .", "I'm 30 and fine", true)]
    [InlineData("i am <age> .", "I'm 30 minutes late", false)]
    [InlineData("i have a? dog", "I have dog", true)]
    public void A_pattern_matches_what_it_reads_like(string pattern, string said, bool matches) =>
        Assert.Equal(matches, Pattern.Of(pattern).At(SentenceReader.Of(said)[0], 0) is not null);

    [Fact]
    public void A_gap_is_as_short_as_it_can_be()
    {
        var sentence = SentenceReader.Of("учусь в МГУ в Москве")[0];
        Assert.Equal("МГУ", sentence.Quote(Pattern.Of("учусь .. в <orgname>").At(sentence, 0)!.Slots["orgname"].Values[0]));
    }

    [Fact]
    public void Marks_say_what_is_told_and_what_it_turns_on()
    {
        var sentence = SentenceReader.Of("Еду в Москву")[0];
        var match = Pattern.Of("( еду [ в <towards> ] )").At(sentence, 0)!;
        Assert.Equal(("в Москву", "Еду в Москву"), (sentence.Quote(match.Phrase!.Value), sentence.Quote(match.Value!.Value)));
    }

    [Theory]
    [InlineData("Живу в Казани. Люблю чай! А ты?", 3)]
    [InlineData("Родился 05.05.1990 в Омске", 1)]
    [InlineData("т.е. никак", 1)]
    [InlineData("раз\nдва", 2)]
    [InlineData("...", 0)]
    public void A_message_falls_into_sentences(string message, int sentences) => Assert.Equal(sentences, SentenceReader.Of(message).Count);

    [Theory]
    [InlineData("I don't", "i do not")]
    [InlineData("I’m", "i am")]
    [InlineData("cant", "can not")]
    [InlineData("wanna", "want to")]
    [InlineData("Anna's", "anna 's")]
    public void A_contraction_is_two_words(string written, string words) =>
        Assert.Equal(words, string.Join(' ', SentenceReader.Of(written)[0].Tokens.Select(word => word.Text)));

    [Theory]
    [InlineData("Мариной", "Марина")]
    [InlineData("Олей", "Оля")]
    [InlineData("Игорем", "Игорь")]
    [InlineData("Серёжей", "Серёжа")]
    [InlineData("Александра", "Александра")]
    [InlineData("Брунгильдой", "Брунгильдой")]
    public void A_known_name_is_led_back_to_its_first_form_and_an_unknown_one_stays(string written, string shown) => Assert.Equal(shown, GivenNames.Show(written));

    [Theory]
    [InlineData("Казани", "Казань")]
    [InlineData("Твери", "Тверь")]
    [InlineData("Москву", "Москва")]
    [InlineData("Италии", "Италия")]
    [InlineData("Нижнем Новгороде", "Нижний Новгород")]
    [InlineData("Мытищах", "Мытищи")]
    [InlineData("Ярославля", "Ярославль")]
    [InlineData("Сочи", "Сочи")]
    [InlineData("Кукуеве", "Кукуеве")]
    public void A_known_place_is_led_back_to_its_first_form_and_an_unknown_one_stays(string written, string shown) => Assert.Equal(shown, Places.Show(written));
}
