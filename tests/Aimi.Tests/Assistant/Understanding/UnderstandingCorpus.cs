using System.Globalization;
using Aimi.Assistant.Offline.Understanding;
using Aimi.Planning.DatesInWords;

namespace Aimi.Tests.Assistant.Understanding;

/// <summary>What people say to Aimi, with what they want, written by hand: <c>utterance => Intent; slot=value ++ Intent</c>. The held-out part was written before the rules.</summary>
public static class UnderstandingCorpus
{
    /// <summary>A Wednesday.</summary>
    public static readonly DateTime Now = new(2026, 3, 11, 12, 0, 0);

    /// <param name="part"><c>known</c>, or <c>heldout</c>.</param>
    public static IReadOnlyList<Utterance> Read(string language, string part) =>
    [
        .. Checkout.Read($"tests/Aimi.Tests/Assistant/Understanding/Corpus/{language}.{part}.txt").Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Utterance.Of),
    ];

    /// <summary>How well they are understood.</summary>
    public static Score Measure(IReadOnlyList<Utterance> utterances, CultureInfo language)
    {
        var (right, slots, slotsRight, failures) = (0, 0, 0, new List<string>());
        foreach (var utterance in utterances)
        {
            var read = IntentReader.Read(utterance.Text, Now, language);
            var told = string.Join(" ++ ", read.Select(Describe));
            if (!read.Select(intent => intent.Name).SequenceEqual(utterance.Wanted.Select(wanted => wanted.Name)))
            {
                failures.Add($"INTENT {utterance.Text}\n    wanted {utterance.Expected}\n    read   {told}");
                continue;
            }

            right++;
            var missed = new List<string>();
            foreach (var (intent, wanted) in read.Zip(utterance.Wanted))
            {
                var said = Slots(intent);

                // The kind and the city's words are looked at where they are written.
                foreach (var slot in said.Keys.Union(wanted.Slots.Keys).Where(slot => slot != "kind" || wanted.Slots.ContainsKey(slot)))
                {
                    slots++;
                    if (Fits(slot, wanted.Slots.GetValueOrDefault(slot), said.GetValueOrDefault(slot)))
                        slotsRight++;
                    else
                        missed.Add(slot);
                }
            }

            if (missed.Count > 0)
                failures.Add($"SLOTS {string.Join(' ', missed)}: {utterance.Text}\n    wanted {utterance.Expected}\n    read   {told}");
        }

        return new Score((double)right / utterances.Count, (double)slotsRight / Math.Max(slots, 1), failures);
    }

    public static string Describe(Intent intent) =>
        string.Concat(Slots(intent).Where(slot => slot.Value is not null).Select(slot => $"; {slot.Key}={slot.Value}").Prepend(intent.Name.ToString()));

    private static Dictionary<string, string?> Slots(Intent intent)
    {
        var slots = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["title"] = intent.Title,
            ["target"] = intent.Target,
            ["kind"] = intent.Kind?.ToString(),
            ["when"] = When(intent.When),
            ["at"] = When(intent.At),
            ["shift"] = intent.Shift is { } shift ? Length(shift) : null,
            ["before"] = intent.RemindBefore is { } before ? Length(before) : null,
            ["times"] = intent.TimesPerWeek?.ToString(CultureInfo.InvariantCulture),
            ["content"] = intent.Timezone is null ? intent.Content : null,
            ["zone"] = intent.Timezone,
        };
        return slots.Where(slot => slot.Value is not null).ToDictionary(StringComparer.Ordinal);
    }

    // "d 03-12" fits a "d 03-12 …", "r" any range, a rule its parts in any order.
    private static bool Fits(string slot, string? wanted, string? said)
    {
        if (wanted is null || said is null || slot is not ("when" or "at"))
            return wanted == said;

        return wanted[0] == 'c' && wanted.Length > 2 && said[0] == 'c'
            ? wanted[2..].Split(';').Order(StringComparer.Ordinal).SequenceEqual(said[2..].Split(';').Order(StringComparer.Ordinal))
            : said == wanted || said.StartsWith(wanted + " ", StringComparison.Ordinal);
    }

    private static string? When(SpokenDate? date) => date?.Kind switch
    {
        null => null,
        SpokenDateKind.Instant => Said("i", date.From),
        SpokenDateKind.Day => Said("d", date.From),
        SpokenDateKind.Deadline => Said("x", date.From),
        SpokenDateKind.Range => Said("r", date.From),
        SpokenDateKind.Recurrence => "c " + date.RepeatRule,
        _ => "u " + Length(date.Duration ?? TimeSpan.Zero),
    };

    private static string Said(string kind, DateTime from) =>
        kind + (from.TimeOfDay == TimeSpan.Zero || kind == "d" ? from.ToString(" MM-dd", CultureInfo.InvariantCulture) : from.ToString(" MM-dd HH:mm", CultureInfo.InvariantCulture));

    private static string Length(TimeSpan length) => string.Create(CultureInfo.InvariantCulture, $"{(length < TimeSpan.Zero ? "-" : "")}{(int)length.Duration().TotalHours}:{length.Minutes.ToString("00", CultureInfo.InvariantCulture).TrimStart('-')}");
}

public sealed record Score(double Intents, double Slots, IReadOnlyList<string> Failures);

/// <param name="Expected">As it is written.</param>
public sealed record Utterance(string Text, string Expected, IReadOnlyList<Wanted> Wanted)
{
    public static Utterance Of(string line)
    {
        var parts = line.Split(" => ");
        return new Utterance(parts[0], parts[1], [.. parts[1].Split(" ++ ").Select(Understanding.Wanted.Of)]);
    }
}

public sealed record Wanted(IntentName Name, IReadOnlyDictionary<string, string> Slots)
{
    public static Wanted Of(string written)
    {
        var parts = written.Split("; ", StringSplitOptions.TrimEntries);
        var slots = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts.Skip(1))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            slots.Add(part[..at], part[(at + 1)..]);
        }

        return new Wanted(Enum.Parse<IntentName>(parts[0]), slots);
    }
}
