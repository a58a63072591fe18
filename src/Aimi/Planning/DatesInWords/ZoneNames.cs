using System.Collections.Frozen;

namespace Aimi.Planning.DatesInWords;

/// <summary>"UTC", "EST", "London time", "по московскому времени": the zone in which an hour is said.</summary>
internal static class ZoneNames
{
    // By their abbreviations. Who says EST in summer may mean the hour of New York, or that of its winter.
    private static readonly FrozenDictionary<string, string[]> Short = Table(
        """
        utc, gmt, z: Etc/UTC
        et, eastern: America/New_York
        est: America/New_York Etc/GMT+5
        edt: America/New_York Etc/GMT+4
        ct, central: America/Chicago
        cst: America/Chicago Etc/GMT+6
        cdt: America/Chicago Etc/GMT+5
        mountain: America/Denver
        mst: America/Denver Etc/GMT+7
        mdt: America/Denver Etc/GMT+6
        pt, pacific: America/Los_Angeles
        pst: America/Los_Angeles Etc/GMT+8
        pdt: America/Los_Angeles Etc/GMT+7
        akst: America/Anchorage Etc/GMT+9
        hst: Pacific/Honolulu
        cet: Europe/Berlin Etc/GMT-1
        cest: Europe/Berlin Etc/GMT-2
        eet: Europe/Helsinki Etc/GMT-2
        eest: Europe/Helsinki Etc/GMT-3
        bst: Europe/London Etc/GMT-1
        jst: Asia/Tokyo
        sgt: Asia/Singapore
        hkt: Asia/Hong_Kong
        aest: Australia/Sydney Etc/GMT-10
        aedt: Australia/Sydney Etc/GMT-11
        nzst: Pacific/Auckland Etc/GMT-12
        nzdt: Pacific/Auckland Etc/GMT-13
        msk, мск: Europe/Moscow
        ist: Asia/Kolkata Asia/Jerusalem Europe/Dublin
        """);

    // "London time", "New York time"; "по Москве", "по московскому времени" by how the words begin.
    private static readonly FrozenDictionary<string, string[]> Places = Table(
        """
        london: Europe/London
        paris: Europe/Paris
        berlin: Europe/Berlin
        moscow: Europe/Moscow
        new york: America/New_York
        chicago: America/Chicago
        los angeles: America/Los_Angeles
        singapore: Asia/Singapore
        beijing: Asia/Shanghai
        tokyo: Asia/Tokyo
        dubai: Asia/Dubai
        sydney: Australia/Sydney
        """);

    private static readonly (string Stem, string Zone)[] Stems =
    [
        ("москв", "Europe/Moscow"), ("московск", "Europe/Moscow"), ("гринвич", "Etc/UTC"), ("гмт", "Etc/UTC"), ("минск", "Europe/Minsk"), ("киев", "Europe/Kyiv"),
        ("лондон", "Europe/London"), ("берлин", "Europe/Berlin"), ("париж", "Europe/Paris"), ("самар", "Europe/Samara"), ("екатеринбург", "Asia/Yekaterinburg"),
        ("омск", "Asia/Omsk"), ("новосибирск", "Asia/Novosibirsk"), ("красноярск", "Asia/Krasnoyarsk"), ("иркутск", "Asia/Irkutsk"), ("якутск", "Asia/Yakutsk"),
        ("владивосток", "Asia/Vladivostok"), ("алмат", "Asia/Almaty"), ("ташкент", "Asia/Tashkent"), ("тбилис", "Asia/Tbilisi"), ("дуба", "Asia/Dubai"),
        ("нью-йорк", "America/New_York"),
    ];

    /// <summary>The zones that an abbreviation may mean; none where it is no such. In small letters the short ones are other words.</summary>
    public static IReadOnlyList<string> At(Phrase phrase, int at) =>
        phrase[at].Kind is TokenKind.Word && Short.TryGetValue(phrase[at].Text, out var zones) && (phrase[at].Length > 2 || char.IsUpper(phrase.Text[phrase[at].Start]))
            ? zones : [];

    /// <summary>By the name of a city; none where we do not know it.</summary>
    public static IReadOnlyList<string> OfPlace(string name) => Places.GetValueOrDefault(name, []);

    /// <summary>By a Russian city in any form: "москве", "новосибирскому".</summary>
    public static IReadOnlyList<string> OfStem(string word) =>
        Array.Find(Stems, zone => word.StartsWith(zone.Stem, StringComparison.Ordinal)) is { Zone: { } zone } ? [zone] : [];

    /// <summary>A Russian word names a place whose clock we know.</summary>
    public static bool IsPlace(string word) => OfStem(word).Count > 0;

    private static FrozenDictionary<string, string[]> Table(string rows) => rows.Split('\n').Select(row => row.TrimEnd('\r').Split(": "))
        .SelectMany(row => row[0].Split(", ").Select(name => (Name: name, Zones: row[1].Split(' '))))
        .ToFrozenDictionary(row => row.Name, row => row.Zones, StringComparer.Ordinal);
}
