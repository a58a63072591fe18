using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aimi.Cli.Contract;

namespace Aimi.Cli.Adding;

internal enum PlanKind
{
    Event,
    Reminder,
    Task,
    Habit,
    Goal,
}

/// <summary>What a sentence becomes: which kind of plan, and the request that makes it.</summary>
/// <param name="When">Null where nothing was said of it.</param>
internal sealed partial record Plan(PlanKind Kind, string Title, ReadDate? When, ReadSlots Slots)
{
    private static readonly Dictionary<string, PlanKind> Kinds = new(StringComparer.Ordinal)
    {
        ["plan_event"] = PlanKind.Event,
        ["plan_reminder"] = PlanKind.Reminder,
        ["plan_task"] = PlanKind.Task,
        ["plan_habit"] = PlanKind.Habit,
        ["plan_goal"] = PlanKind.Goal,
    };

    /// <summary>They want something else than a plan: that is for the conversation.</summary>
    public static bool IsForChat(Reading reading) => reading.Intent is { Name: not "tell" } intent && !Kinds.ContainsKey(intent.Name);

    public static Plan Of(string text, Reading reading) => Of(text, reading, WhenOf(reading));

    /// <summary>With the answer to the reading's question; null: without a time, and then it is nothing that takes place at one.</summary>
    public static Plan Answered(string text, Reading reading, ReadDate? chosen)
    {
        var plan = Of(text, reading, chosen);
        return chosen is null && plan.NeedsWhen ? plan with { Kind = PlanKind.Task } : plan;
    }

    /// <summary>Events and reminders take place at a time.</summary>
    public bool NeedsWhen => Kind is PlanKind.Event or PlanKind.Reminder;

    public string Collection => Kind switch
    {
        PlanKind.Goal => "goals",
        PlanKind.Habit => "habits",
        PlanKind.Task => "tasks",
        _ => "events",
    };

    /// <summary>The body of the POST.</summary>
    public JsonObject Body()
    {
        var body = Kind switch
        {
            PlanKind.Goal => new JsonObject { ["title"] = Title, ["target_date"] = (When?.To ?? When?.From)?[..10] },
            PlanKind.Habit => Habit(),
            PlanKind.Task => new JsonObject
            {
                ["title"] = Title,
                ["due_at"] = Instant(Due),
                ["all_day"] = When?.AllDay,
                ["repeat_rule"] = When?.RepeatRule,
                ["reminder_offsets"] = Offsets(Slots.RemindBefore),
            },
            _ => new JsonObject
            {
                ["title"] = Title,
                ["start_at"] = Instant(When!.StartAt),
                ["end_at"] = Kind is PlanKind.Event ? Instant(When.EndAt) : null,
                ["all_day"] = When.AllDay,
                ["repeat_rule"] = When.RepeatRule,
                ["reminder_offsets"] = Offsets(Slots.RemindBefore ?? (Kind is PlanKind.Reminder ? "PT0S" : null)),
            },
        };
        foreach (var absent in body.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            body.Remove(absent);
        }

        return body;
    }

    private static Plan Of(string text, Reading reading, ReadDate? when)
    {
        var kind = reading.Intent is { } intent && Kinds.TryGetValue(intent.Name, out var meant) ? meant
            : when is { Kind: not "deadline" } ? PlanKind.Event : PlanKind.Task;
        var slots = reading.Intent?.Slots ?? new ReadSlots();
        return new Plan(kind, slots.Title ?? WithoutTimes(text, reading.Dates.Count > 0 ? reading.Dates : when is null ? [] : [when]), when, slots);
    }

    // How long alone is no when, and of several wishes each has its own.
    private static ReadDate? WhenOf(Reading reading) =>
        new[] { reading.Intent?.Slots.When }.Concat(reading.Also is null ? reading.Dates : []).FirstOrDefault(date => date is { Kind: not "duration" });

    private static string WithoutTimes(string text, IReadOnlyList<ReadDate> dates)
    {
        var rest = dates.OrderByDescending(date => date.Start)
            .Aggregate(text, (left, date) => date.Start + date.Length <= left.Length ? left.Remove(date.Start, date.Length).Insert(date.Start, " ") : left);
        var title = Space().Replace(rest, " ").Trim(' ', ',', ';', ':', '—', '–', '-');
        title = title.Length == 0 ? text.Trim() : title;
        return char.ToUpper(title[0], CultureInfo.CurrentCulture) + title[1..];
    }

    private JsonObject Habit()
    {
        var habit = new JsonObject { ["name"] = Title };
        // "In the mornings, three times a week": so many times, and the mornings say at what hour.
        if (Slots.TimesPerWeek is { } times)
        {
            habit["times_per_week"] = times;
        }
        else if (When?.RepeatRule is { } rule)
        {
            habit["frequency"] = rule;
            habit["starts_on"] = When.From[..10];
        }
        else
        {
            habit["frequency"] = "FREQ=DAILY";
        }

        if (When?.RepeatRule is not null && !When.AllDay)
            habit["reminder_times"] = new JsonArray(When.From[11..16]);
        return habit;
    }

    // A task for next week is due on the last of its days: the end is the midnight after it.
    private DateTimeOffset? Due => When is { Kind: "range", EndAt: { } end } ? end - TimeSpan.FromSeconds(When.AllDay ? 1 : 0) : When?.StartAt;

    private static JsonArray? Offsets(string? before) => before is null ? null : new JsonArray(before);

    private static string? Instant(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Space();
}
