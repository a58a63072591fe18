using System.Globalization;
using System.Resources;
using Aimi.Accounts;
using Aimi.Messages;
using Aimi.Planning;

namespace Aimi.Assistant.Tools;

/// <summary>Says in a line, in the person's language, which row shows a deed.</summary>
internal static class Receipts
{
    private static readonly ResourceManager Texts = new("Aimi.Assistant.Tools.ReceiptTexts", typeof(Receipts).Assembly);

    /// <param name="deed">What was done to it, such as <c>created</c>.</param>
    public static ReplyAction Of(string deed, PlannedEvent planned, Occurrence? occurrence, OpenTurn turn) =>
        new($"{ToolItems.KindOf(planned)}_{deed}", ToolItems.KindOf(planned), planned.Id, Line(planned, occurrence, turn));

    public static ReplyAction Of(string deed, Goal goal, OpenTurn turn) =>
        new($"goal_{deed}", "goal", goal.Id, goal.TargetDate is { } day ? $"{goal.Title} — {Day(day, turn)}" : goal.Title);

    public static ReplyAction Of(string deed, Habit habit, DateOnly? day, OpenTurn turn) =>
        new($"habit_{deed}", "habit", habit.Id, day is { } on ? $"{habit.Name} — {Day(on, turn)}" : habit.Name);

    /// <summary>What an event is, and when.</summary>
    public static string Line(PlannedEvent planned, Occurrence? occurrence, OpenTurn turn)
    {
        var title = occurrence?.Title ?? planned.Title;
        return (occurrence?.Anchor ?? planned.StartAt ?? planned.DueAt) is not { } at ? title
            : $"{title} — {When(at, planned.AllDay, turn)}{(planned.RepeatRule is not null && occurrence is null ? ", " + Text("Repeats", turn.Language) : "")}";
    }

    public static string When(DateTimeOffset at, bool allDay, OpenTurn turn)
    {
        var wall = LocalTime.ToWall(at, turn.Now.Timezone);
        var day = Day(DateOnly.FromDateTime(wall), turn);
        return allDay ? day : $"{day}, {wall.ToString("HH:mm", CultureInfo.InvariantCulture)}";
    }

    public static string Text(string key, CultureInfo language) =>
        Texts.GetString(key, language) ?? throw new MissingManifestResourceException(key);

    private static string Day(DateOnly day, OpenTurn turn)
    {
        var today = DateOnly.FromDateTime(turn.Now.LocalTime.DateTime);
        return (day.DayNumber - today.DayNumber) switch
        {
            0 => Text("Today", turn.Language),
            1 => Text("Tomorrow", turn.Language),
            _ => day.ToString(Text(day.Year == today.Year ? "Day" : "DayOfYear", turn.Language), turn.Language),
        };
    }
}
