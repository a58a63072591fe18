using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>Illnesses and states that last, with one key for both languages.</summary>
internal static class Conditions
{
    // A line for each: its key, and its words; any form of them will do.
    private const string Lists = """
        diabet диабет diabetes diabetic диабетик
        asthma астма asthma asthmatic астматик
        migrain мигрень migraine
        hypertens гипертония hypertension гипертоник
        depress депрессия depression
        gastriti гастрит gastritis
        ulcer язва ulcer
        anemia анемия anemia anaemia
        arthriti артрит arthritis
        epilepsi эпилепсия epilepsy
        insomnia бессонница insomnia
        scoliosi сколиоз scoliosis
        hypothyroid гипотиреоз hypothyroidism
        eczema экзема eczema
        psoriasi псориаз psoriasis
        celiac целиакия celiac coeliac
        adhd сдвг adhd
        autism аутизм autism autistic
        ptsd птср ptsd
        arrhythmia аритмия arrhythmia
        osteochondrosi остеохондроз
        anxieti anxiety
        endometriosi эндометриоз endometriosis
        bipolar биполярное bipolar
        cancer онкология cancer
        hepat гепатит hepatitis
        neurosi невроз
        hernia грыжа hernia
        """;

    private static readonly FrozenDictionary<string, string> Keys = WordList.Lines(Lists)
        .SelectMany(line => line.Skip(1).Select(word => (stem: Stems.Of(word), key: line[0])).DistinctBy(pair => pair.stem, StringComparer.Ordinal))
        .ToFrozenDictionary(pair => pair.stem, pair => pair.key, StringComparer.Ordinal);

    public static string? KeyOf(Token word) => Keys.GetValueOrDefault(word.Stem);
}
