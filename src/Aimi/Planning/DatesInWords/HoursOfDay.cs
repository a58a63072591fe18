namespace Aimi.Planning.DatesInWords;

/// <summary>"every 2 hours from 9 to 21", "каждые полчаса с 9 до 12 по будням": a series of several times a day.</summary>
internal static class HoursOfDay
{
    // In minutes.
    private const int Day = 24 * 60;

    // More often in a day is no plan: RecurrenceRule.MaxDensity, of fourteen days.
    private const int MostTimes = RecurrenceRule.MaxDensity / 14;

    /// <summary>The series by days, with its times; null where no rule says it.</summary>
    /// <param name="repeat">By hours or minutes.</param>
    /// <param name="start">In minutes of the day.</param>
    /// <param name="end">The last time, if it comes to that.</param>
    public static Repeat? Of(Repeat repeat, int start, int end)
    {
        var step = repeat.Interval * (repeat.Unit is RepeatUnit.Hour ? 60 : 1);
        var times = new List<int>();
        for (var time = start; time <= Math.Min(end, Day - 1) && times.Count <= MostTimes; time += step)
            times.Add(time);

        // "every half hour from 9 to 12": an RRULE has each minute at each hour, so the last half past twelve goes, or twelve does.
        return end > Day || times.Count > MostTimes ? null : Crossed(repeat, times) ?? Crossed(repeat, times.SkipLast(1).ToList());
    }

    private static Repeat? Crossed(Repeat repeat, List<int> times)
    {
        var hours = times.Select(time => time / 60).Distinct().ToList();
        var minutes = times.Select(time => time % 60).Distinct().Order().ToList();
        return times.Count < 2 || hours.Count * minutes.Count != times.Count ? null : repeat with
        {
            Unit = repeat.Weekdays.Count > 0 ? RepeatUnit.Week : RepeatUnit.Day,
            Interval = 1,
            Hours = hours,
            Minutes = minutes,
        };
    }
}
