using Aimi.Language;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline;

/// <summary>Understands short answers to a question of ours: a time, one of a list.</summary>
internal static class SpokenAnswer
{
    /// <summary>How "the second one" is said; a number with which word.</summary>
    private static readonly Dictionary<string, int> Places = new(StringComparer.Ordinal)
    {
        ["перв"] = 1,
        ["втор"] = 2,
        ["трет"] = 3,
        ["четверт"] = 4,
        ["пят"] = 5,
        ["first"] = 1,
        ["second"] = 2,
        ["third"] = 3,
        ["fourth"] = 4,
        ["fifth"] = 5,
    };

    private static readonly string[] Lasts = ["последн", "last"];

    /// <summary>What is known of a time, with what the answer adds; null where it says nothing of time.</summary>
    public static SpokenDate? Join(SpokenDate? known, string answer, Talk talk)
    {
        if (Read(answer, talk) is not { } read)
            return null;
        if (known is null || known.Kind is SpokenDateKind.Duration)
            return read;
        if (known.AllDay && !read.AllDay && read.RepeatRule is null)
        {
            var kind = known.RepeatRule is null ? SpokenDateKind.Instant : known.Kind;
            return known with { From = known.From.Date + read.From.TimeOfDay, AllDay = false, Kind = kind };
        }

        if (!known.AllDay && read is { AllDay: true, Kind: SpokenDateKind.Day })
            return read with { From = read.From.Date + known.From.TimeOfDay, AllDay = false, Kind = SpokenDateKind.Instant };

        return read;
    }

    /// <summary>The time that an answer says; a bare number is an hour.</summary>
    public static SpokenDate? Read(string answer, Talk talk)
    {
        var at = talk.Language.Name == "ru" ? "в" : "at";
        foreach (var words in new[] { answer, $"{at} {answer.Trim()}" })
        {
            var reading = DateReader.Read(words, talk.Now, talk.Language, talk.Turn.Now.Timezone);
            if (reading is not { Question: null, Dates: [var first, ..] dates })
                continue;

            // "В пятницу, в 15".
            return dates.Count > 1 && first is { AllDay: true, RepeatRule: null } && dates[1] is { AllDay: false, RepeatRule: null } hour
                ? first with { From = first.From.Date + hour.From.TimeOfDay, AllDay = false, Kind = SpokenDateKind.Instant }
                : first;
        }

        return null;
    }

    /// <summary>Which of so many lines is meant, from 0 on; null where the answer does not say.</summary>
    public static int? Place(string answer, int count)
    {
        var words = Words.Of(answer);
        if (words.Count is 0 or > 5)
            return null;
        foreach (var word in words)
        {
            if (int.TryParse(word.Text.Split('-')[0], System.Globalization.CultureInfo.InvariantCulture, out var number))
                return number >= 1 && number <= count ? number - 1 : null;
            if (Places.FirstOrDefault(place => IsPlace(word.Text, place.Key)) is { Key: not null } found)
                return found.Value <= count ? found.Value - 1 : null;
            if (Lasts.Any(last => word.Text.StartsWith(last, StringComparison.Ordinal)))
                return count - 1;
        }

        return null;
    }

    // "Пятницу" begins like "пятое", and is a day.
    private static bool IsPlace(string word, string place) =>
        word.StartsWith(place, StringComparison.Ordinal) && word.Length <= place.Length + 3 && !word.StartsWith("пятниц", StringComparison.Ordinal);

    /// <summary>The line that has words of the answer, and no other has as many; null where there is none.</summary>
    public static int? ByWords(string answer, IReadOnlyList<string> lines)
    {
        var said = Stems.OfText(answer).ToHashSet(StringComparer.Ordinal);
        var ranked = lines.Select((line, at) => (At: at, Shared: Stems.OfText(line).Count(said.Contains))).OrderByDescending(line => line.Shared).ToList();
        return ranked.Count > 0 && ranked[0].Shared > 0 && (ranked.Count == 1 || ranked[0].Shared > ranked[1].Shared) ? ranked[0].At : null;
    }
}
