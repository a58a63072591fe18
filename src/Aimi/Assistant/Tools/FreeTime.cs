using Aimi.Accounts;
using Aimi.Planning;

namespace Aimi.Assistant.Tools;

/// <summary>The time of days that nothing is planned in.</summary>
internal static class FreeTime
{
    /// <summary>When people meet and do things.</summary>
    private static readonly TimeOnly Morning = new(9, 0);
    private static readonly TimeOnly Evening = new(21, 0);

    /// <summary>What has no end takes so long.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    /// <summary>Less is not worth telling.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(30);

    /// <summary>Of how many days it is told.</summary>
    private const int MaxDays = 7;

    /// <param name="planned">What takes place in the span.</param>
    public static IReadOnlyList<FreeSpan> Of(IEnumerable<Occurrence> planned, (DateTimeOffset From, DateTimeOffset To) span, DateTimeOffset now, string zone)
    {
        var busy = planned.Where(occurrence => occurrence is { Start: not null, Event.AllDay: false })
            .Select(occurrence => (From: occurrence.Start!.Value, To: occurrence.End ?? occurrence.Start.Value + Usual))
            .OrderBy(taken => taken.From).ToList();
        var free = new List<FreeSpan>();
        var first = LocalTime.DayOf(span.From, zone);
        var days = Math.Min(MaxDays, LocalTime.DayOf(span.To.AddMinutes(-1), zone).DayNumber - first.DayNumber + 1);
        foreach (var day in Enumerable.Range(0, days).Select(first.AddDays))
        {
            var (from, until) = (LocalTime.ToInstant(day.ToDateTime(Morning), zone), LocalTime.ToInstant(day.ToDateTime(Evening), zone));
            from = from < now ? now : from;
            foreach (var taken in busy.Where(taken => taken.From < until && taken.To > from).ToList())
            {
                Add(from, taken.From);
                from = taken.To > from ? taken.To : from;
            }

            Add(from, until);
        }

        return free;

        void Add(DateTimeOffset from, DateTimeOffset to)
        {
            if (to - from >= Least)
                free.Add(new FreeSpan(ToolTimes.Write(from, zone, isDay: false)!, ToolTimes.Write(to, zone, isDay: false)!));
        }
    }
}
