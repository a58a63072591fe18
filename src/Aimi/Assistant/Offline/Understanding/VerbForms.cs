using System.Collections.Frozen;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>Tells Russian infinitives and adjectives by their endings, as far as that goes.</summary>
internal static class VerbForms
{
    private static readonly string[] Endings =
        ["ать", "ять", "ить", "еть", "уть", "оть", "ыть", "аться", "яться", "иться", "еться", "уться", "оться", "ыться", "чь", "чься", "йти", "зти", "сти", "тись", "сть", "зть", "стись", "сться"];

    private static readonly FrozenSet<string> Nouns = FrozenSet.Create(
        StringComparer.Ordinal,
        "пусть", "часть", "власть", "честь", "мать", "кровать", "тетрадь", "память", "печать", "ночь", "дочь", "речь", "печь", "помощь", "шерсть", "пасть", "снасть", "опять", "пять", "хоть", "есть", "чуть",
        "путь", "сеть", "нефть", "гости", "кости", "новости", "части", "страсти", "власти", "скатерть", "смерть", "треть", "четверть", "грусть", "весть", "лесть", "месть", "шесть", "десять", "девять",
        "рукоять", "плеть", "медь", "мяч", "зять", "тать", "пядь", "стать", "гласность", "очередь", "сладости", "радости", "чести", "почти");

    private static readonly string[] Adjectives = ["ая", "яя", "ый", "ий", "ой", "ое", "ее", "ую", "юю", "ые", "ие"];

    public static bool IsAdjective(string word) => word.Length > 4 && Array.Exists(Adjectives, ending => word.EndsWith(ending, StringComparison.Ordinal));

    public static bool IsInfinitive(string word) =>
        word.Length > 3 && Array.Exists(Endings, ending => word.EndsWith(ending, StringComparison.Ordinal)) && !word.EndsWith("ость", StringComparison.Ordinal)
        && !word.EndsWith("ости", StringComparison.Ordinal) && (word == "стать" || !Nouns.Contains(word));
}
