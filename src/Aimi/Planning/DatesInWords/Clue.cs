namespace Aimi.Planning.DatesInWords;

/// <summary>Where in time the sentence stands.</summary>
/// <param name="Now">The wall clock, whole minutes.</param>
/// <param name="Past">The sentence tells what was.</param>
/// <param name="Zone">Of the wall clock, an IANA name; null: nobody said.</param>
internal readonly record struct Clue(DateTime Now, bool Past, string? Zone = null)
{
    public DateTime Today => Now.Date;

    /// <summary>Of this week.</summary>
    public DateTime Monday => Weeks.Monday(Now.Date);
}

internal static class Weeks
{
    /// <summary>Weeks begin on Monday.</summary>
    public static DateTime Monday(DateTime day) => day.Date.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    public static DateTime DayOf(DateTime monday, DayOfWeek day) => monday.AddDays(((int)day + 6) % 7);
}

/// <summary>A place in the calendar: a day, days, or a moment.</summary>
/// <param name="To">The end, of whole days the last; null: a single one.</param>
internal sealed record Slot(DateTime From, DateTime? To = null, bool AllDay = true, double Confidence = 1)
{
    public bool PartOfDay { get; init; }

    public bool BareWeekday { get; init; }
}

/// <summary>Where something lies in the calendar, or why that cannot be said.</summary>
/// <param name="Slots">The likeliest first; more than one only with a doubt.</param>
internal readonly record struct Resolved(IReadOnlyList<Slot> Slots, DoubtKind? Doubt)
{
    public static readonly Resolved Impossible = new([], DoubtKind.Impossible);

    public static implicit operator Resolved(Slot slot) => new([slot], null);

    public static Resolved Either(params Slot[] slots) => new(slots, DoubtKind.TwoReadings);

    /// <summary>The same with each slot turned into another; null where one cannot be.</summary>
    public Resolved Map(Func<Slot, Slot?> turn)
    {
        var turned = Slots.Select(turn).OfType<Slot>().ToList();
        return turned.Count < Slots.Count ? Impossible : new Resolved(turned, Doubt);
    }
}
