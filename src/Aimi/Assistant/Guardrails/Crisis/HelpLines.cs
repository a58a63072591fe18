using System.Globalization;
using NodaTime.TimeZones;

namespace Aimi.Assistant.Guardrails.Crisis;

/// <summary>Whom to call, by where the person is: the country of their time zone, else of their locale, else that of the language they write in.</summary>
/// <remarks>
/// The numbers stand in the resources, <c>Lines.COUNTRY</c>. Where they are from, as of 2026:
/// Russia: 8-800-2000-122 (children, young people and their parents; free, anonymous, also 124 from a mobile) is the Fund's for children in hardship; 112 is the state's;
/// 051 from a landline and 8-495-051 from a mobile in Moscow are the city's psychological service. USA and Canada: 988 (988lifeline.org, since 2022; 988.ca, since 2023). United Kingdom and Ireland: Samaritans,
/// 116 123 (samaritans.org). Australia: Lifeline, 13 11 14 (lifeline.org.au). Germany: TelefonSeelsorge, 0800 1110111 (telefonseelsorge.de). Anywhere: findahelpline.com.
/// </remarks>
internal static class HelpLines
{
    private const string Anywhere = "Any";

    private static readonly string[] Known = ["RU", "US", "CA", "GB", "IE", "AU", "DE"];

    /// <summary>The key of the lines in the resources.</summary>
    /// <param name="locale">BCP 47.</param>
    /// <param name="zone">IANA.</param>
    public static string Of(string locale, string zone, CultureInfo language)
    {
        var country = CountryOf(zone) ?? RegionOf(locale) ?? (language.TwoLetterISOLanguageName == "ru" ? "RU" : null);
        return country is not null && Known.Contains(country, StringComparer.Ordinal) ? country : Anywhere;
    }

    // ru-RU, sr-Latn-RS: the part of two letters behind the first.
    private static string? RegionOf(string locale) =>
        locale.Split('-', '_').Skip(1).FirstOrDefault(part => part.Length == 2 && part.All(char.IsAsciiLetter))?.ToUpperInvariant();

    // Browsers know some zones by a former name: Asia/Calcutta.
    private static string? CountryOf(string zone) =>
        (PlaceOf(zone) ?? (TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(zone, out var today) ? PlaceOf(today) : null))?.CountryCode;

    private static TzdbZoneLocation? PlaceOf(string zone) =>
        TzdbDateTimeZoneSource.Default.ZoneLocations?.FirstOrDefault(place => place.ZoneId == zone);
}
