using System.Collections.Frozen;

namespace Aimi.Sessions.Summaries;

/// <summary>Verbs by which people tell of their habits.</summary>
internal static class HabitVerbs
{
    // First person | third | infinitive or gerund | key, the same in both languages (? = told by what is done: занимаюсь йогой) | when it is a habit:
    // alone (or with how often), often (with how often), known (with a known activity).
    private const string Table = """
        курю       | Курит          | курить        | smoke    | alone
        бегаю      | Бегает         | бегать        | run      | alone
        медитирую  | Медитирует     | медитировать  | meditate | alone
        плаваю     | Плавает        | плавать       | swim     | often
        тренируюсь | Тренируется    | тренироваться | train    | alone
        занимаюсь  | Занимается     | заниматься    | ?        | known
        хожу       | Ходит          | ходить        | ?        | known
        играю      | Играет         | играть        | ?        | known
        пишу       | Пишет          | писать        | ?        | known
        веду       | Ведёт          | вести         | ?        | known
        делаю      | Делает         | делать        | ?        | known
        учу        | Учит           | учить         | learn    | known
        читаю      | Читает         | читать        | read     | often
        гуляю      | Гуляет         | гулять        | walk     | often
        катаюсь    | Катается       | кататься      | ride     | often
        пью        | Пьёт           | пить          | drink    | often
        встаю      | Встаёт         | вставать      | wake     | often
        ложусь     | Ложится        | ложиться      | bedtime  | often
        готовлю    | Готовит        | готовить      | cook     | often
        рисую      | Рисует         | рисовать      | draw     | often
        танцую     | Танцует        | танцевать     | dance    | often
        smoke      | Smokes         | smoking       | smoke    | alone
        vape       | Vapes          | vaping        | vape     | alone
        run        | Runs           | running       | run      | often
        jog        | Jogs           | jogging       | run      | often
        meditate   | Meditates      | meditating    | meditate | often
        swim       | Swims          | swimming      | swim     | often
        exercise   | Exercises      | exercising    | train    | often
        train      | Trains         | training      | train    | often
        go         | Goes           | going         | ?        | often
        do         | Does           | doing         | ?        | often
        play       | Plays          | playing       | ?        | often
        take       | Takes          | taking        | ?        | often
        practise   | Practises      | practising    | ?        | often
        practice   | Practices      | practicing    | ?        | often
        write      | Writes         | writing       | ?        | often
        keep       | Keeps          | keeping       | ?        | known
        study      | Studies        | studying      | learn    | known
        learn      | Learns         | learning      | learn    | known
        read       | Reads          | reading       | read     | often
        walk       | Walks          | walking       | walk     | often
        cycle      | Cycles         | cycling       | ride     | often
        drink      | Drinks         | drinking      | drink    | often
        cook       | Cooks          | cooking       | cook     | often
        draw       | Draws          | drawing       | draw     | often
        dance      | Dances         | dancing       | dance    | often
        journal    | Journals       | journaling    | journal  | often
        """;

    private static readonly FrozenDictionary<string, HabitVerb> FirstPerson = Read().ToFrozenDictionary(row => row.First, row => row.Verb, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, HabitVerb> Doing = Read().ToFrozenDictionary(row => row.Doing, row => row.Verb, StringComparer.Ordinal);

    // What is done, by stem: the same in both languages.
    private static readonly FrozenDictionary<string, string> Activities = WordList.Lines("""
        gym зал спортзал тренажерка тренажерный gym фитнес качалка
        yoga йога yoga
        pilates пилатес pilates
        run пробежка running jogging
        swim бассейн pool swimming
        walk прогулка walking
        course курсы кружок занятия class lesson course
        guitar гитара guitar
        piano пианино фортепиано piano
        chess шахматы chess
        football футбол football soccer
        tennis теннис tennis
        dance танцы dancing
        sport спорт sport sports
        exercise зарядка упражнения exercises stretching растяжка
        journal дневник journal diary
        learn английский немецкий французский испанский итальянский китайский японский english german french spanish italian chinese japanese
        church церковь church
        therapy психологу психотерапевту therapy
        """).SelectMany(line => line.Skip(1).Select(word => (stem: Language.Stems.Of(word), key: line[0])).DistinctBy(pair => pair.stem, StringComparer.Ordinal))
        .DistinctBy(pair => pair.stem, StringComparer.Ordinal).ToFrozenDictionary(pair => pair.stem, pair => pair.key, StringComparer.Ordinal);

    /// <summary>The verb of which this is the first person (<c>курю</c>, <c>smoke</c>).</summary>
    public static HabitVerb? OfFirstPerson(string word) => FirstPerson.GetValueOrDefault(word);

    /// <summary>The verb of which this is the infinitive or the gerund (<c>курить</c>, <c>smoking</c>).</summary>
    public static HabitVerb? OfDoing(string word) => Doing.GetValueOrDefault(word);

    public static string? ActivityOf(string stem) => Activities.GetValueOrDefault(stem);

    private static IEnumerable<(string First, string Doing, HabitVerb Verb)> Read() =>
        from line in Table.Split('\n')
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        select (cells[0], cells[2], new HabitVerb(cells[1], cells[3] == "?" ? null : cells[3], Enum.Parse<HabitSign>(cells[4], ignoreCase: true)));
}

/// <summary>A verb of the table.</summary>
/// <param name="Third">How a narrator says it, with a capital.</param>
/// <param name="Key">Null where only what is done tells.</param>
internal sealed record HabitVerb(string Third, string? Key, HabitSign Sign);

/// <summary>What shows that a doing is a habit.</summary>
internal enum HabitSign
{
    Often,
    Alone,
    Known,
}
