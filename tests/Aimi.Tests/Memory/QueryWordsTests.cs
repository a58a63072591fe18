using Aimi.Language;
using Aimi.Memory.Recall;
using CsCheck;

namespace Aimi.Tests.Memory;

public sealed class QueryWordsTests
{
    [Fact]
    public void The_words_that_say_something_come_first_as_stems_with_full_weight() =>
        Assert.Equal([("позвон", 1d), ("бабушк", 1d)], QueryWords.Of("Когда я позвонила бабушке?").Take(2).Select(term => (term.Stem, term.Weight)));

    [Theory]
    [InlineData("When is my mum's birthday?", "мам", 1)]
    [InlineData("When is my mum's birthday?", "mother", QueryWords.SynonymWeight)]
    [InlineData("занятия испанским", "spanish", 1)]
    [InlineData("занятия испанским", "урок", QueryWords.SynonymWeight)]
    public void A_question_asks_for_other_words_of_its_language_too_and_for_those_of_the_other(string question, string stem, double weight) =>
        Assert.Contains(new QueryTerm(stem, weight), QueryWords.Of(question));

    [Theory]
    [InlineData("")]
    [InlineData("?!")]
    [InlineData("и что это было")]
    public void A_question_that_says_nothing_has_no_terms(string question) => Assert.Empty(QueryWords.Of(question));

    [Fact]
    public void Any_text_gives_few_terms_each_once() => Gen.String[Gen.Char, 0, 2_000].Sample(question =>
    {
        var terms = QueryWords.Of(question);
        return terms.Count <= 96 && terms.Select(term => term.Stem).Distinct(StringComparer.Ordinal).Count() == terms.Count
            && terms.All(term => term.Stem.Length > 0 && term.Weight is > 0 and <= 1);
    });

    [Fact]
    public void A_long_text_is_bounded() => Assert.InRange(QueryWords.Of(string.Join(' ', Concepts.All.Select(concept => concept.Terms[0]))).Count, 1, 96);
}
