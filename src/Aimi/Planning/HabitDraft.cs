using System.Globalization;
using System.Text;

namespace Aimi.Planning;

/// <summary>What a person says of a habit, as it was asked for; what is null has its default.</summary>
public sealed record HabitDraft
{
    private const string OnceAWeek = "FREQ=WEEKLY";
    private const string TimeFormat = "HH:mm";
    private const int MaxName = 500;
    private const int MaxRule = 500;
    private const int MaxTimes = 5;
    private const int MaxTags = 20;
    private const int MaxTag = 50;
    private const int MaxNote = 500;

    public string? Name { get; init; }

    /// <summary>An RRULE; either this or <see cref="TimesPerWeek"/>.</summary>
    public string? Frequency { get; init; }
    public int? TimesPerWeek { get; init; }

    /// <summary>Default: today.</summary>
    public DateOnly? StartsOn { get; init; }

    /// <summary>Default: 3.</summary>
    public int? Intensity { get; init; }

    /// <summary>Default: true.</summary>
    public bool? Active { get; init; }
    public Guid? GoalId { get; init; }
    public IReadOnlyList<string>? ReminderTimes { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }

    public static HabitDraft Of(Habit habit) => new()
    {
        Name = habit.Name,
        Frequency = habit.TimesPerWeek is null ? habit.Frequency : null,
        TimesPerWeek = habit.TimesPerWeek,
        StartsOn = habit.StartsOn,
        Intensity = habit.Intensity,
        Active = habit.Active,
        GoalId = habit.GoalId,
        ReminderTimes = habit.ReminderTimes,
        Tags = habit.Metadata.Tags,
    };

    /// <summary>What is wrong with a note; null where nothing is.</summary>
    public static HabitRefusal? OfNote(string? note) => note is null ? null : OfText("note", note, MaxNote);

    internal HabitRefusal? Refusal(DateOnly today) =>
        OfText("name", Name, MaxName)
        ?? OfRule(today)
        ?? (Intensity is < 1 or > 5 ? HabitRefusal.Invalid("intensity", "A number from 1 to 5.") : null)
        ?? OfTimes()
        ?? OfTags();

    /// <summary>Only after <see cref="Refusal"/> found nothing. Whether the goal is there is for the caller to know.</summary>
    internal void ApplyTo(Habit habit, DateOnly today)
    {
        habit.Name = Name!;
        habit.TimesPerWeek = TimesPerWeek;
        habit.Frequency = TimesPerWeek is null ? Frequency! : OnceAWeek;
        habit.StartsOn = StartsOn ?? today;
        habit.Intensity = Intensity ?? 3;
        habit.Active = Active ?? true;
        habit.GoalId = GoalId;
        habit.ReminderTimes = [.. (ReminderTimes ?? []).Order(StringComparer.Ordinal)];
        if (!(habit.Metadata.Tags ?? []).SequenceEqual(Tags ?? [], StringComparer.Ordinal))
            habit.Metadata = habit.Metadata with { Tags = Tags is [] ? null : Tags };
    }

    private HabitRefusal? OfRule(DateOnly today)
    {
        var start = StartsOn ?? today;
        if (start < HabitDays.EarliestFor(today) || start > today.AddYears(HabitRule.Years))
            return HabitRefusal.Invalid("starts_on", "A day within ten years of today.");

        // Both, as a habit's own body has them, say the same.
        if (TimesPerWeek is { } times)
        {
            return Frequency is not (null or OnceAWeek) ? HabitRefusal.Invalid("frequency", "Either frequency or times_per_week.")
                : times is < 1 or > 7 ? HabitRefusal.Invalid("times_per_week", "A number from 1 to 7.")
                : null;
        }

        return Frequency is null ? HabitRefusal.Invalid("frequency", "Either frequency or times_per_week is needed.")
            : Frequency.Length > MaxRule ? HabitRefusal.Invalid("frequency", "At most 500 characters.")
            : HabitRule.Refusal(Frequency, start);
    }

    private HabitRefusal? OfTimes() =>
        ReminderTimes is null ? null
        : ReminderTimes.Count > MaxTimes || ReminderTimes.Distinct(StringComparer.Ordinal).Count() < ReminderTimes.Count
            ? HabitRefusal.Invalid("reminder_times", "At most 5 times, no two the same.")
        : ReminderTimes.All(time => TimeOnly.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) ? null
        : HabitRefusal.Invalid("reminder_times", "Local times such as 07:30.");

    private HabitRefusal? OfTags() =>
        Tags is null ? null
        : Tags.Count > MaxTags ? HabitRefusal.Invalid("metadata", "At most 20 tags.")
        : Tags.Select(tag => OfText("metadata", tag, MaxTag)).FirstOrDefault(refusal => refusal is not null);

    // Text is stored as it came, or refused.
    private static HabitRefusal? OfText(string field, string? text, int max)
    {
        if (string.IsNullOrWhiteSpace(text))
            return HabitRefusal.Invalid(field, "A text that is not empty.");

        var length = 0;
        for (var rest = text.AsSpan(); rest.Length > 0; length++)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var consumed) != System.Buffers.OperationStatus.Done || rune.Value == 0)
                return HabitRefusal.Invalid(field, "The text holds a NUL character, or half a surrogate pair.");
            rest = rest[consumed..];
        }

        return length > max ? HabitRefusal.Invalid(field, $"At most {max} characters.") : null;
    }
}
