namespace Aimi.Planning;

/// <summary>The rule of a habit: a <see cref="RecurrenceRule"/> of whole days.</summary>
internal static class HabitRule
{
    /// <summary>The bound of every computation over a habit's days.</summary>
    public const int Years = 10;

    /// <summary>Why a habit can not follow the rule; null where it can.</summary>
    public static HabitRefusal? Refusal(string frequency, DateOnly startsOn) =>
        RecurrenceRule.Check(frequency, startsOn.ToDateTime(TimeOnly.MinValue), allDay: true) is { } refusal
            ? new HabitRefusal(422, refusal.Code, refusal.Detail)
            : null;

    /// <summary>Every day that the rule gives from <paramref name="from"/> to <paramref name="to"/>, the earliest first.</summary>
    public static IEnumerable<DateOnly> Days(string frequency, DateOnly startsOn, DateOnly from, DateOnly to) =>
        RecurrenceRule.Parse(frequency)
            .Between(startsOn.ToDateTime(TimeOnly.MinValue), from.ToDateTime(TimeOnly.MinValue), to.AddDays(1).ToDateTime(TimeOnly.MinValue))
            .Select(DateOnly.FromDateTime);
}
