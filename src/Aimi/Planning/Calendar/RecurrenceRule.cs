using Ical.Net;
using Ical.Net.DataTypes;

namespace Aimi.Planning.Calendar;

/// <summary>Whether a rule of an imported series can be kept.</summary>
internal static class RecurrenceRule
{
    private const int MaxLength = 500;

    /// <summary>Why a rule is refused; null where it is fine.</summary>
    /// <param name="start">When the series starts, by the wall clock.</param>
    public static RuleRefusal? Check(string rule, DateTime start, bool allDay, string zone)
    {
        try
        {
            if (rule.Length is > 0 and <= MaxLength && new RecurrencePattern(rule) is { Interval: >= 1 } pattern)
            {
                var dense = pattern.Frequency is FrequencyType.Secondly or FrequencyType.Minutely || (allDay && pattern.Frequency is FrequencyType.Hourly);
                return dense ? new RuleRefusal("rule_too_dense", "The rule repeats too often.") : null;
            }
        }
        catch (Exception invalid) when (invalid is ArgumentException or FormatException or OverflowException or System.Runtime.Serialization.SerializationException)
        {
            // Said below.
        }

        return new RuleRefusal("rule_invalid", "The rule is not an RRULE.");
    }
}

internal sealed record RuleRefusal(string Code, string Detail);
