using System.Collections.Frozen;

namespace Aimi.Sessions.Summaries;

/// <summary>What people are to a person: words for relatives, partners, pets and friends.</summary>
internal static class Relations
{
    // A line for each: its key in the contract, and its forms.
    private const string Lists = """
        mother мама мамы маме маму мамой мать матери матерью мамочка mother mom mum mama
        father папа папы папе папу папой отец отца отцу отцом father dad papa
        parents родители родителей родителям родителями parents
        sister сестра сестры сестре сестру сестрой сестренка сестренку сестричка sister sisters
        brother брат брата брату братом братик братишка brother brothers
        husband муж мужа мужу мужем husband hubby
        wife жена жены жене жену женой wife
        partner парень парня парню парнем девушка девушки девушке девушку девушкой жених невеста partner boyfriend girlfriend fiance fiancee
        son сын сына сыну сыном сыновей сынок son sons
        daughter дочь дочери дочерью дочка дочки дочке дочку дочкой daughter daughters
        children дети детей детям детьми ребенок ребенка ребенку child children kids kid
        grandmother бабушка бабушки бабушке бабушку бабушкой grandmother grandma granny
        grandfather дедушка дедушки дедушке дедушку дедушкой дед деда grandfather grandpa
        grandson внук внука внуку grandson
        granddaughter внучка внучки внучку granddaughter
        aunt тетя тети тете тетю тетей aunt
        uncle дядя дяди дяде дядю дядей uncle
        nephew племянник племянника nephew
        niece племянница племянницу niece
        cousin cousin
        mother_in_law свекровь теща
        dog собака собаки собаке собаку собакой собак пес пса щенок dog dogs puppy
        cat кот кота коту котом котов кошек кошка кошки кошке кошку кошкой котенок cat cats kitten
        parrot попугай попугая parrot parrots
        hamster хомяк хомяка hamster
        friend друг друга другу другом подруга подруги подруге подругу подругой подружка приятель приятеля приятельница friend buddy
        colleague коллега коллеги коллегу коллегой colleague coworker
        boss начальник начальника начальница босс boss manager
        neighbour сосед соседа соседка соседку neighbour neighbor
        teacher учительница учитель преподаватель тренер репетитор teacher tutor coach
        """;

    private static readonly FrozenSet<string> Acquaintances = WordList.Of("friend colleague boss neighbour teacher");

    private static readonly FrozenDictionary<string, string> Keys = WordList.Lines(Lists)
        .SelectMany(line => line.Skip(1).Select(form => (form, key: line[0])))
        .ToFrozenDictionary(pair => pair.form, pair => pair.key, StringComparer.Ordinal);

    /// <summary>The key of a relation by any form of its word; null where it is none.</summary>
    public static string? KeyOf(string folded) => Keys.GetValueOrDefault(folded);

    /// <summary>Family, and what lives with it.</summary>
    public static bool IsFamily(string key) => !Acquaintances.Contains(key);
}
