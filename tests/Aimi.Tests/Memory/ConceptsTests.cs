using Aimi.Language;

namespace Aimi.Tests.Memory;

public sealed class ConceptsTests
{
    [Fact]
    public void Every_concept_has_a_name_of_its_own_and_words_in_English()
    {
        Assert.True(Concepts.All.Count > 1_000);
        Assert.Empty(Concepts.All.GroupBy(concept => concept.Name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.All(Concepts.All, concept => Assert.InRange(concept.Rarity, 0, 1));
    }

    [Fact]
    public void Almost_every_concept_but_foreign_names_is_in_both_languages() =>
        Assert.All(Concepts.All.Where(concept => !concept.IsGivenName), concept => Assert.Contains(concept.Terms, term => term.Any(letter => letter is >= 'а' and <= 'я')));

    [Theory]
    [InlineData("днём рождения", "birthday")]
    [InlineData("His birthday is soon", "birthday")]
    [InlineData("моя свекровь", "mother-in-law")]
    public void A_text_speaks_of_a_concept_in_any_form(string text, string english) =>
        Assert.Contains(Of(text), concept => concept.Terms.Contains(Stems.Of(english), StringComparer.Ordinal));

    [Fact]
    public void A_term_of_several_words_is_found_as_one_only() =>
        Assert.DoesNotContain(Of("ясный день"), concept => concept.Terms.Contains("birthday", StringComparer.Ordinal));

    [Fact]
    public void Common_words_tell_less_than_rare_ones()
    {
        Assert.True(WordRarity.Of("know") < WordRarity.Of("famili"));
        Assert.True(WordRarity.Of("famili") < WordRarity.Of(Stems.Of("turtle")));
        Assert.Equal(1, WordRarity.Of("фагот"));
    }

    private static IReadOnlyList<Concept> Of(string text) => Concepts.In([.. Words.Of(text).Select(word => word.Stem)]);
}
