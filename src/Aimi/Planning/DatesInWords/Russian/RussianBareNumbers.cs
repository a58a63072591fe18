namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Numbers that may be hours or days: "с 10 до 12", "10–15 марта", "15 и 16 мая".</summary>
internal sealed class RussianBareNumbers(DateLanguage language)
{
    public IReadOnlyList<Rule> Rules => [Read];

    private Match Read(Phrase phrase, int at)
    {
        if (!phrase.IsNumber(at, 0, 31) || phrase[at].Digits > 2 || language.IsMeasure(phrase, at + 1) || language.NamesNumber(phrase, at - 1)
            || (phrase.IsTight(at + 1, ":") && phrase.IsTightNumber(at + 2)) || (phrase.IsTight(at + 1, ".") && phrase.IsTightNumber(at + 2))
            || (phrase.Is(at - 1, ":", ".", "/", "+") && !phrase[at].Spaced) || IsRow(phrase, at))
            return Match.None;

        // "с 10 до 12 по Москве"
        if (phrase[at] is { IsOrdinal: false, Value: <= 24 } && RussianLinks.Joins(phrase, at - 1) && RussianHours.Zone(phrase, at + 1) is ({ Count: > 0 } zones, var words))
            return new Match(new Moment { Clock = new ClockTime(phrase[at].Value, 0, phrase[at].Value is 0 or > 12), Zones = zones }, 1 + words);

        // "14. – 15.10."
        var count = phrase.IsTight(at + 1, ".") && phrase.Is(at + 2, "-") ? 2 : 1;
        count += phrase.Is(at + count, "числа", "число") ? 1 : 0;
        return RussianLinks.Joins(phrase, at - 1) || (phrase.Is(at - 1, "и") && phrase.Is(at - 3, "между")) || phrase.Is(at + count, "-", "до", "по", "и", ",")
            ? new Match(new Piece.Bare(phrase[at].Value, phrase[at].IsOrdinal || phrase.Is(at + count - 1, "числа", "число")), count)
            : Match.None;
    }

    // 8-800-555-35-35
    private static bool IsRow(Phrase phrase, int at) =>
        (phrase.IsTight(at + 1, "-") && phrase.IsTightNumber(at + 2) && (phrase[at + 2].Digits > 2 || phrase.IsTight(at + 3, "-")))
        || (phrase.IsTight(at - 1, "-") && !phrase[at].Spaced
            && (phrase[at - 2].Digits > 2 || phrase[at - 2].Kind is TokenKind.Word || phrase.IsTight(at - 3, "-")));
}
