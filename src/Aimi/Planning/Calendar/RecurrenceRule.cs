using Ical.Net.DataTypes;

namespace Aimi.Planning.Calendar;

/// <summary>Whether a rule of an imported series can be kept.</summary>
internal static class RecurrenceRule
{
    /// <summary>Why not, as a code; null where it can.</summary>
    public static string? Check(string rule)
    {
        if (rule.Length is 0 or > 500)
            return "rule_not_valid";

        try
        {
            var pattern = new RecurrencePattern(rule);
            return pattern.Frequency is Ical.Net.FrequencyType.Secondly or Ical.Net.FrequencyType.Minutely or Ical.Net.FrequencyType.Hourly ? "rule_too_dense"
                : pattern.Interval < 1 ? "rule_not_valid"
                : null;
        }
        catch (Exception invalid) when (invalid is ArgumentException or FormatException or OverflowException or System.Runtime.Serialization.SerializationException)
        {
            return "rule_not_valid";
        }
    }
}
