using System.Globalization;
using Aimi.Assistant.Offline.Understanding;
using Aimi.Hosting.Resources;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Parsing;

/// <summary>What a person said of that which they want; what they did not say is absent.</summary>
/// <param name="Title">Of what is planned, remembered or named anew, without the words of time and of asking.</param>
/// <param name="Target">What of that which is there is meant, in the person's words.</param>
/// <param name="When">When it shall be; of a question, the days that it is about.</param>
/// <param name="At">When that which is meant is now.</param>
/// <param name="Shift">How much later, ISO 8601; negative is earlier: <c>-PT15M</c>.</param>
/// <param name="RemindBefore">How long before to remind, ISO 8601.</param>
/// <param name="TimesPerWeek">How often, where no rule says it.</param>
/// <param name="Content">What is to be remembered, forgotten or looked up.</param>
/// <param name="Timezone">IANA name.</param>
public sealed record ParsedSlots(
    string? Title,
    string? Target,
    PlanKind? Kind,
    ParsedDate? When,
    ParsedDate? At,
    string? Shift,
    string? RemindBefore,
    int? TimesPerWeek,
    string? Content,
    string? Timezone)
{
    internal static ParsedSlots Of(Intent intent, ParseClock clock, CultureInfo language)
    {
        return new ParsedSlots(
            intent.Title,
            intent.Target,
            intent.Kind,
            Date(intent.When),
            Date(intent.At),
            Length(intent.Shift),
            Length(intent.RemindBefore),
            intent.TimesPerWeek,
            intent.Content,
            intent.Timezone);

        ParsedDate? Date(SpokenDate? date) => date is null ? null : ParsedDate.Of(date, clock, language);

        static string? Length(TimeSpan? length) => length is { } span ? Durations.Text(span) : null;
    }
}
