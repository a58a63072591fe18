using Ical.Net;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using Rule = Ical.Net.DataTypes.RecurrenceRule;

namespace Aimi.Planning;

/// <summary>The rule of a habit, RFC 5545: the days on which it is due, whatever the hour.</summary>
internal static class HabitRule
{
    /// <summary>The bound of every computation over a habit's days.</summary>
    public const int Years = 10;

    // Ical.Net looks this far for the next day of a rule: the longest wait, eight years for a 29 February around 2100, is found day by day.
    private static readonly EvaluationOptions Patience = new() { MaxUnmatchedIncrementsLimit = 4000 };

    /// <summary>Why a habit can not follow the rule; null where it can.</summary>
    public static HabitRefusal? Refusal(string frequency, DateOnly startsOn)
    {
        try
        {
            if (!frequency.Contains("FREQ=", StringComparison.OrdinalIgnoreCase))
                return Invalid("A rule names its FREQ.");

            var rule = new Rule(frequency);
            if (rule.Frequency is FrequencyType.Secondly or FrequencyType.Minutely or FrequencyType.Hourly)
                return new HabitRefusal(422, "rule_too_dense", "A habit is due daily at the most: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.");
            if (rule.ByHour.Count + rule.ByMinute.Count + rule.BySecond.Count > 0)
                return Invalid("A habit is due on days: BYHOUR, BYMINUTE and BYSECOND say nothing. Use reminder_times.");

            // All of them, so that a rule that runs out of the calendar is found now and not in ten years.
            var days = Days(rule, startsOn).TakeWhile(day => day < startsOn.AddYears(Years)).ToList();
            return days.Count == 0 ? Invalid("The rule gives no day within ten years of starts_on.") : null;
        }
        catch (Exception nonsense) when (nonsense is ArgumentException or FormatException or OverflowException or EvaluationException)
        {
            return Invalid("Not a rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO,TH.");
        }
    }

    /// <summary>Every day that the rule gives, the earliest first, from <paramref name="startsOn"/> on; it may never end.</summary>
    public static IEnumerable<DateOnly> Days(string frequency, DateOnly startsOn) => Days(new Rule(frequency), startsOn);

    private static IEnumerable<DateOnly> Days(Rule rule, DateOnly startsOn)
    {
        var start = new CalDateTime(startsOn);
        return new RecurrencePatternEvaluator(rule).Evaluate(start, start, Patience).Select(period => period.StartTime.Date);
    }

    private static HabitRefusal Invalid(string detail) => new(422, "rule_invalid", detail);
}
