using Aimi.Accounts;

namespace Aimi.Planning;

/// <summary>A habit's days: which of them ask for it, which are excused, and on which it was kept. Pure: what it is made of is all it knows.</summary>
/// <remarks>Days are days of the person's own calendar, so that no change of their zone or of its clocks moves one.</remarks>
internal sealed class HabitDays
{
    // A person who flies west may have checked in on what is tomorrow again: 26 hours between zones and 12 of a day's start make two days.
    private const int Ahead = 2;

    private readonly Habit _habit;
    private readonly string _zone;
    private readonly IReadOnlySet<DateOnly> _kept;
    private readonly HashSet<DateOnly> _excused = [];
    private readonly HashSet<DateOnly> _due = [];

    /// <param name="pauses">They may overlap.</param>
    /// <param name="until">The last day of interest; none: as far as streaks look.</param>
    public HabitDays(Habit habit, IReadOnlySet<DateOnly> kept, IEnumerable<HabitPause> pauses, OwnDay own, DateOnly? until = null)
    {
        (_habit, _kept, _zone, Today) = (habit, kept, own.Zone, own.Today);
        var earliest = EarliestFor(own.Today);
        First = habit.StartsOn > earliest ? habit.StartsOn : earliest;
        Last = until > Today.AddDays(Ahead) ? until.Value : Today.AddDays(Ahead);
        foreach (var pause in pauses)
        {
            for (var day = Later(pause.FromDay, First); day <= Last && !(day > pause.ToDay); day = day.AddDays(1))
                _excused.Add(day);
        }

        if (habit.TimesPerWeek is null)
            _due.UnionWith(HabitRule.Days(habit.Frequency, habit.StartsOn).TakeWhile(day => day <= Last).Where(day => day >= First));
    }

    public DateOnly Today { get; }

    /// <summary>The first day that counts.</summary>
    public DateOnly First { get; }

    public DateOnly Last { get; }

    /// <summary>The earliest day that can count.</summary>
    public static DateOnly EarliestFor(DateOnly today) => today.AddYears(-HabitRule.Years);

    public bool IsKept(DateOnly day) => _kept.Contains(day);

    public bool IsExcused(DateOnly day) => _excused.Contains(day);

    /// <summary>Whether the day asks for the habit: by its rule, or because the days of the week before it left some of the week's times.</summary>
    public bool IsDue(DateOnly day) => IsAsked(day) && (_habit.TimesPerWeek is { } times
        ? Week(MondayOf(day)).Count(other => other < day && IsAsked(other) && IsKept(other)) < times
        : _due.Contains(day));

    /// <summary>How each day, or each week, that asked for the habit went, the earliest first.</summary>
    public IEnumerable<Round> Rounds() => _habit.TimesPerWeek is { } times ? Weeks(times) : Days();

    private IEnumerable<Round> Days() => _due.Order().Where(IsAsked).Select(day => IsKept(day) ? Round.Kept : day < Today ? Round.Missed : Round.Open);

    private IEnumerable<Round> Weeks(int times)
    {
        for (var monday = MondayOf(First); monday <= Last; monday = monday.AddDays(7))
        {
            var asked = Week(monday).Where(IsAsked).ToList();
            var kept = asked.Count(IsKept);
            var within = kept + asked.Count(day => day >= Today && !IsKept(day));

            // A week that excuses left too few days is held against nobody.
            yield return kept >= times ? Round.Kept : asked.Count < times || within >= times ? Round.Open : Round.Missed;
        }
    }

    // A day that the person's zone left out, as Samoa did 30 December 2011 when it changed sides of the date line, was nobody's to keep.
    private bool IsAsked(DateOnly day) =>
        day >= _habit.StartsOn && !IsExcused(day) && (IsKept(day) || LocalTime.DayOf(LocalTime.StartOf(day, _zone), _zone) == day);

    private static IEnumerable<DateOnly> Week(DateOnly monday) => Enumerable.Range(0, 7).Select(monday.AddDays);

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}

/// <summary>How a day, or a week, that asked for a habit went.</summary>
internal enum Round
{
    /// <summary>It still can be kept, or could not be: it neither counts nor breaks.</summary>
    Open,
    Kept,
    Missed,
}
