using Aimi.Assistant.Offline;
using Aimi.Assistant.Offline.Answers;
using Aimi.Planning;

namespace Aimi.Tests.Assistant.Offline;

/// <summary>Short answers to a question.</summary>
public class SpokenAnswerTests
{
    [Theory]
    [InlineData("второе", 3, 1)]
    [InlineData("первую", 3, 0)]
    [InlineData("давай третий", 3, 2)]
    [InlineData("2", 3, 1)]
    [InlineData("номер 2", 3, 1)]
    [InlineData("the second one", 3, 1)]
    [InlineData("last", 3, 2)]
    [InlineData("последнее", 2, 1)]
    [InlineData("4", 3, null)]
    [InlineData("в пятницу", 5, null)]
    [InlineData("не знаю", 3, null)]
    [InlineData("первым делом надо бы ещё раз подумать", 3, null)]
    public void Which_of_the_list(string answer, int count, int? place) => Assert.Equal(place, SpokenAnswer.Place(answer, count));

    [Theory]
    [InlineData("на пятницу", 1)]
    [InlineData("с юристом", 0)]
    [InlineData("созвон", null)]
    public void The_line_that_the_words_are_of(string answer, int? line) =>
        Assert.Equal(line, SpokenAnswer.ByWords(answer, ["«Созвон с юристом» — завтра", "«Созвон с дизайнером» — в пятницу"]));

    [Theory]
    [InlineData("только этот раз", SeriesScope.This)]
    [InlineData("все", SeriesScope.All)]
    [InlineData("всю серию", SeriesScope.All)]
    [InlineData("just this one", SeriesScope.This)]
    [InlineData("the whole series", SeriesScope.All)]
    [InlineData("не знаю", null)]
    public void How_much_of_a_series(string answer, SeriesScope? scope) => Assert.Equal(scope, SeriesWords.Of(answer));

    [Theory]
    [InlineData("планёрку совсем", "планёрку")]
    [InlineData("всё", null)]
    [InlineData("встречу с Олей", "встречу с Олей")]
    [InlineData(null, null)]
    public void What_is_named_is_told_from_how_much_of_it(string? named, string? rest) => Assert.Equal(rest, SeriesWords.Without(named));

    [Theory]
    [InlineData("Я очень устала", -1)]
    [InlineData("Мне грустно и тревожно", -1)]
    [InlineData("I am so happy today", 1)]
    [InlineData("Ура, получилось!", 1)]
    [InlineData("Я не рада этому", -1)]
    [InlineData("I am not sad", 0)]
    [InlineData("Купить хлеб", 0)]
    public void A_feeling(string said, int feeling) => Assert.Equal(feeling, Feelings.Of(said));
}
