namespace Aimi.Planning.DatesInWords;

/// <summary>The hours of a day's parts.</summary>
internal static class DayParts
{
    /// <summary>The hour that stands for the part where none was said.</summary>
    public static int Hour(DayPart part) => part switch
    {
        DayPart.EarlyMorning => 7,
        DayPart.Morning => 9,
        DayPart.LateMorning => 11,
        DayPart.Midday => 13,
        DayPart.Afternoon => 14,
        DayPart.AfterLunch => 15,
        DayPart.LateAfternoon => 17,
        DayPart.Evening => 19,
        DayPart.Tonight => 20,
        DayPart.LateEvening => 22,
        _ => 23,
    };

    /// <summary>When it is over, as an hour of the day: until then "утром" can still mean today's.</summary>
    public static int End(DayPart part) => part switch
    {
        // At ten "утром" is tomorrow's already.
        DayPart.EarlyMorning or DayPart.Morning => 9,
        DayPart.LateMorning => 12,
        DayPart.Midday => 15,
        DayPart.Afternoon or DayPart.AfterLunch or DayPart.LateAfternoon => 18,
        DayPart.Evening => 23,
        _ => 24,
    };

    /// <summary>An hour of twelve as one of 24: "8 вечера" 20, "3 ночи" 3, "12 ночи" 24; null where nobody would say so ("15 утра").</summary>
    public static int? Hour(int hour, DayPart part) => part switch
    {
        _ when hour > 12 => Fits(hour, part) ? hour : null,
        DayPart.EarlyMorning or DayPart.Morning or DayPart.LateMorning => hour,
        DayPart.Midday or DayPart.Afternoon or DayPart.AfterLunch or DayPart.LateAfternoon => hour switch { >= 10 => hour, 8 or 9 => null, _ => hour + 12 },
        DayPart.Tonight when hour is >= 1 and <= 4 => hour + 24,
        DayPart.Evening or DayPart.LateEvening when hour is >= 1 and <= 3 => null,
        DayPart.Evening or DayPart.LateEvening or DayPart.Tonight => hour is 0 ? 24 : hour + 12,
        _ => hour switch { 0 or 12 => 24, >= 8 => hour + 12, _ => hour },
    };

    // "вечером в 17", "ночью в 23"
    private static bool Fits(int hour, DayPart part) => part switch
    {
        DayPart.EarlyMorning or DayPart.Morning or DayPart.LateMorning => false,
        DayPart.Midday or DayPart.Afternoon or DayPart.AfterLunch or DayPart.LateAfternoon => hour <= 19,
        DayPart.Night => hour >= 20,
        _ => hour >= 15,
    };
}
