using static Aimi.Planning.DatesInWords.MeaningKind;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>From now on: "in an hour", "3 days ago", "two weeks from now"; and how long: "for two hours", "an hour and a half".</summary>
internal static class ShiftRules
{
    public static Match Read(Phrase phrase, int at)
    {
        // "in", "in about", "after"; "within" is a link.
        var isIn = phrase.Is(at, "in", "after");
        var start = isIn ? at + 1 : at;
        if (isIn && phrase.Is(start, "about", "around", "just", "exactly", "roughly", "approximately", "another"))
            start++;
        if (phrase.Is(start, "~"))
            start++;
        if (isIn && phrase.Is(start, "a", "an") && phrase.Is(start + 1, "minute", "second", "sec", "moment")
            && phrase.Is(at - 1, "back", "there", "be", "right", "you"))
            return new Match(new Piece.Idiom(), start + 2 - at);

        // "in 2-3 days", "two or three weeks ago"
        if (phrase[start] is { IsNumber: true, IsOrdinal: false } && phrase.Is(start + 1, "-", "or", "to") && phrase[start + 2].IsNumber
            && phrase.Is(start + 3, Unit))
        {
            var (direction, over) = Direction(phrase, start + 4, isIn);
            return direction == 0 || phrase[start + 2].Value <= phrase[start].Value ? new Match(new Piece.Idiom(), start + 4 - at)
                : new Match(Moment.Between(phrase[start].Value, phrase[start + 2].Value, (TimeUnit)phrase.Value(start + 3), direction), over - at);
        }

        // "next Tuesday +10 days": a sum is asked about.
        if (at > 0 && phrase.Is(at, "+", "-") && phrase[at].Spaced && phrase[at - 1].Kind is not TokenKind.Mark
            && phrase[at + 1] is { IsNumber: true, Spaced: false }
            && Amounts.Read(phrase, at + 1) is { Count: > 0 } sum)
            return new Match(new Piece.Doubt(DoubtKind.Vague), sum.Count + 1);

        // "+15 min", "-2h": what is typed where little is said.
        if (at == 0 && phrase.Is(at, "+", "-") && !phrase[at + 1].Spaced && Amounts.Read(phrase, at + 1) is { Count: > 0, IsVague: false } signed)
            return new Match(new Moment { Shift = phrase.Is(at, "-") ? -signed.Amount : signed.Amount, InWorkdays = signed.IsWorkdays }, signed.Count + 1);

        var amount = Amounts.Read(phrase, start);
        if (amount.Count == 0)
            return Match.None;

        var (sign, end) = Direction(phrase, start + amount.Count, isIn);
        if (sign == 0)
            return Match.None;
        // "in two years since 2011"
        if (amount.IsVague || phrase.Is(at - 1, "than") || phrase.Is(end, "since"))
            return new Match(new Piece.Doubt(DoubtKind.Vague), end - at);

        // "a couple" is seldom counted.
        var isCounted = !phrase.Is(start, "couple") && !phrase.Is(start + 1, "couple");
        return new Match(new Moment
        {
            Shift = sign < 0 ? -amount.Amount : amount.Amount,
            InWorkdays = amount.IsWorkdays,
            Confidence = isCounted ? 1
            : 0.8
        }, end - at);
    }

    // "ago", "from now", "later"; "in two days' time"
    private static (int Sign, int End) Direction(Phrase phrase, int at, bool isIn)
    {
        if (phrase.Is(at, "ago", "earlier", "back") && !isIn)
            return (-1, phrase.Is(at, "ago") && phrase.Is(at + 1, "today") ? at + 2 : at + 1);
        if (phrase.Is(at, "from", "after") && phrase.Is(at + 1, "now", "today"))
            return (1, at + 2);
        if (phrase.Is(at, "in") && phrase.Is(at + 1, "the") && phrase.Is(at + 2, "future"))
            return (1, at + 3);
        if (phrase.Is(at, "from") && phrase.Is(at + 1, "right") && phrase.Is(at + 2, "now"))
            return (1, at + 3);
        if (phrase.Is(at, "later", "hence") && !isIn && !phrase.Is(at + 1, "this", "today", "in", "on", "tomorrow"))
            return (1, at + 1);
        if (!isIn)
            return (0, at);

        var time = phrase.Is(at, "'") ? at + 1 : at;
        return (1, phrase.Is(time, "time") ? time + 1 : at);
    }

    /// <summary>"the next three days", "the last two weeks", "the coming 4 weeks".</summary>
    public static Match Following(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "for", "over", "in", "during", "within") ? at + 1 : at;
        if (phrase.Is(start, "the"))
            start++;
        // "the 3 coming weeks"
        if (phrase.IsNumber(start, 2, 99) && phrase.Is(start + 1, MeaningKind.Which) && phrase.Is(start + 2, Unit) && phrase[start + 2].Text[^1] == 's'
            && !phrase.Is(start + 1, "this"))
        {
            var counted = Amount.Of(phrase[start].Value, (TimeUnit)phrase.Value(start + 2));
            var isPast = (Which)phrase.Value(start + 1) is Which.Last;
            return new Match(new Moment { Period = new Period(PeriodUnit.Day) { Length = isPast ? -counted : counted } }, start + 3 - at);
        }

        if (!phrase.Is(start, MeaningKind.Which) || phrase.Is(start, "this", "current"))
            return Match.None;

        // "it will last two hours"
        if (phrase.Is(start, "last") && !phrase.Is(start - 1, "the")
            && phrase.Is(start - 1, "will", "to", "should", "shouldn't", "would", "can", "could", "won't", "may", "might", "must", "it", "they", "usually",
            "not", "can't"))
            return Match.None;
        var which = (Which)phrase.Value(start);

        // "the next hour", "the last fortnight"
        if (phrase.Is(start + 1, "hour", "minute", "fortnight") && which is Which.Next or Which.Last or Which.Coming
            && Amounts.Unit(phrase, start + 1) is { } unit && !(phrase.Is(start + 2, "of") && phrase.Is(start + 3, Month)))
            return new Match(new Moment { Period = new Period(PeriodUnit.Day, which) { Length = which is Which.Last ? -unit : unit } }, start + 2 - at);

        // "every Friday for the next year": so long, not in that year.
        if (phrase.Is(at, "for") && which is Which.Next or Which.Coming && phrase.Is(start + 1, "week", "month", "quarter", "year") && IsSeries(phrase, at)
            && Amounts.Unit(phrase, start + 1) is { } whole)
            return new Match(new Moment { Period = new Period(PeriodUnit.Day) { Length = whole } }, start + 2 - at);

        var amount = phrase.Is(start + 1, "a", "an") && !phrase.Is(start + 2, "couple", "few") ? default : Amounts.Read(phrase, start + 1);
        if (amount.Count == 0)
            return Match.None;

        // "the next few days" are three, as good as any.
        if (amount.IsVague && (!phrase.Is(start + amount.Count, "days", "weeks", "months") || !phrase.Is(start + 1, "few")))
            return new Match(new Piece.Doubt(DoubtKind.Vague), start + 1 + amount.Count - at);

        // "the last two weeks of May" is read for itself.
        var last = start + 1 + amount.Count;
        if (phrase.Is(last, "of", "in")
            && (phrase.Is(last + 1, Month) || phrase.Is(last + 1, "the", "this", "next", "last") || phrase[last + 1].IsNumber))
            return new Match(new Piece.Doubt(DoubtKind.LeftOver), last - at);

        var isBack = which is Which.Last or Which.BeforeLast;
        if (phrase.Is(last - 1, "quarters") && amount.Amount is { Days: 0, IsWholeDays: true })
            return new Match(new Moment { Period = new Period(PeriodUnit.Quarter) { Length = isBack ? -amount.Amount : amount.Amount } }, last - at);
        return new Match(new Moment
        {
            Period = new Period(PeriodUnit.Day, which)
            {
                Length = isBack ? -amount.Amount : amount.Amount,
                InWorkdays = amount.IsWorkdays,
            }
        }, start + 1 + amount.Count - at);
    }

    private static bool IsJoining(Phrase phrase, int at) => phrase.Is(at, "at", "on", "in", "from", "with", "and", "or", "to", "for", "after", "before");

    private static bool IsSeries(Phrase phrase, int at)
    {
        while (--at >= 0)
        {
            if (phrase.Is(at, "every", "each", "daily", "weekly", "monthly"))
                return true;
        }

        return false;
    }

    /// <summary>"for two hours", "1h 20m", "an hour and a half".</summary>
    public static Match Length(Phrase phrase, int at)
    {
        var isFor = phrase.Is(at, "for", "lasting") || (phrase.Is(at, "takes", "take") && phrase[at + 1].IsNumber);
        var start = isFor && phrase.Is(at + 1, "about", "around", "at", "approximately", "just", "only", "up") ? at + 2 : isFor ? at + 1 : at;
        if (phrase.Is(start, "least", "most", "to") && isFor)
            start++;

        // "for the whole day", "for all week"
        var whole = phrase.Is(start, "the") ? start + 1 : start;
        if (isFor && phrase.Is(whole, "all", "whole", "full", "entire")
            && Amounts.Unit(phrase, phrase.IsTight(whole + 1, "-") ? whole + 2 : whole + 1) is { } all)
            return new Match(new Piece.Length(all, IsSaid: true), (phrase.IsTight(whole + 1, "-") ? whole + 3 : whole + 2) - at);

        var amount = Amounts.Read(phrase, start);
        if (amount.Count == 0 || (amount.IsVague && !isFor))
            return Match.None;
        if (amount.IsVague)
            return new Match(new Piece.Idiom(), start + amount.Count - at);

        // "15h": the hour, or so many?
        if (!isFor && amount.Count == 2 && phrase.IsTight(start + 1, "h") && phrase.IsNumber(start, 13, 23))
            return new Match(new Piece.Doubt(DoubtKind.TwoReadings, new Moment { Clock = new ClockTime(phrase[start].Value, 0, IsExact: true) }), 2);

        // "30 minutes before the meeting" is for who plans it.
        var end = start + amount.Count;
        if ((!isFor && phrase.Is(end, "before", "prior", "beforehand", "early", "earlier", "ahead", "out"))
            || (phrase.Is(end, "in") && phrase.Is(end + 1, "advance")))
            return new Match(new Piece.Idiom(), end + 1 - at);

        // "a day" alone; "an hour and a half" is a length.
        if (!isFor && !phrase.Is(at - 1, "within") && phrase.Is(start, "a", "an", "another") && amount.Count == 2)
            return Match.None;

        // "5 days old", "8 hours a day", "3 hours late"
        var isMeasure = phrase.Is(end, "late", "away", "old", "older", "younger", "per", "each", "worth", "apart")
            || (phrase.Is(end, "a") && phrase.Is(end + 1, Unit)) || phrase.IsTight(end, "-");

        // "a 30-minute call", "two hour meeting": one of the unit, and many of them.
        var isOfThing = !isFor && phrase[end].Kind is TokenKind.Word && phrase[end].Meaning.Kind is None && phrase.Is(end - 1, "minute", "hour", "day", "week")
            && amount.Amount != Amounts.Unit(phrase, end - 1) && !IsJoining(phrase, end);
        return new Match(isMeasure ? new Piece.Idiom() : new Piece.Length(amount.Amount, isFor, isOfThing), end - at);
    }
}
