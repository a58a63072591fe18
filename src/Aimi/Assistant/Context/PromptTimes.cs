using System.Globalization;
using Aimi.Accounts;
using Aimi.Planning;

namespace Aimi.Assistant.Context;

/// <summary>Times as a prompt tells them: by the person's clock, with the day of the week; the year only where it is another.</summary>
internal sealed class PromptTimes(PersonNow now, CultureInfo language)
{
    private readonly DateOnly _today = DateOnly.FromDateTime(now.LocalTime.DateTime);

    public string Day(DateOnly day) => day.ToString(day.Year == _today.Year ? "dddd d MMMM" : "dddd d MMMM yyyy", language);

    public string DayOf(DateTimeOffset instant) => Day(LocalTime.DayOf(instant, now.Timezone));

    public string At(DateTimeOffset instant) => $"{DayOf(instant)}, {Clock(instant)}";

    /// <summary>Whole days are days wherever the person is.</summary>
    public string Of(Occurrence occurrence)
    {
        if (occurrence.Event.AllDay)
        {
            var (first, last) = (FirstDay(occurrence), LocalTime.DayOf((occurrence.End ?? occurrence.Anchor).AddTicks(-1), occurrence.Event.Timezone));
            return last > first ? $"{Day(first)} – {Day(last)}" : Day(first);
        }

        var at = At(occurrence.Anchor);
        return occurrence switch
        {
            { Start: { } start, End: { } end } when end > start => LocalTime.DayOf(end, now.Timezone) == LocalTime.DayOf(start, now.Timezone) ? $"{at}–{Clock(end)}" : $"{at} – {At(end)}",
            _ => at,
        };
    }

    /// <summary>It begins, or is due, by tomorrow.</summary>
    public bool IsSoon(Occurrence occurrence) => FirstDay(occurrence) <= _today.AddDays(1);

    private DateOnly FirstDay(Occurrence occurrence) =>
        LocalTime.DayOf(occurrence.Anchor, occurrence.Event.AllDay ? occurrence.Event.Timezone : now.Timezone);

    private string Clock(DateTimeOffset instant) => LocalTime.ToWall(instant, now.Timezone).ToString("HH:mm", CultureInfo.InvariantCulture);
}
