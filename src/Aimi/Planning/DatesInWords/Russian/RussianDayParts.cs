namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>"утром", "ближе к вечеру", "после обеда", "во второй половине дня".</summary>
internal static class RussianDayParts
{
    public static IReadOnlyList<Rule> Rules => [Part];

    private static Match Part(Phrase phrase, int at)
    {
        // "на этот вечер"
        if (phrase.Is(at, "на") && phrase.Is(at + 1, "этот", "это", "эту") && phrase.Is(at + 2, "вечер", "утро", "ночь"))
            return new Match(new Moment { Day = new DayName.FromToday(0), Part = (DayPart)phrase.Value(at + 2) }, 3);

        // "этим утром", "прошлой ночью"
        if (phrase.Is(at, MeaningKind.Which) && phrase.Is(at + 1, "утром", "вечером", "ночью")
            && (Which)phrase.Value(at) is Which.This or Which.Last or Which.Next)
        {
            var days = (Which)phrase.Value(at) switch { Which.This => 0, Which.Last => -1, _ => 1 };
            return new Match(new Moment { Day = new DayName.FromToday(days), Part = Read(phrase, at + 1).Part }, 2);
        }

        var (part, count, confidence) = Read(phrase, at);
        return count == 0 ? Match.None : new Match(new Moment { Part = part, Confidence = confidence }, count);
    }

    private static (DayPart Part, int Count, double Confidence) Read(Phrase phrase, int at)
    {
        switch (phrase[at].Text)
        {
            case "рано" or "ранним" or "раннее" when phrase.Is(at + 1, "утром", "утро", "утра", "с"):
                return (DayPart.EarlyMorning, phrase.Is(at + 1, "с") ? phrase.Is(at + 2, "утра") ? 3 : 0 : 2, 1);
            case "поздно" or "поздним" when phrase.Is(at + 1, "вечером", "вечера"):
                return (DayPart.LateEvening, 2, 1);
            case "поздно" or "поздней" or "глубокой" when phrase.Is(at + 1, "ночью"):
                return (DayPart.Night, 2, 1);
            case "утром" or "утречком":
                return phrase.Is(at + 1, "рано") ? (DayPart.EarlyMorning, 2, 1) : (DayPart.Morning, 1, 1);
            case "днем":
                return (DayPart.Afternoon, 1, 1);
            case "вечером" or "вечерком":
                return phrase.Is(at + 1, "поздно") ? (DayPart.LateEvening, 2, 1) : (DayPart.Evening, 1, 1);
            case "ночью":
                return (DayPart.Night, 1, 0.8);
            case "на" when phrase.Is(at + 1, "утро", "вечер", "ночь") && phrase[at + 2].Kind is TokenKind.None or TokenKind.Mark:
                return ((DayPart)phrase.Value(at + 1), 2, 0.9);
            case "перед" when phrase.Is(at + 1, "сном"):
                return (DayPart.LateEvening, 2, 0.6);
            case "с" when phrase.Is(at + 1, "утра", "утречка"):
                return (DayPart.Morning, phrase.Is(at + 2, "пораньше") ? 3 : 2, 1);
            case "ближе" when phrase.Is(at + 1, "к") && phrase.Is(at + 2, "вечеру", "обеду", "ночи", "утру"):
                return (Named(phrase[at + 2].Text)!.Value, 3, 0.9);
            case "в" or "во":
                return In(phrase, at + 1);
            case "после" when phrase.Is(at + 1, "обеда", "полудня", "обед"):
                return (DayPart.AfterLunch, 2, 1);
            case "после" when phrase.Is(at + 1, "работы"):
                return (DayPart.Evening, 2, 0.6);

            // "суббота утро", "завтра вечер", "утро 5 мая", "вечер пятницы"
            case "утро" or "вечер" or "ночь" when phrase[at - 1].Meaning.Kind is MeaningKind.Weekday or MeaningKind.RelativeDay
                || phrase[at + 1].Meaning.Kind is MeaningKind.Weekday || (phrase.IsNumber(at + 1, 1, 31) && phrase.Is(at + 2, MeaningKind.Month)):
                return (phrase.Is(at, "утро") ? DayPart.Morning : phrase.Is(at, "вечер") ? DayPart.Evening : DayPart.Night, 1, 0.9);

            // Only behind "к", "до": "до вечера".
            case var word when Named(word) is { } part && phrase.Is(at - 1, "к", "до", "с", "от", "по"):
                return (part, 1, 1);
            default:
                return default;
        }
    }

    private static (DayPart, int, double) In(Phrase phrase, int at)
    {
        if (phrase.Is(at, "обед", "обеденный", "обеденное"))
            return (DayPart.Midday, phrase.Is(at, "обед") ? 2 : 3, 1);
        if (phrase.IsNumber(at, 1, 2) && phrase[at].IsOrdinal && phrase.Is(at + 1, "половине", "половину") && phrase.Is(at + 2, "дня"))
            return (phrase[at].Value == 1 ? DayPart.Morning : DayPart.AfterLunch, 4, 0.9);
        return default;
    }

    private static DayPart? Named(string word) => word switch
    {
        "утра" or "утру" => DayPart.Morning,
        "обеда" or "обеду" => DayPart.Midday,
        "вечера" or "вечеру" => DayPart.Evening,
        "ночи" => DayPart.Night,
        _ => null,
    };
}
