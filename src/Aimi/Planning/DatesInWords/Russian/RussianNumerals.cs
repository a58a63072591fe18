namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>The words that count, in all cases.</summary>
internal static class RussianNumerals
{
    private static readonly (int Value, string Forms)[] Cardinals =
    [
        (0, "ноль нуль ноля нуля нолю нулю"), (1, "один одна одно одну одного одной одному одним одном"), (2, "два две двух двум двумя двое"),
        (3, "три трех трем тремя трое"), (4, "четыре четырех четырем четырьмя четверо"), (5, "пять пяти пятью пятеро"), (6, "шесть шести шестью"),
        (7, "семь семи семью"), (8, "восемь восьми восемью восьмью"), (9, "девять девяти девятью"), (10, "десять десяти десятью"),
        (11, "одиннадцать одиннадцати"), (12, "двенадцать двенадцати"), (13, "тринадцать тринадцати"), (14, "четырнадцать четырнадцати"),
        (15, "пятнадцать пятнадцати"), (16, "шестнадцать шестнадцати"), (17, "семнадцать семнадцати"), (18, "восемнадцать восемнадцати"),
        (19, "девятнадцать девятнадцати"), (20, "двадцать двадцати"), (30, "тридцать тридцати"), (40, "сорок сорока"), (50, "пятьдесят пятидесяти"),
        (60, "шестьдесят шестидесяти"), (70, "семьдесят семидесяти"), (80, "восемьдесят восьмидесяти"), (90, "девяносто девяноста"), (100, "сто ста"),
        (200, "двести двухсот"), (300, "триста трехсот"), (400, "четыреста"), (500, "пятьсот"), (600, "шестьсот"), (700, "семьсот"), (800, "восемьсот"),
        (900, "девятьсот"),
    ];

    private static readonly (int Value, string Stem)[] Ordinals =
    [
        (1, "перв"), (2, "втор"), (4, "четверт"), (5, "пят"), (6, "шест"), (7, "седьм"), (8, "восьм"), (9, "девят"), (10, "десят"), (11, "одиннадцат"),
        (12, "двенадцат"), (13, "тринадцат"), (14, "четырнадцат"), (15, "пятнадцат"), (16, "шестнадцат"), (17, "семнадцат"), (18, "восемнадцат"),
        (19, "девятнадцат"), (20, "двадцат"), (30, "тридцат"), (40, "сороков"), (50, "пятидесят"), (60, "шестидесят"), (70, "семидесят"), (80,
            "восьмидесят"), (90, "девяност"),
    ];

    public static IEnumerable<KeyValuePair<string, Meaning>> Words() =>
    [
        .. Cardinals.SelectMany(number => Each(number.Forms, MeaningKind.Number, number.Value)),
        .. Ordinals.SelectMany(number => Forms.Of(number.Stem, "ый ой ого ому ым ом ая ую ое ые ых ыми").Select(form => Known(form, MeaningKind.Ordinal,
            number.Value))),
        .. Each("третий третьего третьему третьим третьем третья третью третьей третье третьи третьих", MeaningKind.Ordinal, 3),
        .. Each("тысяча тысячи тысячу тысяч", MeaningKind.Multiplier, 1_000),
        .. Each("двухтысячного двухтысячном двухтысячный", MeaningKind.Ordinal, 2_000),
        .. Each("го ого его е ое й ый ой му ому м ом я ая ю ую", MeaningKind.OrdinalEnding, 0),
    ];

    private static IEnumerable<KeyValuePair<string, Meaning>> Each(string forms, MeaningKind kind, int value) => forms.Split(' ').Select(form => Known(form,
        kind, value));

    private static KeyValuePair<string, Meaning> Known(string form, MeaningKind kind, int value) => new(form, new Meaning(kind, value));
}

/// <summary>Words by what they begin with and their endings.</summary>
internal static class Forms
{
    public static IEnumerable<string> Of(string stem, string endings) => endings.Split(' ').Select(ending => stem + (ending == "-" ? "" : ending));
}
