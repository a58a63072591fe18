using Aimi.Accounts;

namespace Aimi.Reminders;

/// <summary>What the planning of a person's reminders follows: what they set, else the product's defaults.</summary>
internal sealed record ReminderPreferences(string Timezone, UserSettings Settings)
{
    public static readonly IReadOnlyList<string> DefaultOffsets = ["PT24H", "PT2H"];
    public static readonly IReadOnlyList<string> DefaultChannels = ["assistant_message"];

    public IReadOnlyList<string> Offsets => Settings.ReminderOffsets ?? DefaultOffsets;

    public IReadOnlyList<string> Channels { get; } = [.. (Settings.Channels ?? DefaultChannels).Distinct(StringComparer.Ordinal)];

    public static ReminderPreferences Of(User person) => new(person.Timezone, person.Settings);
}
