namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>The words that join times ("с … до"), and what only sounds like time ("час пик").</summary>
internal static class RussianLinks
{
    public static IReadOnlyList<Rule> Rules => [Link, Idiom, SameTime, Unclear];

    /// <summary>What stands before a time that is bound to another, or is a bound.</summary>
    public static bool Joins(Phrase phrase, int at) =>
        phrase.Is(at, "с", "со", "до", "к", "ко", "после", "от", "по", "-", "между", "позднее", "позже", "раньше");

    private static Match Link(Phrase phrase, int at)
    {
        LinkKind? kind = phrase[at].Text switch
        {
            "с" or "со" or "от" or "между" => LinkKind.From,
            "до" => LinkKind.Until,
            "по" => LinkKind.Through,
            "к" or "ко" => LinkKind.By,
            "после" => LinkKind.After,
            "и" when IsBetween(phrase, at) => LinkKind.Through,
            "и" or "или" => LinkKind.And,
            "," when phrase.IsNumber(at - 1, 1, 31) && phrase[at + 1].Spaced && phrase.IsNumber(at + 1, 1, 31) => LinkKind.And,
            _ => null,
        };
        if (phrase.Is(at, "начиная") && phrase.Is(at + 1, "с", "со"))
            return Joining(LinkKind.From, 2);
        // "с сегодня и до послезавтра"
        if (phrase.Is(at, "и") && phrase.Is(at + 1, "до") && !IsBetween(phrase, at))
            return Joining(LinkKind.Until, 2);
        if (phrase.Is(at, "не") && phrase.Is(at + 1, "позднее", "позже"))
            return Joining(LinkKind.By, phrase.Is(at + 2, "чем") ? 3 : 2);
        if (phrase.Is(at, "в", "на") && phrase.Is(at + 1, "течение", "течении", "протяжении"))
            return Joining(LinkKind.Within, 2);

        // "не раньше 10", "позже 18:00", "раньше чем в пятницу"; "на час позже" is read for itself.
        var isNot = phrase.Is(at, "не") && phrase.Is(at + 1, "раньше", "ранее");
        if (isNot || phrase.Is(at, "раньше", "ранее", "позже", "позднее"))
        {
            var next = isNot ? at + 2 : at + 1;
            var isThan = phrase.Is(next, "чем");
            if (isThan || phrase[next].IsNumber)
                return Joining(isNot ? LinkKind.From : phrase.Is(at, "раньше", "ранее") ? LinkKind.By : LinkKind.After, (isThan ? next + 1 : next) - at);
        }

        // "дедлайн: пятница", "срок — 5 мая", "крайний срок до среды"
        if (phrase.Is(at, "дедлайн", "срок"))
            return phrase.Is(at + 1, "до", "к") ? Match.None : Joining(LinkKind.By, phrase.Is(at + 1, "-", ":") ? 2 : 1);
        return kind is { } known ? Joining(known, 1) : Match.None;
    }

    // "между двумя и тремя часами"
    private static bool IsBetween(Phrase phrase, int at) => phrase.Is(at - 2, "между") || phrase.Is(at - 3, "между") || phrase.Is(at - 4, "между");

    private static Match Joining(LinkKind kind, int count) => new(new Piece.Link(kind), count);

    private static readonly string[][] Idioms =
    [
        .. Rows("час пик, часы пик, часа пик, в час пик, в часы пик, черная пятница, черную пятницу"),
        .. Rows("окружающая среда, окружающей среды, окружающую среду, окружающей среде"),
        .. Rows("среда обитания, среду обитания, среды обитания, среда разработки, среду разработки, среды разработки"),
        .. Rows("добрый день, доброе утро, добрый вечер, доброго дня, доброй ночи, спокойной ночи, хорошего дня, хорошего вечера, с добрым утром"),
        .. Rows("весь день, целый день, весь вечер, весь год, в один день, изо дня в день, со дня на день, с утра до вечера, с утра до ночи"),
        .. Rows("день рождения, года рождения, год рождения, с новым годом, новым годом, на сегодняшний день, в конце концов"),
    ];

    private static Match Idiom(Phrase phrase, int at)
    {
        foreach (var words in Idioms)
        {
            if (IsAll(phrase, at, words))
                return new Match(new Piece.Idiom(), words.Length);
        }

        return Match.None;
    }

    private static readonly string[][] Unclears =
        Rows("на майские, на майских, в майские, по четным, по нечетным, на той неделе, на каникулах, в то же время, в это же время");

    // "на пятницу в то же время": the day alone, and the hour is the one that is known.
    private static Match SameTime(Phrase phrase, int at) =>
        phrase.Is(at, "в") && phrase.Is(at + 1, "то", "это") && phrase.Is(at + 2, "же", "самое") && phrase.Is(at + 3, "время") && IsBesideDay(phrase, at - 1, at + 4)
            ? new Match(new Moment(), 4)
            : Match.None;

    private static bool IsBesideDay(Phrase phrase, int before, int behind) =>
        phrase[before].Meaning.Kind is MeaningKind.Weekday or MeaningKind.RelativeDay or MeaningKind.Month || phrase.Is(before, "числа")
        || (phrase[before].IsNumber && phrase[before].IsOrdinal)
        || phrase.Is(behind, MeaningKind.RelativeDay) || (phrase.Is(behind, "в", "во", "на") && phrase.Is(behind + 1, MeaningKind.Weekday));

    // Says when, but not to us.
    private static Match Unclear(Phrase phrase, int at)
    {
        foreach (var words in Unclears)
        {
            if (IsAll(phrase, at, words))
                return new Match(new Piece.Doubt(DoubtKind.Vague), words.Length);
        }

        return Match.None;
    }

    private static string[][] Rows(string phrases) => [.. phrases.Split(", ").Select(words => words.Split(' '))];

    private static bool IsAll(Phrase phrase, int at, string[] words)
    {
        for (var word = 0; word < words.Length; word++)
        {
            if (!phrase.Is(at + word, words[word]))
                return false;
        }

        return true;
    }
}
