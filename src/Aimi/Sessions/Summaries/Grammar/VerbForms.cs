using System.Collections.Frozen;

namespace Aimi.Sessions.Summaries;

/// <summary>Tells verbs by their endings, as far as that goes: a noun that looks like one is only not taken up.</summary>
internal static class VerbForms
{
    private static readonly string[] Infinitives = ["ать", "ять", "ить", "еть", "уть", "оть", "ыть", "ться", "чь", "чься", "ти", "тись", "сть", "зть"];
    private static readonly string[] Finite =
    [
        "аю", "яю", "аюсь", "яюсь", "юсь", "усь", "ует", "ает", "яет", "ется", "ится", "ился", "илась",
        "ался", "алась", "ил", "ила", "или", "али", "ишь", "ешь",
    ];

    private static readonly FrozenSet<string> NoInfinitives = WordList.Of("""
        радость новость новости гости кости страсть страсти часть части власть сласть сладости честь мать кровать тетрадь память печать ночь дочь речь печь
        помощь шерсть пасть снасть напасть ведь опять пять хоть есть чуть лишь площадь путь сеть нефть гордость смелость юность молодость близость
        """);

    private static readonly FrozenSet<string> NoFinite = WordList.Of("сила школа силы пила мыло вила хор текила горилла корица кила ванила шеншила");
    private static readonly FrozenSet<string> NoGerunds = WordList.Of("""
        thing morning evening king ring spring string wedding building ceiling everything nothing something anything during wing
        """);

    /// <summary>A Russian infinitive, or "to" and a verb.</summary>
    public static bool IsInfinitive(Sentence sentence, int at) =>
        sentence[at].Text == "to"
            ? at + 1 < sentence.Count && !sentence[at + 1].Apart && !Language.StopWords.Contains(sentence[at + 1].Text)
            : IsInfinitive(sentence[at].Text);

    public static bool IsInfinitive(string word) =>
        word.Length > 3 && Ends(word, Infinitives) && !NoInfinitives.Contains(word) && !Ends(word, "ость", "ости");

    public static bool IsGerund(string word) => word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal) && !NoGerunds.Contains(word);

    /// <summary>A Russian verb that says who or when.</summary>
    public static bool LooksFinite(string word) =>
        word.Length > 3 && !NoFinite.Contains(word) && Ends(word, Finite);

    private static bool Ends(string word, params string[] endings) => Array.Exists(endings, ending => word.EndsWith(ending, StringComparison.Ordinal));
}
