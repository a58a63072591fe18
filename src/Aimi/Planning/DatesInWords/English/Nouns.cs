using System.Collections.Frozen;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Words that make another thing of the number beside them than a day or an hour.</summary>
internal static class Nouns
{
    private static readonly FrozenSet<string> Measures = Set(
        "% percent kg kgs g grams lb lbs pounds km kms kilometers kilometres miles mi meters metres cm mm ft feet inches liters litres ml l cups cup tbsp "
            + "tsp oz dollars usd euros eur cents bucks rubles"
        + " people persons guests friends kids children adults pages chapters books words steps reps sets times push pushups squats pullups points goals "
        + "tasks things items apples glasses cans bottles"
        + " calories kcal degrees floors rooms seats tickets tables years-old x k");

    private static readonly FrozenSet<string> Named = Set(
        "room rooms floor chapter chapters page pages version v iphone ipad android windows bus tram train gate flight platform track line lines route "
            + "highway i apartment apt flat house building suite street"
        + " number no nr step level season episode part volume vol grade class section paragraph article item question exercise task lesson unit model "
        + "size channel terminal office desk seat row table"
        + " score top formula psalm genesis order ticket case issue bug pr age aged phone tel");

    public static bool IsMeasure(Phrase phrase, int at) => Measures.Contains(phrase[at].Text);

    public static bool NamesNumber(Phrase phrase, int at) => Named.Contains(phrase[at].Text) || phrase.Is(at, "$", "€", "£", "#", "№");

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
