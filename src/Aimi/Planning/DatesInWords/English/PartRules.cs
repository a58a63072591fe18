using static Aimi.Planning.DatesInWords.MeaningKind;
using Part = Aimi.Planning.DatesInWords.DayPart;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Parts of the day: "tomorrow morning", "in the evening", "tonight", "last night", "lunchtime", "end of day".</summary>
internal static class PartRules
{
    // When a day of work ends.
    private const int EndOfDay = 18;

    public static Match Read(Phrase phrase, int at)
    {
        if (Ending(phrase, at) is { Count: > 0 } ending)
            return ending;

        var start = at;
        if (phrase.Is(start, "first") && phrase.Is(start + 1, "thing"))
            start += 2;
        var (early, late) = (phrase.Is(start, "early", "bright"), phrase.Is(start, "late", "later"));
        if (early || late || (phrase.Is(start, "mid") && phrase.Is(phrase.IsTight(start + 1, "-") ? start + 2 : start + 1, "morning", "afternoon", "evening")))
            start += phrase.IsTight(start + 1, "-") ? 2 : 1;

        // "later this afternoon" is no late afternoon.
        late &= !phrase.Is(start - 1, "later") || !phrase.Is(start + 1, "afternoon", "morning");

        if (phrase.Is(start, "in", "on", "at", "by", "during", "for") && phrase.Is(start + 1, "the") && Of(phrase, start + 2) is { } introduced)
            return Plural(phrase, start + 2) || phrase.Is(start, "by") ? Match.None : With(phrase, at, start + 2, introduced, early, late);
        var noun = phrase.IsTight(start + 3, "-") ? start + 4 : start + 3;
        if (phrase.Is(start, "in", "on") && phrase.Is(start + 1, "the") && phrase.Is(start + 2, "early", "late") && Of(phrase, noun) is { } qualified
            && !Plural(phrase, noun))
            return With(phrase, at, noun, qualified, phrase.Is(start + 2, "early"), phrase.Is(start + 2, "late"));

        // "in the small hours of the morning"
        if (phrase.Is(start, "in") && phrase.Is(start + 1, "the") && phrase.Is(start + 2, "early", "small", "wee") && phrase.Is(start + 3, "hours"))
            return new Match(new Piece.Doubt(DoubtKind.Vague), (phrase.Is(start + 4, "of") && phrase.Is(start + 6, "morning") ? start + 7 : start + 4) - at);
        if (phrase.Is(start, "in") && Of(phrase, start + 1) is { } plain && !Plural(phrase, start + 1)
            && phrase[start + 2].Kind is TokenKind.None or TokenKind.Mark)
            return With(phrase, at, start + 1, plain, early, late);
        if (phrase.Is(start, "in") && phrase.Is(start + 1, "early", "late") && Of(phrase, start + 2) is { } vague && !Plural(phrase, start + 2))
            return With(phrase, at, start + 2, vague, phrase.Is(start + 1, "early"), phrase.Is(start + 1, "late"));

        // "today pm", "Friday am"
        if (phrase.Is(at, "am", "pm") && (phrase.Is(at - 1, RelativeDay) || phrase.Is(at - 1, Weekday)))
            return new Match(new Moment { Part = phrase.Is(at, "am") ? Part.Morning : Part.Afternoon }, 1);

        // "next evening", "the previous morning" of a story is none of ours.
        if (phrase.Is(start, "next", "previous", "last") && !phrase.Is(start - 1, "the") && Of(phrase, start + 1) is { } other && !Plural(phrase, start + 1)
            && !phrase.Is(start + 1, "night", "eve"))
            return Of(new DayName.FromToday(phrase.Is(start, "next") ? 1 : -1), phrase, at, start + 1, other, early, late);

        // "this morning", "last night", "tonight"
        if (phrase.Is(start, "this") && Of(phrase, start + 1) is { } now && !Plural(phrase, start + 1))
            return Of(new DayName.FromToday(0), phrase, at, start + 1, now, early, late);
        if (phrase.Is(start, "last") && phrase.Is(start + 1, "night", "evening"))
            return Of(new DayName.FromToday(-1), phrase, at, start + 1, phrase.Is(start + 1, "night") ? Part.Tonight : Part.Evening, early, late);
        if (phrase.Is(start, MeaningKind.DayPart) && phrase.Value(start) == (int)Part.Tonight)
            return Of(new DayName.FromToday(0), phrase, at, start, Part.Tonight, early, late);

        if (phrase.Is(start, "at") && phrase.Is(start + 1, "night"))
            return new Match(new Moment { Part = Part.Night }, start + 2 - at);
        if (phrase.Is(start, "at", "around", "over", "during") && phrase.Is(start + 1, "lunch", "lunchtime", "midday"))
            return new Match(new Moment { Part = Part.Midday }, start + 2 - at);
        if (phrase.Is(start, "lunch") && phrase.Is(start - 1, "before", "by", "until", "till"))
            return new Match(new Moment { Part = Part.Midday }, start + 1 - at);
        if (phrase.Is(start, "after") && phrase.Is(start + 1, "lunch") && !phrase.Is(start + 2, "with"))
            return new Match(new Moment { Part = Part.AfterLunch }, start + 2 - at);
        if (phrase.Is(start, "after") && phrase.Is(start + 1, "dinner", "supper", "work") && !phrase.Is(start + 2, "with", "on"))
            return new Match(new Moment { Part = phrase.Is(start + 1, "work") ? Part.Evening : Part.Tonight, Confidence = 0.6 }, start + 2 - at);
        var meal = phrase.Is(start, "at", "around") ? start + 1 : start;
        if (phrase.Is(meal, "lunchtime", "lunch") && (phrase.Is(meal, "lunchtime") || phrase.Is(meal + 1, "time")))
            return new Match(new Moment { Part = Part.Midday }, meal + (phrase.Is(meal, "lunch") ? 2 : 1) - at);
        if (phrase.Is(meal, "dinnertime", "suppertime") || (phrase.Is(meal, "dinner", "supper") && phrase.Is(meal + 1, "time")))
            return new Match(new Moment { Part = Part.Evening, Confidence = 0.7 }, meal + (phrase.Is(meal + 1, "time") ? 2 : 1) - at);
        if (phrase.Is(start, "before", "at") && phrase.Is(start + 1, "bed", "bedtime") && phrase[start + 2].Kind is TokenKind.None or TokenKind.Mark)
            return new Match(new Moment { Part = Part.LateEvening, Confidence = 0.6 }, start + 2 - at);

        // "push it to the evening"
        if (phrase.Is(start, "to") && phrase.Is(start + 1, "the") && phrase.Is(start + 2, "morning", "afternoon", "evening") && !HasPart(phrase, start)
            && phrase[start + 3].Kind is TokenKind.None or TokenKind.Mark)
            return With(phrase, at, start + 2, (Part)phrase.Value(start + 2), early, late);
        if (phrase.Is(start, "after") && phrase.Is(start + 1, "school") && phrase[start + 2].Kind is TokenKind.None or TokenKind.Mark)
            return new Match(new Moment { Part = Part.AfterLunch, Confidence = 0.6 }, start + 2 - at);
        if (phrase.Is(start, "at") && phrase.Is(start + 1, "dawn", "sunrise", "dusk", "sunset"))
            return new Match(new Piece.Doubt(DoubtKind.Vague), start + 2 - at);

        return Of(phrase, start) is { } bare && !Plural(phrase, start) && IsBesideDay(phrase, at, start + 1, early || late)
            ? With(phrase, at, start, bare, early, late) : Match.None;
    }

    // "from morning to the evening"
    private static bool HasPart(Phrase phrase, int at) =>
        phrase.Is(at - 1, MeaningKind.DayPart) || phrase[at - 1].IsNumber || phrase.Is(at - 2, "from") || phrase.Is(at - 3, "from");

    private static Part? Of(Phrase phrase, int at) =>
        !phrase.Is(at, MeaningKind.DayPart) ? null
        : phrase.Is(at, "night", "night's", "nights") ? Part.Tonight
        : (Part)phrase.Value(at);

    private static bool Plural(Phrase phrase, int at) => phrase.Is(at, "mornings", "afternoons", "evenings", "nights");

    private static Match With(Phrase phrase, int at, int noun, Part part, bool early, bool late) =>
        new(new Moment { Part = Qualified(part, early, late) }, noun + 1 - at);

    private static Match Of(DayName day, Phrase phrase, int at, int noun, Part part, bool early, bool late) =>
        new(new Moment { Day = day, Part = Qualified(part, early, late) }, noun + 1 - at);

    private static Part Qualified(Part part, bool early, bool late) => (part, early, late) switch
    {
        (Part.Morning, true, _) => Part.EarlyMorning,
        (Part.Morning, _, true) => Part.LateMorning,
        (Part.Afternoon, true, _) => Part.Midday,
        (Part.Afternoon, _, true) or (Part.Evening, true, _) => Part.LateAfternoon,
        (Part.Evening or Part.Tonight, _, true) => Part.LateEvening,
        _ => part,
    };

    // "Friday evening", "March 5 in…", "tomorrow morning", "early tomorrow morning", "the morning of April 2"
    private static bool IsBesideDay(Phrase phrase, int at, int end, bool isQualified) =>
        phrase.Is(at - 1, Weekday) || phrase.Is(at - 1, RelativeDay) || phrase.Is(at - 1, "week") || phrase.Is(end, RelativeDay) || phrase.Count == end - at
        || (phrase[at - 1].IsNumber && (phrase.Is(at - 2, Month) || phrase[at - 1].IsOrdinal || phrase[at - 1].Value > 1_900))
        || (phrase.Is(at - 1, Month) && phrase[at - 2].IsNumber)
        || (!phrase.Is(phrase.Is(at - 1, "the") ? at - 2 : at - 1, "after", "next") && phrase.Is(end, "of")
        && (phrase.Is(end + 1, Month) || phrase.Is(end + 1, RelativeDay) || phrase[end + 1].IsNumber || phrase.Is(end + 1, Weekday)
        || phrase.Is(end + 1, "the") || HolidayRules.Named(phrase, phrase.Is(end + 1, "this") ? end + 2 : end + 1).Day is not null))
        || (phrase.Is(at - 1, "by", "until", "till", "before") && phrase[end].Kind is TokenKind.None or TokenKind.Mark)
        || (isQualified && (phrase.Is(at - 1, "on", "by", "until") || at == 0))

        // "afternoon at 7", "evening 7:30"
        || (phrase.Is(end - 1, "morning", "afternoon", "evening") && ((phrase.Is(end, "at", "@") && phrase.IsNumber(end + 1, 1, 12))
            || (phrase.IsNumber(end, 1, 12) && phrase.IsTight(end + 1, ":"))));

    // "eod", "end of the day", "close of business"
    private static Match Ending(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "at", "on") ? at + 1 : at;
        if (phrase.Is(start, "the"))
            start++;
        var count = phrase.Is(start, "eod", "cob", "eob") ? 1
            : phrase.Is(start, "end", "close") && phrase.Is(start + 1, "of") && phrase.Is(start + 2, "day", "business", "today", "play") ? 3
            : phrase.Is(start, "end") && phrase.Is(start + 1, "of") && phrase.Is(start + 2, "the", "business", "this") && phrase.Is(start + 3, "day") ? 4
            : phrase.Is(start, "end") && phrase.Is(start + 1, "of") && phrase.Is(start + 2, "the") && phrase.Is(start + 3, "working", "business", "work")
            && phrase.Is(start + 4, "day") ? 5
            : 0;
        if (count == 0)
            return Match.None;
        var isToday = phrase.Is(start + count - 1, "today") || phrase.Is(start + count - 2, "this");
        return new Match(new Moment
        {
            Day = isToday ? new DayName.FromToday(0) : null,
            Clock = new ClockTime(EndOfDay, 0, IsExact: true),
            Confidence = 0.8,
        }, start + count - at);
    }
}
