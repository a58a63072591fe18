using static Aimi.Planning.DatesInWords.MeaningKind;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Words that join times: "from", "until", "by", "between" … "and", "no later than".</summary>
internal static class LinkRules
{
    // How far back the "between" of an "and" may stand.
    private const int Reach = 9;

    public static Match Read(Phrase phrase, int at)
    {
        // "more than May 5", "less than today": a bound, and on which side of it?
        if (phrase.Is(at, "more", "less", "greater", "older", "newer") && phrase.Is(at + 1, "than")
            && phrase[at + 2].Meaning.Kind is Month or RelativeDay or Weekday)
            return new Match(new Piece.Doubt(DoubtKind.Vague), 2);

        var (kind, count) = Long(phrase, at);
        if (count == 0)
            (kind, count) = Short(phrase, at);
        return count == 0 ? Match.None : new Match(new Piece.Link(kind), count);
    }

    private static (LinkKind Kind, int Count) Long(Phrase phrase, int at)
    {
        if (phrase.Is(at, "no", "not") && phrase.Is(at + 1, "later", "after") && phrase.Is(at + 2, "than"))
            return (LinkKind.By, With(phrase, at, 3));
        if ((phrase.Is(at, "not") && phrase.Is(at + 1, "before"))
            || (phrase.Is(at, "no", "not") && phrase.Is(at + 1, "earlier", "sooner") && phrase.Is(at + 2, "than")))
            return (LinkKind.From, phrase.Is(at + 1, "before") ? 2 : 3);
        if (phrase.Is(at, "later", "earlier", "sooner") && phrase.Is(at + 1, "than"))
            return (phrase.Is(at, "later") ? LinkKind.After : LinkKind.By, 2);

        // "at 2 and goes until 4", "starts at 9, ends at 11"; "it ends at 11" alone is a time.
        var verb = phrase.Is(at, "and", "that", ",") ? at + 1 : at;
        if (HasTimeBefore(phrase, at) && phrase.Is(verb, "goes", "lasts", "runs", "ends", "ending", "finishes", "going", "running", "lasting")
            && phrase.Is(verb + 1, "until", "till", "til", "at", "by") && (phrase.Is(verb, "ends", "ending", "finishes") || !phrase.Is(verb + 1, "at", "by")))
            return (LinkKind.Until, verb + 2 - at);
        if (phrase.Is(at, "prior") && phrase.Is(at + 1, "to"))
            return (LinkKind.By, 2);

        // "as late as 7", "as early as Monday", "in advance of 2pm"
        if (phrase.Is(at, "as") && phrase.Is(at + 1, "late", "early", "soon") && phrase.Is(at + 2, "as"))
            return (phrase.Is(at + 1, "late") ? LinkKind.By : LinkKind.From, 3);
        if (phrase.Is(at, "in") && phrase.Is(at + 1, "advance") && phrase.Is(at + 2, "of"))
            return (LinkKind.By, 3);
        if (phrase.Is(at, "due"))
            return phrase.Is(at + 1, "to") ? default : (LinkKind.By, With(phrase, at, 1));
        if (phrase.Is(at, "up") && phrase.Is(at + 1, "to", "until", "till", "through"))
            return (LinkKind.Until, 2);
        if (phrase.Is(at, "as") && phrase.Is(at + 1, "of", "from"))
            return (LinkKind.From, 2);
        return phrase.Is(at, "starting", "beginning", "start", "begin", "commencing") && phrase.Is(at + 1, "from", "on", "at", "in")
            ? (LinkKind.From, phrase.Is(at + 1, "from") ? 2 : 1) : default;
    }

    private static bool HasTimeBefore(Phrase phrase, int at)
    {
        for (var back = at - 1; back > 0; back--)
        {
            if (phrase[back].IsNumber || phrase.Is(back, "noon", "midnight"))
                return true;
        }

        return false;
    }

    // "due on", "due by", "no later than on"
    private static int With(Phrase phrase, int at, int count) => phrase.Is(at + count, "on", "by", "before", "at") ? count + 1 : count;

    private static (LinkKind Kind, int Count) Short(Phrase phrase, int at)
    {
        switch (phrase[at].Text)
        {
            // "Nov 18-Dec 19", "Mon-Fri", "6pm-midnight"
            case "-" when phrase[at + 1].Meaning.Kind is Month or Weekday or RelativeDay || phrase.Is(at + 1, "noon", "midnight"):
                return (LinkKind.Dash, 1);
            case "from":
                return IsMoved(phrase, at) || IsOf(phrase, at + 1) ? default : (LinkKind.From, 1);
            case "between" or "starting" or "beginning" or "since" or "btw":
                return (LinkKind.From, 1);
            case "after":
                return (LinkKind.After, 1);
            case "until" or "till" or "til" or "'til" or "untill":
                return (LinkKind.Until, 1);
            case "through" or "thru":
                return (LinkKind.Through, 1);
            case "to":
                return IsMoved(phrase, at) ? default : (LinkKind.Through, 1);
            case "by" or "before":
                return (LinkKind.By, 1);
            case "within":
                return (LinkKind.Within, 1);
            case "and" or "&":
                return IsBetween(phrase, at) ? (LinkKind.Through, 1) : (LinkKind.And, 1);
            default:
                return default;
        }
    }

    // "the photos from last week": of it, not since then.
    private static bool IsOf(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "the") ? at + 1 : at;
        return phrase.Is(start, "last", "previous", "past")
            && phrase.Is(start + 1, "week", "weekend", "month", "quarter", "year", "spring", "summer", "fall", "winter")
            && !phrase.Is(start + 2, "to", "until", "till", "through", "-", "on");
    }

    // "move it from Monday to Friday": two days, no days in between.
    private static bool IsMoved(Phrase phrase, int at)
    {
        for (var back = at - 1; back >= 0; back--)
        {
            if (phrase.Is(back, "move", "moved", "moving", "reschedule", "rescheduled", "shift", "shifted", "postpone", "postponed", "change", "changed",
                "push", "pushed", "switch", "switched"))
                return true;
        }

        return false;
    }

    private static bool IsBetween(Phrase phrase, int at)
    {
        for (var back = at - 1; back >= 0 && back >= at - Reach; back--)
        {
            if (phrase.Is(back, "between", "btw"))
                return true;
            if (phrase.Is(back, "and"))
                return false;
        }

        return false;
    }

    /// <summary>A number that may be an hour or a day, beside a link or a dash.</summary>
    public static Match Bare(Phrase phrase, int at)
    {
        var start = phrase.Is(at, "the") ? at + 1 : at;
        if (!phrase.IsNumber(start, 0, 31) || phrase[start].Digits > 2 || phrase.Is(start + 1, Unit) || phrase.Is(start - 1, "$", "€", "£", "#"))
            return Match.None;

        // "2 to 3 cups", "5 to 10 people", "version 3-2": a number beside a joint, and no other word behind it.
        // "March 10 - 15, 2027"
        var (year, behind) = phrase.Is(at - 1, "-", "to", "through", "and") && phrase[at - 2].IsNumber
            && (phrase.Is(at - 3, Month) || (phrase.Is(at - 3, "the") && phrase.Is(at - 4, Month))) ? DateRules.Year(phrase, start + 1) : default;
        if (year is not null)
            return new Match(new Piece.Bare(phrase[start].Value, phrase[start].IsOrdinal), behind - at);

        var isBeside = IsJoint(phrase, at - 1) || IsJoint(phrase, start + 1) || phrase[start].IsOrdinal;
        return isBeside && !Nouns.IsMeasure(phrase, start + 1)
            && !(start > at && !phrase[start].IsOrdinal) && !(phrase.IsTight(start + 1, ".") && phrase.IsTightNumber(start + 2))
            ? new Match(new Piece.Bare(phrase[start].Value, phrase[start].IsOrdinal), start + 1 - at) : Match.None;
    }

    private static bool IsJoint(Phrase phrase, int at) =>
        phrase.Is(at, "from", "between", "to", "until", "till", "til", "through", "thru", "-", "by", "before", "after", "and") || phrase.Is(at, "since", "&")
        || (phrase.Is(at, "than") && phrase.Is(at - 1, "later", "earlier", "sooner"))
        || (phrase.Is(at, "at", "by") && phrase.Is(at - 1, "ends", "ending", "finishes") && HasTimeBefore(phrase, at - 1));
}
