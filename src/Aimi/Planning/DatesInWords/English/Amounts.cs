namespace Aimi.Planning.DatesInWords.English;

/// <summary>Reads how much time: "two hours", "an hour and a half", "1h 20m", "half an hour", "a couple of days".</summary>
internal static class Amounts
{
    /// <param name="IsWorkdays">Of working days.</param>
    /// <param name="IsVague">"a few days": how many is not said.</param>
    public readonly record struct Reading(Amount Amount, int Count, bool IsWorkdays = false, bool IsVague = false);

    /// <summary>One of the unit at <paramref name="at"/>.</summary>
    public static Amount? Unit(Phrase phrase, int at) => UnitAt(phrase, at, null) is ({ } unit, var size) ? Amount.Of(size, unit) : null;

    private readonly record struct Quantity(decimal Value, int Count, bool IsVague = false);

    /// <summary>A count of 0 where none begins here.</summary>
    public static Reading Read(Phrase phrase, int at)
    {
        var one = One(phrase, at);
        if (one.Count == 0)
            return default;

        var (amount, end) = (one.Amount, at + one.Count);
        while (!one.IsVague)
        {
            // "two hours and fifteen minutes", "1h, 20m"; the smaller ones follow the larger.
            var next = phrase.Is(end, "and", ",") ? end + 1 : end;
            next = phrase.Is(end, ",") && phrase.Is(next, "and") ? next + 1 : next;
            var more = phrase[next].IsNumber ? One(phrase, next, after: phrase[end - 1].Text) : default;
            if (more.Count == 0 || more.IsVague || more.IsWorkdays)
                break;
            (amount, end) = (amount + more.Amount, next + more.Count);
        }

        return one with { Amount = amount, Count = end - at };
    }

    private static Reading One(Phrase phrase, int at, string? after = null)
    {
        var quantity = QuantityAt(phrase, at);
        if (quantity.Count == 0)
            return default;

        // "in 2 more minutes"
        var end = at + quantity.Count;
        if (phrase.Is(end, "more") && phrase[end - 1].IsNumber)
            end++;
        var isWorkdays = phrase.Is(end, "business", "working", "work") && phrase.Is(end + 1, "day", "days");
        if (isWorkdays)
            end++;
        var (unit, size) = UnitAt(phrase, end, after);
        if (unit is null)
            return default;

        end++;
        var value = quantity.Value;

        // "an hour and a half", "a year and a quarter"
        if (phrase.Is(end, "and") && phrase.Is(end + 1, "half") && !phrase.Is(end + 2, "of", "an", "a"))
        {
            value += 0.5m;
            end += 2;
        }
        else if (phrase.Is(end, "and") && phrase.Is(end + 1, "a") && phrase.Is(end + 2, "half", "quarter") && !phrase.Is(end + 3, "of"))
        {
            value += phrase.Is(end + 2, "half") ? 0.5m : 0.25m;
            end += 3;
        }

        isWorkdays |= unit is TimeUnit.Workday;
        return new Reading(Amount.Of(value * size, unit.Value), end - at, isWorkdays, quantity.IsVague);
    }

    private static (TimeUnit? Unit, int Size) UnitAt(Phrase phrase, int at, string? after)
    {
        if (phrase.Is(at, "fortnight", "fortnights", "fortnight's"))
            return (TimeUnit.Week, 2);
        if (phrase.Is(at, "decade", "decades"))
            return (TimeUnit.Year, 10);
        if (phrase.Is(at, "century", "centuries"))
            return (TimeUnit.Year, 100);
        if (phrase.Is(at, MeaningKind.Unit) && !(phrase.Is(at, "h")
            && (phrase[at - 1].Digits > 2 || phrase.Is(at - 1, "-") || (phrase[at].Spaced && !phrase.Is(at - 2, "/", "for")))))
            return ((TimeUnit)phrase.Value(at), 1);

        if (phrase[at - 1].IsNumber && (phrase.Is(at, "nights") || (phrase.Is(at, "night") && phrase[at - 1].Value == 1)))
            return (TimeUnit.Day, 1);

        // Minutes behind hours, and in "in 5m"; alone, metres.
        var short_ = phrase.Is(at, "m") && !phrase[at].Spaced
            && (after is "h" or "hr" or "hrs" or "hour" or "hours" || phrase.Is(at - 2, "in", "for") || (at == 1 && phrase.Count == 2));
        if (short_)
            return (TimeUnit.Minute, 1);
        return !phrase[at].Spaced && phrase.Is(at, "d", "w", "y", "mo")
            && (phrase.Is(at - 2, "in", "for", "+") || (at == 2 && phrase.Is(0, "-")) || phrase.Is(at + 1, "ago", "later"))
            ? (Letter(phrase[at].Text), 1) : (null, 0);
    }

    private static TimeUnit Letter(string letter) => letter switch
    {
        "d" => TimeUnit.Day,
        "w" => TimeUnit.Week,
        "mo" => TimeUnit.Month,
        _ => TimeUnit.Year,
    };

    private static Quantity QuantityAt(Phrase phrase, int at)
    {
        // "half an hour", "a half hour", "quarter of an hour", "three quarters of an hour"
        var start = phrase.Is(at, "a") && phrase.Is(at + 1, "half", "quarter") ? at + 1 : at;
        if (phrase.Is(start, "half"))
            return new Quantity(0.5m, Article(phrase, start + 1) - at);
        if (phrase.Is(start, "quarter") && (phrase.Is(start + 1, "hour") || phrase.Is(start + 1, "of")))
            return new Quantity(0.25m, Article(phrase, start + 1) - at);
        var quarters = phrase.IsTight(at + 1, "-") ? at + 2 : at + 1;
        if (phrase.IsNumber(at, 3, 3) && phrase.Is(quarters, "quarters") && phrase.Is(quarters + 1, "of"))
            return new Quantity(0.75m, Article(phrase, quarters + 1) - at);

        if (phrase.Is(at, "couple") || (phrase.Is(at, "a") && (phrase.Is(at + 1, "couple") || (phrase.Is(at + 1, "pair") && phrase.Is(at + 2, "of")))))
        {
            var end = phrase.Is(at, "a") ? at + 2 : at + 1;
            return new Quantity(2, (phrase.Is(end, "of") ? end + 1 : end) - at);
        }

        if (phrase.Is(at, "½"))
            return new Quantity(0.5m, 1);
        if (phrase.Is(at, "few", "several", "some") || (phrase.Is(at, "a") && phrase.Is(at + 1, "few")))
            return new Quantity(3, phrase.Is(at, "a") ? 2 : 1, IsVague: true);
        return phrase.Is(at, "a", "an", "another") ? new Quantity(1, 1) : NumberAt(phrase, at);
    }

    // "1.5", "two and a half", "one and a half", "2 1/2"
    private static Quantity NumberAt(Phrase phrase, int at)
    {
        if (!phrase.IsNumber(at) || phrase[at].IsOrdinal)
            return default;

        decimal value = phrase[at].Value;

        // "1/2 hour"
        if (phrase.IsTight(at + 1, "/") && phrase.IsTightNumber(at + 2, 2, 4) && value < phrase[at + 2].Value && phrase.Is(at + 3, MeaningKind.Unit))
            return new Quantity(value / phrase[at + 2].Value, 3);
        if (phrase.IsTight(at + 1, ".") && phrase.IsTightNumber(at + 2) && phrase[at + 2].Digits is 1 or 2)
            return new Quantity(value + (phrase[at + 2].Value / (phrase[at + 2].Digits == 1 ? 10m : 100m)), 3);
        if (phrase.Is(at + 1, "½"))
            return new Quantity(value + 0.5m, 2);
        if (phrase.Is(at + 1, "and") && phrase.Is(at + 2, "a", "an") && phrase.Is(at + 3, "half", "quarter"))
            return new Quantity(value + (phrase.Is(at + 3, "half") ? 0.5m : 0.25m), 4);

        if (phrase.Is(at + 1, "and") && phrase.Is(at + 2, "half") && phrase.Is(at + 3, MeaningKind.Unit))
            return new Quantity(value + 0.5m, 3);

        // "20-minute", "2 or 3 days" is the rules' own
        return new Quantity(value, phrase.IsTight(at + 1, "-") && phrase.Is(at + 2, MeaningKind.Unit) ? 2 : 1);
    }

    // Behind "half" and "quarter": "of an", "an", "of the".
    private static int Article(Phrase phrase, int at)
    {
        if (phrase.Is(at, "of"))
            at++;
        return phrase.Is(at, "a", "an") ? at + 1 : at;
    }
}
