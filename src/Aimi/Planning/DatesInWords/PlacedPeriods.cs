using System.Globalization;

namespace Aimi.Planning.DatesInWords;

/// <summary>Weeks and weekends by their place: "the second week of May", "the last weekend of July", "week 31".</summary>
internal static class PlacedPeriods
{
    /// <param name="place">From 1; negative: from the end.</param>
    public static Resolved Resolve(PeriodUnit unit, int place, PeriodUnit of, Resolved within) => within switch
    {
        { Doubt: not null } or { Slots: not [{ To: not null }] } => new Resolved([], within.Doubt ?? DoubtKind.Vague),
        { Slots: [var whole] } when unit is PeriodUnit.Weekend => Inside(Weekend(place, whole), whole),
        { Slots: [var year] } when of is PeriodUnit.Year => OfYear(place, year.From.Year),
        { Slots: [var month] } => OfMonth(place, month),
    };

    /// <summary>"the first ten days of May"; negative: its last.</summary>
    public static Resolved Edge(Amount length, Resolved within) => within switch
    {
        { Doubt: not null } or { Slots: not [{ To: not null }] } => new Resolved([], within.Doubt ?? DoubtKind.Vague),
        { Slots: [var whole] } when length is { Months: < 0 } or { Days: < 0 } =>
            length.From(whole.To!.Value.AddDays(1)) is { } from ? Inside(whole with { From = from }, whole) : Resolved.Impossible,
        { Slots: [var whole] } => length.From(whole.From)?.AddDays(-1) is { } to && to <= whole.To ? whole with { To = to } : Resolved.Impossible,
    };

    // As ISO 8601 counts them: the first is the one with most of its days in the year.
    private static Resolved OfYear(int place, int year)
    {
        var count = ISOWeek.GetWeeksInYear(year);
        var number = place < 0 ? count + 1 + place : place;
        return number >= 1 && number <= count ? Week(ISOWeek.GetYearStart(year).AddDays(7 * (number - 1))) : Resolved.Impossible;
    }

    // Of a month some count the week in which it begins, some the first that is all its own: where these differ, it has to be asked.
    private static Resolved OfMonth(int place, Slot month)
    {
        var (first, last) = (month.From, month.To!.Value);
        var touching = place < 0 ? Weeks.Monday(last).AddDays(7 * (place + 1)) : Weeks.Monday(first).AddDays(7 * (place - 1));
        var full = place < 0 ? Weeks.Monday(last.AddDays(-6)).AddDays(7 * (place + 1)) : Weeks.Monday(first.AddDays(6)).AddDays(7 * (place - 1));
        return touching == full ? Inside(Week(full), month) : Resolved.Either(Week(full), Week(touching));
    }

    private static Slot Weekend(int place, Slot whole)
    {
        var saturday = place < 0
            ? Weeks.DayOf(Weeks.Monday(whole.To!.Value.AddDays(-5)), DayOfWeek.Saturday).AddDays(7 * (place + 1))
            : Weeks.DayOf(Weeks.Monday(whole.From.AddDays(1)), DayOfWeek.Saturday).AddDays(7 * (place - 1));
        return new Slot(saturday, saturday.AddDays(1), Confidence: 0.9);
    }

    private static Slot Week(DateTime monday) => new(monday, monday.AddDays(6), Confidence: 0.9);

    private static Resolved Inside(Slot slot, Slot whole) => slot.From >= whole.From && slot.From <= whole.To ? slot : Resolved.Impossible;
}
