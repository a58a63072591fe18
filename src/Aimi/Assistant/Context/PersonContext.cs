using Aimi.Graph;
using Aimi.Memory;
using Aimi.Memory.Recall;
using Aimi.Planning;

namespace Aimi.Assistant.Context;

/// <summary>What Aimi knows of the person when she answers. Whatever it holds says where it comes from: <see cref="ContextSource"/>.</summary>
/// <param name="Now">Who they are, and what time it is where they are. Who gave no name in their account is called as they said they are.</param>
/// <param name="Portrait">What their own words showed, with the last summary.</param>
/// <param name="Goals">The active ones: those that they are busy with first, the weightiest in front; then by priority.</param>
/// <param name="Habits">The active ones, those that are due and not kept today first.</param>
/// <param name="Overdue">Tasks that were due in the last weeks and are open, the latest first.</param>
/// <param name="Ahead">What goes on now, and what comes in the next two weeks, the earliest first.</param>
/// <param name="Open">What waits for a word of theirs, what to ask about first in front.</param>
/// <param name="Neighbours">What stands next to the goals that they are busy with, the closest first, each once.</param>
/// <param name="Recalled">What is remembered about what they say now: what was understood, then what was said, each the best first.</param>
public sealed record PersonContext(
    PersonNow Now,
    UserState Portrait,
    IReadOnlyList<GoalInContext> Goals,
    IReadOnlyList<HabitToday> Habits,
    IReadOnlyList<Occurrence> Overdue,
    IReadOnlyList<Occurrence> Ahead,
    IReadOnlyList<OpenMatter> Open,
    IReadOnlyList<Neighbour> Neighbours,
    IReadOnlyList<Recalled> Recalled)
{
    /// <summary>Of whom nothing is known but who they are.</summary>
    public static PersonContext Empty(Guid userId, PersonNow now) =>
        new(now, new UserState { UserId = userId, CreatedAt = default, UpdatedAt = default }, [], [], [], [], [], [], []);
}

/// <summary>A goal that is pursued.</summary>
/// <param name="Progress">0 to 1.</param>
/// <param name="StatusNote">How it stands, as the person said last.</param>
/// <param name="InFocus">They spoke of it lately.</param>
/// <param name="Seqs">The messages that speak of it.</param>
public sealed record GoalInContext(
    Guid GoalId, string Title, double Progress, DateOnly? TargetDate, int Priority, string? StatusNote, bool InFocus, IReadOnlyList<long> Seqs);

/// <summary>How a habit stands today.</summary>
public sealed record HabitToday(Guid HabitId, string Name, Guid? GoalId, Streaks Streaks)
{
    /// <summary>It is asked for today, and was not kept yet.</summary>
    public bool IsOpen => Streaks is { DueToday: true, CheckedInToday: false };
}

/// <summary>Why something waits for a word of the person, in the order in which to ask about it.</summary>
public enum OpenMatterKind
{
    /// <summary>It is over; how did it go?</summary>
    HowItWent,

    /// <summary>Aimi proposed it; is it to be?</summary>
    ToConfirm,

    /// <summary>A question of theirs that nobody answered.</summary>
    Question,

    /// <summary>It was agreed on, and not done yet.</summary>
    Agreed,
}

/// <summary>Something that waits for a word of the person.</summary>
/// <param name="At">When it was, or will be, or was spoken of.</param>
/// <param name="OccurrenceAt">Which one of a series.</param>
public sealed record OpenMatter(OpenMatterKind Kind, string Text, DateTimeOffset? At, ContextSource Source, DateTimeOffset? OccurrenceAt = null);
