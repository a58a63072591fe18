using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>Names of people that are common in both languages, in all their cases.</summary>
internal static class GivenNames
{
    private static readonly FrozenSet<string> First = WordList.Of("""
        александр саша шура саня алексей леша алеша анатолий толя андрей антон артем артур борис вадим валентин валерий валера василий вася виктор витя
        виталий владимир вова володя владислав влад вячеслав слава геннадий гена георгий гоша глеб григорий гриша давид даниил данил даня денис дмитрий дима
        егор евгений женя захар иван ваня игорь илья кирилл константин костя лев леонид леня макар максим макс марат марк матвей михаил миша никита николай
        коля олег павел паша петр петя родион роман рома руслан рустам сергей сережа семен станислав стас степан тимофей тимур тима федор федя филипп эдуард
        эдик юрий юра ярослав ян артемий александра алена алина алиса алла анастасия настя анна аня ангелина анжела антонина валентина валерия лера варвара
        варя василиса вера вероника виктория вика галина галя дарья даша диана ева евгения екатерина катя елена лена елизавета лиза жанна зинаида зоя инна
        ирина ира карина кира кристина ксения ксюша лариса лидия лилия любовь люба людмила люда маргарита рита марина мария маша майя милана надежда надя
        наталья наташа ника нина оксана ольга оля полина раиса регина римма светлана света снежана софия софья соня таисия тамара таня татьяна ульяна эльвира
        эмилия юлия юля яна ярослава лусия камилла гульнара айгуль алсу динара
        """);

    private static readonly FrozenSet<string> English = WordList.Of("""
        adam alan albert alex alexander alice alison amanda amelia amy andrea andrew andy angela anna anne annie anthony arthur ashley barbara ben benjamin
        beth betty bob brandon brenda brian bruce carl carla carol caroline catherine charles charlie charlotte chloe chris christina christine christopher
        claire clara daniel dan danny david deborah dennis diana diane donna dorothy dylan edward elena elizabeth ella ellen emily emma eric ethan eva evelyn
        fiona frank fred gary george gloria greg hannah harry heather helen henry ian irene isabella jack jackson jacob jake james jane janet jason jean jeff
        jennifer jenny jeremy jerry jesse jessica jim joan joe john johnny jonathan jordan jose joseph josh joshua joyce judy julia julie justin karen kate
        katherine kathy katie keith kelly ken kenneth kevin kim kyle larry laura lauren leo leon linda lisa liam logan louis lucas lucy luke lily maggie
        marcus margaret maria marie marilyn martha martin mary mason matt matthew max megan melissa mia michael michelle mike molly monica nancy natalie
        nathan nick nicholas nicole noah nora olga oliver olivia oscar pamela pat patricia patrick paul peter phil philip rachel ralph ray raymond rebecca
        richard rick robert roger ron ronald rosa roy russell ruth ryan sam samantha samuel sandra sara sarah scott sean sharon shirley simon sofia sophia
        sophie stephanie stephen steve steven stuart susan teresa terry theresa thomas tim timothy tina toby tom tony tyler vera victor victoria vincent
        virginia walter wendy william zach zoe priya raj ravi ahmed ali mohammed fatima yuki chen wei lucia carlos miguel juan pedro diego sofía lucía
        """);

    // Aleksandr's is Alexandra: a form that is a name itself, or one of two names', is left as it is.
    private static readonly FrozenDictionary<string, string> Forms = Inflected();

    /// <summary>Whether it is a known name in its first form.</summary>
    public static bool Contains(string folded) => First.Contains(folded) || English.Contains(folded);

    /// <summary>The first form of a known name; null where it is none, or may be two.</summary>
    public static string? FirstForm(string folded) => Contains(folded) ? folded : Forms.GetValueOrDefault(folded);

    /// <summary>The name in its first form, as well as it can be told.</summary>
    public static string Show(string written)
    {
        var folded = Words.Fold(written);
        if (FirstForm(folded) is not { } first)
            return written;
        if (first == folded)
            return Upper(written);

        // ё is lost in folding; where the word begins as its first form does, its own letters are kept.
        var kept = 0;
        while (kept < first.Length && kept < written.Length && Words.Fold(written.AsSpan(kept, 1)) == first[kept].ToString())
            kept++;
        return Upper(written[..kept] + first[kept..]);
    }

    private static string Upper(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    private static FrozenDictionary<string, string> Inflected() =>
        First.SelectMany(name => Declension.FormsOf(name, masculine: name == "игорь").Select(form => (form, name))).Distinct()
            .GroupBy(pair => pair.form, pair => pair.name, StringComparer.Ordinal)
            .Where(form => form.Count() == 1 && !First.Contains(form.Key))
            .ToFrozenDictionary(form => form.Key, form => form.Single(), StringComparer.Ordinal);
}
