namespace Aimi.Planning.DatesInWords;

internal enum RepeatUnit
{
    /// <summary>Only between two times of a day.</summary>
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// <summary>Again and again: "по будням", "every other Tuesday", "каждый последний день месяца".</summary>
/// <param name="Interval">2 is every other one.</param>
internal sealed record Repeat(RepeatUnit Unit, int Interval = 1) : Piece
{
    public static readonly IReadOnlyList<DayOfWeek> Workdays =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    public static readonly IReadOnlyList<DayOfWeek> Weekend = [DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>Of a week, or with <see cref="Place"/> of a month.</summary>
    public IReadOnlyList<DayOfWeek> Weekdays { get; init; } = [];

    /// <summary>With weekdays: the second, the last (−1) of the month, over all those days together ("the last workday") where there are several.</summary>
    public int? Place { get; init; }

    /// <summary>Several such days of a month: "the first and third Friday".</summary>
    public IReadOnlyList<(int Place, DayOfWeek Day)> Places { get; init; } = [];

    /// <summary>Days of the month; −1 is its last.</summary>
    public IReadOnlyList<int> MonthDays { get; init; } = [];

    /// <summary>"every 2 hours from 9 to 21": the hours and minutes of a day at which it comes, each of the ones at each of the others.</summary>
    public IReadOnlyList<int> Hours { get; init; } = [];

    public IReadOnlyList<int> Minutes { get; init; } = [];

    /// <summary>Of a year.</summary>
    public int? Month { get; init; }

    /// <summary>"по утрам": the time goes along.</summary>
    public DayPart? Part { get; init; }

    /// <summary>"for five times": so often, and over.</summary>
    public int? Count { get; init; }

    /// <summary>Less where it may be said of something else.</summary>
    public double Confidence { get; init; } = 1;
}
