using System.Globalization;
using Aimi.Cli.Contract;
using Aimi.Cli.Terminal;
using Spectre.Console;

namespace Aimi.Cli.Chat;

/// <summary>How what is said looks: rows with the local time and the speaker before the text, a line where a new day begins.</summary>
internal sealed class Transcript(Phrases phrases, TimeProvider time)
{
    // Narrower than this, the time and the name stand above the text.
    private const int RoomForLabel = 40;
    private static readonly Style Quiet = new(decoration: Decoration.Dim);
    private static readonly Style Person = new(Color.Green, decoration: Decoration.Bold);
    private static readonly Style Assistant = new(Color.Aqua, decoration: Decoration.Bold);
    private static readonly Style Receipt = new(Color.Green);
    private static readonly Style Bell = new(Color.Yellow);
    private static readonly Style Trouble = new(Color.Red);

    private DateOnly? _day;

    private int NameWidth => Math.Max(Cells.Width(phrases[Phrase.You]), Cells.Width(phrases[Phrase.Aimi]));

    /// <summary>The next message names its day, whatever stands above it.</summary>
    public void NameDay() => _day = null;

    public List<Row> Message(ChatMessage message, IReadOnlyList<ChatAction>? actions, int width)
    {
        var rows = Day(message.OccurredAt, width);
        rows.AddRange(Said(message.FromAssistant, message.Text, message.OccurredAt, width));
        foreach (var action in actions ?? [])
        {
            rows.AddRange(Rows($"✓ {SafeText.CleanLine(action.Summary ?? action.Type)}", Receipt, width));
        }

        return rows;
    }

    /// <summary>What was typed here a moment ago.</summary>
    public List<Row> Own(string text, int width)
    {
        var now = time.GetUtcNow();
        return [.. Day(now, width), .. Said(assistant: false, text, now, width)];
    }

    /// <summary>A reply as far as it has come: its last rows.</summary>
    public List<Row> Partial(string text, int width, int height)
    {
        var rows = Said(assistant: true, text, time.GetUtcNow(), width);
        return rows.GetRange(Math.Max(0, rows.Count - height), Math.Min(rows.Count, height));
    }

    public List<Row> Notification(Notification notification, int width)
    {
        var body = string.IsNullOrWhiteSpace(notification.Body) ? string.Empty : $"\n{notification.Body}";
        return [.. Day(notification.OccurredAt, width), .. Rows($"🔔 {Clock(notification.OccurredAt)} {SafeText.Clean(notification.Title + body)}", Bell, width)];
    }

    public static List<Row> Notice(string text, int width) => Rows(text, Quiet, width);

    public static List<Row> Error(string text, int width) => Rows(text, Trouble, width);

    private static List<Row> Rows(string text, Style style, int width) => Cells.Wrap(SafeText.Clean(text), width).ConvertAll(row => new Row((row, style)));

    private List<Row> Said(bool assistant, string text, DateTimeOffset at, int width)
    {
        var name = phrases[assistant ? Phrase.Aimi : Phrase.You];
        var style = assistant ? Assistant : Person;
        var clock = $"{Clock(at)} ";
        if (width < RoomForLabel)
        {
            return [new Row((clock, Quiet), (name, style)), .. Cells.Wrap(SafeText.Clean(text), width - 2).Select(row => Row.Plain("  " + row))];
        }

        var indent = clock.Length + NameWidth + 2;
        var label = new[] { (clock, Quiet), (name + new string(' ', indent - clock.Length - Cells.Width(name)), style) };
        return [.. Cells.Wrap(SafeText.Clean(text), width - indent)
            .Select((row, i) => i == 0 ? new Row([.. label, (row, Style.Plain)]) : Row.Plain(new string(' ', indent) + row))];
    }

    private List<Row> Day(DateTimeOffset at, int width)
    {
        var day = DateOnly.FromDateTime(Local(at).DateTime);
        if (day == _day)
        {
            return [];
        }

        _day = day;
        var today = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        var date = day.ToString(day.Year == today.Year ? "M" : "D", phrases.Culture);
        var name = (today.DayNumber - day.DayNumber) switch
        {
            0 => phrases[Phrase.Today],
            1 => phrases[Phrase.Yesterday],
            _ => phrases.Culture.DateTimeFormat.GetDayName(day.DayOfWeek),
        };
        return Rows($"── {name}, {date} ──", Quiet, width);
    }

    private string Clock(DateTimeOffset at) => Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, time.LocalTimeZone);
}
