using System.Globalization;
using System.Resources;
using Aimi.Graph;
using Aimi.Memory;
using Aimi.Memory.Recall;
using Aimi.Planning;

namespace Aimi.Assistant.Context;

/// <summary>Writes what is known of the person line by line, each with where it comes from, for <c>Prompts/known.LANGUAGE.md</c>.</summary>
internal sealed class KnownLines
{
    /// <summary>In UTF-16 units; a summary is the gist of many messages.</summary>
    private const int MaxSummary = 900;

    private static readonly ResourceManager Texts = new("Aimi.Assistant.Context.ContextTexts", typeof(KnownLines).Assembly);

    private readonly PersonContext _context;
    private readonly CultureInfo _language;
    private readonly PromptTimes _times;

    private KnownLines(PersonContext context, CultureInfo language) =>
        (_context, _language, _times) = (context, language, new PromptTimes(context.Now, language));

    /// <summary>The lines of each part in order, the one that matters most first.</summary>
    public static IReadOnlyList<PromptLine> Of(PersonContext context, CultureInfo language) => [.. new KnownLines(context, language).All()];

    private IEnumerable<PromptLine> All()
    {
        var portrait = _context.Portrait;
        foreach (var trait in portrait.Traits)
            yield return Line(PromptPart.Traits, ContextSource.Of(trait), PromptText.Quoted(trait.Text));
        if (portrait.RecentMood is [.., var last])
            yield return Line(PromptPart.Mood, ContextSource.Of(last), Text(MoodTrend.Of(portrait.RecentMood).Average switch { < -0.2 => "MoodLow", > 0.2 => "MoodGood", _ => "MoodEven" }));
        foreach (var matter in _context.Open)
            yield return Line(PromptPart.Open, matter.Source, PromptText.Quoted(matter.Text), matter.At is { } at ? _times.At(at) : null, Text(matter.Kind.ToString()));
        foreach (var task in _context.Overdue)
            yield return Line(PromptPart.Overdue, ContextSource.Of(task), PromptText.Quoted(task.Title), Text("Due", _times.Of(task)));
        foreach (var plan in _context.Ahead)
            yield return Plan(plan);
        foreach (var habit in _context.Habits)
            yield return Habit(habit);
        foreach (var goal in _context.Goals)
            yield return Goal(goal);
        if (portrait.LastSummary is { Length: > 0 } summary)
            yield return Line(PromptPart.Summary, ContextSource.OfSummary(portrait), PromptText.Quoted(summary, MaxSummary));
        foreach (var recalled in _context.Recalled)
            yield return Remembered(recalled);

        // Habits and plans that stand above are not told twice.
        HashSet<Guid> told = [.. _context.Habits.Select(habit => habit.HabitId), .. _context.Ahead.Concat(_context.Overdue).Select(plan => plan.Event.Id)];
        foreach (var neighbour in _context.Neighbours.Where(neighbour => !told.Contains(neighbour.Id)))
            yield return Around(neighbour);
    }

    private PromptLine Plan(Occurrence plan)
    {
        var when = plan.Start is null ? Text("Due", _times.Of(plan)) : _times.Of(plan);
        return Line(
            _times.IsSoon(plan) ? PromptPart.Soon : PromptPart.Later,
            ContextSource.Of(plan),
            PromptText.Quoted(plan.Title),
            plan.Event.AllDay && plan.Start is not null ? $"{when}, {Text("AllDay")}" : when,
            Text(plan.Event.Type.ToString()));
    }

    private PromptLine Habit(HabitToday habit) => Line(
        PromptPart.Habits,
        ContextSource.Of(habit),
        PromptText.Quoted(habit.Name),
        Text(habit.Streaks switch { { CheckedInToday: true } => "HabitKept", { Paused: true } => "HabitPaused", { DueToday: true } => "HabitDue", _ => "HabitNotDue" }),
        habit.Streaks.Current > 0 ? Text($"Streak{habit.Streaks.Unit}", habit.Streaks.Current) : null);

    private PromptLine Goal(GoalInContext goal) => Line(
        PromptPart.Goals,
        ContextSource.Of(goal),
        PromptText.Quoted(goal.Title),
        Text("Progress", (int)Math.Round(100 * goal.Progress)),
        goal.TargetDate is { } day ? Text("Until", _times.Day(day)) : null,
        goal.InFocus ? Text("InFocus") : null,
        string.IsNullOrWhiteSpace(goal.StatusNote) ? null : PromptText.Quoted(goal.StatusNote));

    private PromptLine Remembered(Recalled recalled) => Line(
        recalled.Memory.EntityType is MemoryType.Message ? PromptPart.Said : PromptPart.Understood,
        ContextSource.Of(recalled),
        PromptText.Quoted(recalled.Memory.Content),
        _times.DayOf(recalled.Memory.ValidFrom));

    private static PromptLine Around(Neighbour neighbour) => Line(
        PromptPart.Neighbours,
        ContextSource.Of(neighbour),
        PromptText.Quoted(neighbour.Label),
        neighbour.PersonsRelation is { } relation ? PromptText.Line(relation) : null);

    private static PromptLine Line(PromptPart part, ContextSource source, params IEnumerable<string?> parts) =>
        new(part, $"- {string.Join(" · ", parts.OfType<string>())} [{source}]\n");

    private string Text(string key, params object[] values)
    {
        var text = Texts.GetString(key, _language) ?? throw new MissingManifestResourceException(key);
        return values.Length == 0 ? text : string.Format(_language, text, values);
    }
}
