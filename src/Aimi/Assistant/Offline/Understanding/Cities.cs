using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>The zones of big cities, found by their name in either language and any form. Written by hand; zones are IANA's.</summary>
internal static class Cities
{
    private const int LongestName = 3;

    private const string Table = """
        Europe/Moscow: москва, московское, мск, санкт-петербург, питер, петербург, спб, нижний новгород, казань, краснодар, сочи, воронеж, ростов-на-дону, ростове-на-дону, ростов, ярославль, тула, рязань, мурманск, архангельск, пенза, тверь, белгород, курск, липецк, ставрополь, махачкала, грозный, севастополь, moscow, saint petersburg, st petersburg, kazan, sochi, krasnodar, nizhny novgorod
        Europe/Kaliningrad: калининград, kaliningrad
        Europe/Samara: самара, тольятти, ижевск, samara, izhevsk
        Europe/Saratov: саратов, saratov
        Europe/Volgograd: волгоград, volgograd
        Europe/Astrakhan: астрахань, astrakhan
        Europe/Ulyanovsk: ульяновск, ulyanovsk
        Asia/Yekaterinburg: екатеринбург, екб, челябинск, пермь, уфа, тюмень, оренбург, сургут, магнитогорск, yekaterinburg, ekaterinburg, chelyabinsk, perm, ufa, tyumen
        Asia/Omsk: омск, omsk
        Asia/Novosibirsk: новосибирск, новосиб, novosibirsk
        Asia/Tomsk: томск, tomsk
        Asia/Barnaul: барнаул, barnaul
        Asia/Novokuznetsk: кемерово, новокузнецк, novokuznetsk
        Asia/Krasnoyarsk: красноярск, абакан, krasnoyarsk
        Asia/Irkutsk: иркутск, улан-удэ, irkutsk
        Asia/Chita: чита, chita
        Asia/Yakutsk: якутск, благовещенск, yakutsk
        Asia/Vladivostok: владивосток, хабаровск, vladivostok, khabarovsk
        Asia/Sakhalin: южно-сахалинск, сахалин, sakhalin
        Asia/Magadan: магадан, magadan
        Asia/Kamchatka: петропавловск-камчатский, камчатка, kamchatka
        Europe/Minsk: минск, гомель, брест, minsk
        Europe/Kyiv: киев, харьков, одесса, львов, днепр, kyiv, kiev, kharkiv, odesa, odessa, lviv
        Europe/Chisinau: кишинев, chisinau
        Asia/Tbilisi: тбилиси, батуми, tbilisi, batumi
        Asia/Yerevan: ереван, yerevan
        Asia/Baku: баку, baku
        Asia/Almaty: алматы, алма-ата, астана, караганда, шымкент, almaty, astana
        Asia/Tashkent: ташкент, tashkent
        Asia/Samarkand: самарканд, бухара, samarkand
        Asia/Bishkek: бишкек, bishkek
        Asia/Dushanbe: душанбе, dushanbe
        Asia/Ashgabat: ашхабад, ashgabat
        Europe/Riga: рига, riga
        Europe/Vilnius: вильнюс, vilnius
        Europe/Tallinn: таллин, таллинн, tallinn
        Europe/Helsinki: хельсинки, helsinki
        Europe/Stockholm: стокгольм, stockholm
        Europe/Oslo: осло, oslo
        Europe/Copenhagen: копенгаген, copenhagen
        Europe/Warsaw: варшава, краков, вроцлав, гданьск, warsaw, krakow, wroclaw
        Europe/Berlin: берлин, мюнхен, гамбург, франкфурт, кельн, лейпциг, дрезден, штутгарт, дюссельдорф, berlin, munich, hamburg, frankfurt, cologne, leipzig, stuttgart
        Europe/Prague: прага, брно, prague, brno
        Europe/Vienna: вена, vienna
        Europe/Zurich: цюрих, женева, zurich, geneva, basel
        Europe/Paris: париж, лион, марсель, ницца, paris, lyon, marseille, nice france
        Europe/Brussels: брюссель, brussels
        Europe/Amsterdam: амстердам, роттердам, гаага, amsterdam, rotterdam, the hague
        Europe/London: лондон, манчестер, эдинбург, london, manchester, edinburgh, glasgow, birmingham, bristol
        Europe/Dublin: дублин, dublin
        Europe/Madrid: мадрид, барселона, валенсия, малага, madrid, barcelona, valencia, malaga, seville
        Europe/Lisbon: лиссабон, порту, lisbon, porto
        Europe/Rome: рим, милан, флоренция, венеция, неаполь, rome, milan, florence, venice, naples, turin
        Europe/Athens: афины, салоники, athens, thessaloniki
        Europe/Istanbul: стамбул, анкара, анталья, анталия, измир, istanbul, ankara, antalya, izmir
        Asia/Nicosia: никосия, лимассол, ларнака, кипр, limassol, nicosia, larnaca
        Europe/Belgrade: белград, нови-сад, belgrade, novi sad
        Europe/Zagreb: загреб, zagreb
        Europe/Ljubljana: любляна, ljubljana
        Europe/Podgorica: подгорица, будва, бар черногория, podgorica, budva
        Europe/Sofia: софия, варна, sofia, varna
        Europe/Bucharest: бухарест, bucharest
        Europe/Budapest: будапешт, budapest
        Europe/Bratislava: братислава, bratislava
        Atlantic/Reykjavik: рейкьявик, reykjavik
        Asia/Jerusalem: иерусалим, тель-авив, хайфа, jerusalem, tel aviv, haifa
        Africa/Cairo: каир, хургада, cairo
        Africa/Casablanca: касабланка, марракеш, casablanca, marrakech
        Africa/Johannesburg: йоханнесбург, кейптаун, johannesburg, cape town
        Africa/Nairobi: найроби, nairobi
        Africa/Lagos: лагос, lagos
        Asia/Dubai: дубай, дубаи, абу-даби, dubai, abu dhabi
        Asia/Riyadh: эр-рияд, riyadh
        Asia/Qatar: доха, doha
        Asia/Tehran: тегеран, tehran
        Asia/Karachi: карачи, karachi, lahore
        Asia/Kolkata: дели, мумбаи, бангалор, гоа, калькутта, delhi, new delhi, mumbai, bangalore, bengaluru, goa, kolkata, chennai, hyderabad
        Asia/Kathmandu: катманду, kathmandu
        Asia/Colombo: коломбо, шри-ланка, colombo
        Asia/Dhaka: дакка, dhaka
        Asia/Bangkok: бангкок, пхукет, паттайя, bangkok, phuket, pattaya
        Asia/Ho_Chi_Minh: хошимин, нячанг, дананг, ханой, ho chi minh, saigon, hanoi, da nang
        Asia/Kuala_Lumpur: куала-лумпур, kuala lumpur
        Asia/Singapore: сингапур, singapore
        Asia/Jakarta: джакарта, jakarta
        Asia/Makassar: бали, денпасар, bali, denpasar
        Asia/Manila: манила, manila
        Asia/Hong_Kong: гонконг, hong kong
        Asia/Shanghai: пекин, шанхай, гуанчжоу, шэньчжэнь, beijing, shanghai, guangzhou, shenzhen
        Asia/Taipei: тайбэй, taipei
        Asia/Seoul: сеул, seoul, busan
        Asia/Tokyo: токио, осака, киото, tokyo, osaka, kyoto
        Asia/Ulaanbaatar: улан-батор, ulaanbaatar
        Australia/Sydney: сидней, sydney
        Australia/Melbourne: мельбурн, melbourne
        Australia/Brisbane: брисбен, brisbane
        Australia/Perth: перт, perth
        Pacific/Auckland: окленд, auckland, wellington
        America/New_York: нью-йорк, вашингтон, бостон, майами, филадельфия, атланта, new york, nyc, washington, boston, miami, philadelphia, atlanta, orlando, eastern time
        America/Detroit: детройт, detroit
        America/Chicago: чикаго, хьюстон, даллас, остин, chicago, houston, dallas, austin, new orleans, minneapolis, nashville, central time
        America/Denver: денвер, denver, salt lake city, mountain time
        America/Phoenix: финикс, phoenix
        America/Los_Angeles: лос-анджелес, сан-франциско, сиэтл, лас-вегас, сан-диего, los angeles, san francisco, seattle, las vegas, san diego, portland, pacific time
        America/Anchorage: анкоридж, anchorage
        Pacific/Honolulu: гонолулу, гавайи, honolulu, hawaii
        America/Toronto: торонто, монреаль, оттава, toronto, montreal, ottawa
        America/Vancouver: ванкувер, vancouver
        America/Edmonton: калгари, эдмонтон, calgary, edmonton
        America/Mexico_City: мехико, mexico city
        America/Cancun: канкун, cancun
        America/Havana: гавана, havana
        America/Bogota: богота, bogota, medellin
        America/Lima: лима, lima
        America/Santiago: сантьяго, santiago
        America/Argentina/Buenos_Aires: буэнос-айрес, buenos aires
        America/Sao_Paulo: сан-паулу, рио-де-жанейро, sao paulo, rio de janeiro
        America/Montevideo: монтевидео, montevideo
        UTC: utc, gmt
        """;

    private static readonly FrozenDictionary<string, string> Zones = (
        from line in Table.Split('\n')
        let zone = line[..line.IndexOf(':', StringComparison.Ordinal)]
        from name in line[(zone.Length + 1)..].Split(',', StringSplitOptions.TrimEntries)
        select (Name: string.Join(' ', Words.Of(name).Select(word => word.Stem)), Zone: zone))
        .DistinctBy(pair => pair.Name, StringComparer.Ordinal).ToFrozenDictionary(pair => pair.Name, pair => pair.Zone, StringComparer.Ordinal);

    /// <summary>All that may be answered.</summary>
    public static IEnumerable<string> All => Zones.Values.Distinct(StringComparer.Ordinal);

    /// <summary>The zone of the first city that is named; null where none is known.</summary>
    public static string? ZoneIn(IReadOnlyList<Token> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            for (var length = LongestName; length > 0; length--)
            {
                if (at + length <= words.Count && Zones.TryGetValue(string.Join(' ', words.Take(at..(at + length)).Select(word => word.Stem)), out var zone))
                    return zone;
            }
        }

        return null;
    }
}
