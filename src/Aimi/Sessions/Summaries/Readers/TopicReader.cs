using System.Collections.Frozen;

namespace Aimi.Sessions.Summaries;

/// <summary>What was talked about: nouns that came up more than once, or that a fact turns on.</summary>
internal static class TopicReader
{
    private const int MostTopics = 8;
    private const int OftenEnough = 2;
    private const int ShortestWord = 3;
    private const int LongestWord = 40;

    private static readonly string[] AdjectiveEndings =
        ["ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему", "ую", "юю", "ых", "их", "ыми", "ими", "ым"];

    private static readonly FrozenSet<string>[] NoTopics =
    [
        WordList.Leads, WordList.Adverbs, WordList.TimeWords, WordList.PhraseEnds, WordList.Often, WordList.Vague, WordList.Trivial, WordList.Chatter, WordList.Negations, WordList.Remember,
    ];

    // Nouns in о; other words in о say how.
    private static readonly FrozenSet<string> NounsInO = WordList.Of(
        "кино метро пальто вино письмо окно тело лицо дело число масло мясо молоко пиво авто радио видео фото");

    // What English verbs and adjectives everybody uses look like nothing in particular.
    private static readonly FrozenSet<string> NoNouns = WordList.Split("""
        go get make take know think see come want look use find give tell work call try ask need feel become leave put mean keep let begin help show hear play
        run move like live believe hold bring happen write provide sit stand lose pay meet include continue set learn change lead understand watch follow stop
        create speak read allow add spend grow open walk win offer remember love consider appear buy wait serve die send expect build stay fall cut reach kill
        remain hate enjoy prefer decide plan hope quit smoke move eat drink sleep good new first last long great little own other old right big high different
        small large next early young important few public bad same able happy sad tired nice sure lot thing time way people really much still never always
        maybe anything something everything nothing someone named called used born also even back today would could allergic married work favourite favorite
        year one two three half
        хочу могу буду нужно надо можно очень просто будет была были было есть могут делать сделать знаю думаю люблю работаю живу хорошо плохо снова опять
        вроде просто человек люди дело время раз день завтра сегодня вчера нравится зовут привет спасибо весь вся все всё кстати конечно решила решил стала
        стал себе своя свой своей свою мой моя год
        """).Select(Language.Stems.Of).ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyList<SpokenOf> Read(Talk talk, IReadOnlyList<SessionFact> facts)
    {
        var salient = facts.Where(fact => fact.Type is FactType.Like or FactType.Dislike or FactType.Plan or FactType.Decision or FactType.Habit or FactType.Health && !fact.Ended)
            .SelectMany(fact => Language.Stems.OfText(fact.Value!)).ToHashSet(StringComparer.Ordinal);
        var words =
            from said in talk.Said
            where !said.IsChatter
            from sentence in said.Kept
            from word in sentence.Tokens
            where IsTopic(word)
            select (Word: word, said.Seq);
        return
        [
            .. words.GroupBy(said => said.Word.Stem, StringComparer.Ordinal)
                .Where(topic => topic.Count() >= OftenEnough || salient.Contains(topic.Key))
                .OrderByDescending(topic => topic.Count())
                .Take(MostTopics)
                .Select(topic => new SpokenOf(SpokenKind.Topic, topic.Key, Name(topic.Select(said => said.Word.Text)), Relation: null, [.. topic.Select(said => said.Seq).Distinct()])),
        ];
    }

    // The shortest form is the nearest to the first.
    private static string Name(IEnumerable<string> forms) => forms.OrderBy(form => form.Length).ThenBy(form => form, StringComparer.Ordinal).First();

    private static bool IsTopic(Token word) =>
        word.Text.Length is >= ShortestWord and <= LongestWord && word.Text.All(letter => char.IsLetter(letter) || letter is '-')
        && !Language.StopWords.Contains(word.Text) && !NoNouns.Contains(word.Stem) && !Array.Exists(NoTopics, words => words.Contains(word.Text))
        && LooksLikeNoun(word.Text) && Places.FirstForm(word.Text) is null && !(word.Capital && GivenNames.FirstForm(word.Text) is not null);

    private static bool LooksLikeNoun(string word) =>
        !VerbForms.LooksFinite(word) && !VerbForms.IsInfinitive(word) && HabitVerbs.OfFirstPerson(word) is null && HabitVerbs.OfDoing(word) is null
        && !Array.Exists(AdjectiveEndings, ending => word.EndsWith(ending, StringComparison.Ordinal)) && (word[^1] != 'о' || NounsInO.Contains(word));
}
