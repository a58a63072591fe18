using static Aimi.Planning.DatesInWords.MeaningKind;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Times of the clock: "5pm", "at 17:30", "half past seven", "ten to nine", "noon", "seven thirty in the evening".</summary>
internal static class ClockRules
{
    public static Match Read(Phrase phrase, int at)
    {
        var start = Preposition(phrase, at);
        if (phrase.Is(at, "for") && phrase.Is(at - 1, "alarm", "alarms"))
            start = at + 1;
        var said = start > at;

        // "this noon"
        if (phrase.Is(at, "this") && Named(phrase, at + 1) is ({ } today, var named))
            return new Match(new Moment { Day = new DayName.FromToday(0), Clock = today }, named + 1);

        // "about 5 people": only "at" makes an hour of a number.
        var isAt = said && (phrase.Is(start - 1, "at", "@", "for") || phrase.Is(at, "at", "@"));
        var (time, count) = Named(phrase, start);
        if (count == 0)
            (time, count) = HourFractions.Read(phrase, start, isAt);
        if (count == 0)
            (time, count) = BeforeHalf(phrase, start);
        if (count == 0)
            (time, count) = InDigits(phrase, start, said);
        if (count == 0)
            (time, count) = OfTheHour(phrase, start, isAt);
        if (count == 0)
            return Match.None;

        var end = start + count;
        if (phrase.IsTight(end, "ish"))
            (end, count) = (end + 1, count + 1);
        else if (phrase.IsTight(end, "-") && phrase.IsTight(end + 1, "ish"))
            (end, count) = (end + 2, count + 2);
        if (Nouns.IsMeasure(phrase, end) || (!phrase[end].Spaced && phrase[end].Kind is TokenKind.Word or TokenKind.Number))
            return Match.None;
        var moment = new Moment { Clock = time };
        if (time is { IsExact: false } && TimesOfDay.Hour(phrase, start, time.Hour) is { } known && !IsPartNext(phrase, end))
            moment = new Moment { Clock = time with { Hour = known, IsExact = true }, Confidence = 0.9 };

        // Of another zone than the person's; one that we do not know has to be asked about.
        var name = phrase.Is(end, "(") ? end + 1 : end;
        var (zones, last) = Zone(phrase, name);
        if (last == name)
            return new Match(moment, end - at);
        last += phrase.Is(last, ")") && name > end ? 1 : 0;
        return new Match(zones.Count == 0 ? new Piece.Doubt(DoubtKind.TwoReadings, moment) : moment with { Zones = zones }, last - at);
    }

    // "Eastern", "PST", "London time", "New York time"; where it ends.
    private static (IReadOnlyList<string> Zones, int End) Zone(Phrase phrase, int at)
    {
        var isLong = IsName(phrase, at + 1);
        if (IsName(phrase, at) && !phrase.Is(at, "pacific", "eastern", "central", "mountain") && phrase.Is(isLong ? at + 2 : at + 1, "time"))
            return (ZoneNames.OfPlace(isLong ? $"{phrase[at].Text} {phrase[at + 1].Text}" : phrase[at].Text), isLong ? at + 3 : at + 2);
        if (phrase.Is(at, "pacific", "eastern", "central", "mountain"))
        {
            var next = phrase.Is(at + 1, "standard", "daylight") ? at + 2 : at + 1;
            return phrase.Is(next, "time") ? (ZoneNames.At(phrase, at), next + 1)
                : next > at + 1 || phrase.Is(next, RelativeDay) || phrase[next].Kind is TokenKind.None or TokenKind.Mark ? (ZoneNames.At(phrase, at), next)
                : ([], at);
        }

        return ZoneNames.At(phrase, at) is { Count: > 0 } zones ? (zones, at + 1) : ([], at);
    }

    private static bool IsName(Phrase phrase, int at) =>
        phrase[at] is { Kind: TokenKind.Word, Meaning.Kind: None } && char.IsUpper(phrase.Text[phrase[at].Start]);

    // The 2 of "from 2 to 4 pm", the 10 of "10-11:30 am": of the half that is said behind them, or of the one before where that would be backwards.
    private static (ClockTime? Time, int Count) BeforeHalf(Phrase phrase, int at)
    {
        if (!phrase.IsNumber(at, 1, 12) || phrase[at].IsOrdinal || phrase[at].Digits > 2 || phrase.IsTight(at - 1, ".") || phrase.Is(at - 1, "$", "/", ":"))
            return (null, 0);
        var hasMinutes = phrase.IsTight(at + 1, ":") && phrase.IsTightNumber(at + 2, 0, 59);
        var joint = hasMinutes ? at + 3 : at + 1;
        if (!phrase.Is(joint, "-", "to", "till", "til", "until", "and", "through") || !phrase.IsNumber(joint + 1, 1, 12))
            return (null, 0);

        var last = joint + 1;
        var end = phrase.IsTight(last + 1, ":") && phrase.IsTightNumber(last + 2, 0, 59) ? last + 3 : last + 1;
        var (half, count) = HalfDay.Read(phrase, end);
        if (count == 0 || (phrase.Is(joint, "and") && !phrase.Is(at - 1, "between")))
            return (null, 0);

        var (hour, minute) = (phrase[at].Value, hasMinutes ? phrase[at + 2].Value : 0);
        var isBefore = (hour % 12 * 60) + minute < (phrase[last].Value % 12 * 60) + (end > last + 1 ? phrase[last + 2].Value : 0);
        var own = isBefore ? half : half is Half.Am ? Half.Pm : Half.Am;
        return (new ClockTime(HalfDay.Hour(hour, own), minute, true), joint - at);
    }

    private static int Preposition(Phrase phrase, int at)
    {
        var start = at;
        while (phrase.Is(start, "at", "@", "around", "about", "approximately", "roughly", "exactly") || (start > at && phrase.Is(start, "the")))
            start++;
        return start;
    }

    private static ClockTime Midnight => new(24, 0, true) { IsMidnight = true };

    private static (ClockTime? Time, int Count) Named(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "high", "12") && phrase.Is(at + 1, "noon", "midnight") ? at + 1 : at;
        if (phrase.Is(start, "noon", "noontime", "noonish"))
            return (new ClockTime(12, 0, true), start - at + 1);
        if (phrase.Is(start, "midday"))
            return (new ClockTime(12, 0, true), start - at + 1);
        if (phrase.Is(start, "mid") && (phrase.IsTight(start + 1, "-") ? start + 2 : start + 1) is var noun && phrase.Is(noun, "day", "night"))
            return (phrase.Is(noun, "day") ? new ClockTime(12, 0, true) : Midnight, noun - at + 1);
        return phrase.Is(start, "midnight") ? (Midnight, start - at + 1) : (null, 0);
    }

    // "17:30", "5:30 pm", "5.30pm", "17h30", "1730 hours"
    private static (ClockTime? Time, int Count) InDigits(Phrase phrase, int at, bool said)
    {
        // "nineteen hundred hours", "oh 800 hours"
        var hour = phrase[at];
        if (hour is { IsNumber: true, IsOrdinal: false, Value: >= 100 and <= 2_400 } && hour.Value % 100 == 0 && phrase.Is(at + 1, "hours")
            && (hour.Digits == 0 || (hour.Digits == 3 && phrase.Is(at - 1, "at", "o", "oh"))))
            return (new ClockTime(hour.Value / 100, 0, true), 2);
        if (!hour.IsNumber || hour.IsOrdinal || hour.Digits == 0)
            return (null, 0);

        if (phrase.IsTight(at + 1, ":") && phrase.IsTightNumber(at + 2, 0, 59) && phrase[at + 2].Digits == 2)
        {
            var end = phrase.IsTight(at + 3, ":") && phrase.IsTightNumber(at + 4, 0, 59) ? at + 5 : at + 3;
            return phrase.IsTight(at - 1, ":") ? (null, 0) : WithMinutes(phrase, at, phrase[at + 2].Value, end);
        }

        if (phrase.IsTight(at + 1, ".") && phrase.IsTightNumber(at + 2, 0, 59) && phrase[at + 2].Digits == 2 && !phrase.IsTight(at - 1, ".")
            && !(phrase.IsTight(at + 3, ".") && phrase.IsTightNumber(at + 4)) && hour.Value <= 24
            && (phrase.Is(at - 1, "at", "@") || HalfDay.Read(phrase, at + 3).Count > 0) && !phrase.Is(at + 3, Unit) && !phrase.Is(at + 3, "%"))
        {
            return WithMinutes(phrase, at, phrase[at + 2].Value, at + 3);
        }

        // "17h30"; "16h" alone is sixteen hours, unless it is said when.
        if (hour.Value <= 24 && phrase.IsTight(at + 1, "h") && phrase.IsTightNumber(at + 2, 0, 59) && phrase[at + 2].Digits == 2
            && !phrase.IsTight(at + 3, "m"))
            return (new ClockTime(hour.Value, phrase[at + 2].Value, true), 3);
        if ((said || (hour.Value > 12 && (phrase.Is(at - 1, Weekday) || phrase.Is(at - 1, RelativeDay) || phrase[at - 1].Digits == 4))
            || phrase.Is(at - 1, "-", "to", "and", "until", "till", "from", "past")) && hour.Value <= 24 && phrase.IsTight(at + 1, "h"))
            return (new ClockTime(hour.Value, 0, true), 2);

        // "1045pm"
        if (hour.Digits is 3 or 4 && hour.Value % 100 < 60 && hour.Value / 100 is >= 1 and <= 12
            && HalfDay.Read(phrase, at + 1) is (not Half.None and var late, > 0 and var words))
            return (new ClockTime(HalfDay.Hour(hour.Value / 100, late), hour.Value % 100, true), 1 + words);

        // "5-59 pm"
        if (hour.Value is >= 1 and <= 12 && phrase.IsTight(at + 1, "-") && phrase.IsTightNumber(at + 2, 13, 59)
            && HalfDay.Read(phrase, at + 3) is (not Half.None and var dashed, > 0 and var more))
            return (new ClockTime(HalfDay.Hour(hour.Value, dashed), phrase[at + 2].Value, true), 3 + more);

        // "1730 hours", "0730 tomorrow"
        var isMilitary = (phrase.Is(at + 1, "hours", "hrs", "h") && hour.Text[0] is '0' or '1' or '2')
            || (hour.Text[0] == '0' && (phrase.Is(at + 1, RelativeDay) || phrase.Is(at - 1, RelativeDay) || phrase.Is(at - 1, Weekday)));
        return hour.Digits == 4 && hour.Value % 100 < 60 && hour.Value < 2_400 && (isMilitary || phrase.Is(at - 1, "at", "@")
            || (phrase.Is(at - 1, "by", "before", "until", "till") && hour.Value is < 1_900 or > 2_199)
            || (phrase.Is(at - 1, "around", "about") && hour.Value is < 1_900 or > 2_199
                && (phrase[at + 1].Kind is TokenKind.None || phrase.Is(at + 1, ",", ".", "?", "on") || phrase.Is(at + 1, RelativeDay))))
            ? (new ClockTime(hour.Value / 100, hour.Value % 100, true), isMilitary && phrase.Is(at + 1, "hours", "hrs", "h") ? 2 : 1)
            : (null, 0);
    }

    private static (ClockTime? Time, int Count) WithMinutes(Phrase phrase, int at, int minute, int end)
    {
        var (half, count) = HalfDay.Read(phrase, end);
        if (count == 0 && phrase.Is(end, "o'clock"))
            count = 1;

        // "09:30" is written as machines do: in 24 hours.
        var (hour, exact) = (phrase[at].Value, half is not Half.None || phrase[at].Value > 12 || phrase[at].Text[0] is '0');
        return (new ClockTime(HalfDay.Hour(hour, half), minute, exact), end + count - at);
    }

    // "5pm", "5 o'clock", "at 5", "seven thirty pm", "8 in the evening"
    private static (ClockTime? Time, int Count) OfTheHour(Phrase phrase, int at, bool isAt)
    {
        var hour = phrase[at];
        if (!hour.IsNumber || hour.IsOrdinal || hour.Digits > 2 || phrase.IsTight(at - 1, ".") || Nouns.NamesNumber(phrase, at - 1))
            return (null, 0);

        // "at 2 morning sessions"
        if (phrase.Is(at + 1, MeaningKind.DayPart) && phrase[at + 2].Kind is TokenKind.Word && !phrase.Is(at + 1, "tonight"))
            return (null, 0);

        var (half, count) = hour.Value is >= 1 and <= 23 ? HalfDay.Read(phrase, at + 1) : default;
        if (count > 0)
            return (new ClockTime(HalfDay.Hour(hour.Value, half), 0, true), count + 1);
        if (phrase.Is(at + 1, "o'clock", "oclock") && hour.Value <= 24)
        {
            (half, count) = HalfDay.Read(phrase, at + 2);
            return (new ClockTime(HalfDay.Hour(hour.Value, half), 0, half is not Half.None || hour.Value > 12), count + 2);
        }

        var (minute, words) = MinutesInWords(phrase, at + 1);
        if (words > 0 && (hour.Value is >= 1 and <= 12 || (hour is { Value: <= 23, Digits: 0 } && HalfDay.Read(phrase, at + 1 + words).Count > 0)))
        {
            var end = at + 1 + words;
            (half, count) = HalfDay.Read(phrase, end);
            if (isAt || count > 0 || IsPartNext(phrase, end) || (hour.Digits == 0 && IsBesideTime(phrase, at - 1, end)))
                return (new ClockTime(HalfDay.Hour(hour.Value, half), minute, half is not Half.None || hour.Text[0] == '0'), 1 + words + count);
        }

        var follows = phrase[at + 1];
        var isAbout = phrase.IsTight(at + 1, "ish") || (phrase.IsTight(at + 1, "-") && phrase.IsTight(at + 2, "ish"))
            ? !phrase.Is(at - 1, "the", "a")
            : phrase.Is(at - 1, "around", "about")
                && (follows.Kind is TokenKind.None or TokenKind.Mark || phrase.Is(at + 1, RelativeDay) || phrase.Is(at + 1, "on"));
        var isHour = (isAt || (isAbout && hour.Value is >= 1 and <= 12)) && hour.Value <= 24 && !phrase.Is(at + 1, Unit)
            && follows.Text is not ("%" or "$" or "€" or "am" or "past" or "degrees" or "percent" or "times" or "years")
            && !(follows.Text is "." or "," or ":" or "/" && !follows.Spaced && phrase.IsTightNumber(at + 2));

        // "9 tomorrow"
        isHour |= at == 0 && hour.Value is >= 1 and <= 12 && phrase.Is(1, RelativeDay) && phrase.Count == 2;

        // "dinner tomorrow 7", "tonight 8"
        isHour |= hour.Value is >= 1 and <= 12 && (phrase.Is(at - 1, RelativeDay) || phrase.Is(at - 1, "tonight")) && !phrase.Is(at - 1, "yesterday")
            && (follows.Kind is TokenKind.None || (follows.Kind is TokenKind.Mark && follows.Text is "," or "." or "!" or "?" && phrase[at + 2].Spaced));
        return isHour || (hour.Value is >= 1 and <= 12 && IsPartNext(phrase, at + 1))
            ? (new ClockTime(hour.Value, 0, hour.Value > 12 || hour.Value == 0), 1)
            : (null, 0);
    }

    // "from three thirty to four", "Friday nine thirty"
    private static bool IsBesideTime(Phrase phrase, int before, int behind) =>
        phrase.Is(before, "from", "between", "to", "until", "till", "by", "before", "after")
        || phrase.Is(before, Weekday) || phrase.Is(before, RelativeDay) || phrase[before].IsOrdinal
        || phrase.Is(behind, RelativeDay) || (phrase.Is(behind, "on") && phrase.Is(behind + 1, Weekday));

    // "thirty", "forty five" behind the hour, "-thirty", "oh five"
    private static (int Minute, int Count) MinutesInWords(Phrase phrase, int at)
    {
        if (phrase.IsTight(at, "-") && phrase.IsTightNumber(at + 1, 10, 59) && phrase[at + 1].Digits == 0 && phrase[at - 1].Digits == 0)
            return (phrase[at + 1].Value, 2);
        if (phrase.Is(at, "oh", "o", "zero") && phrase.IsNumber(at + 1, 1, 9))
            return (phrase[at + 1].Value, 2);
        return phrase.IsNumber(at, 10, 59) && !phrase[at].IsOrdinal && !phrase.Is(at + 1, Unit)
            && (phrase[at].Digits == 0 ? phrase[at - 1].Digits == 0 : phrase[at].Digits == 2 && phrase[at - 1].Digits > 0)
            ? (phrase[at].Value, 1)
            : (0, 0);
    }

    // "in the evening", "this evening", "tonight", "at night": what makes an hour of the number before.
    private static bool IsPartNext(Phrase phrase, int at) =>
        (phrase.Is(at, "in") && phrase.Is(at + 1, "the") && phrase.Is(at + 2, MeaningKind.DayPart))
        || (phrase.Is(at, "at", "this", "tomorrow") && phrase.Is(at + 1, MeaningKind.DayPart))
        || phrase.Is(at, "tonight");
}
