using System.Globalization;
using Aimi.Cli.Contract;
using Aimi.Cli.Terminal;

namespace Aimi.Cli.Adding;

/// <summary>A plan as a person is shown it: what, when, how often.</summary>
internal sealed class PlanWords(Phrases phrases)
{
    /// <param name="now">What the reading took for now.</param>
    public IEnumerable<string> Of(Plan plan, string now)
    {
        yield return phrases.Format(
            plan.Kind switch
            {
                PlanKind.Event => Phrase.AnEvent,
                PlanKind.Reminder => Phrase.AReminder,
                PlanKind.Task => Phrase.ATask,
                PlanKind.Habit => Phrase.AHabit,
                _ => Phrase.AGoal,
            },
            SafeText.CleanLine(plan.Title));
        if (plan.Kind is PlanKind.Habit && plan.Slots.TimesPerWeek is { } often)
        {
            yield return "  " + phrases.Count(Phrase.TimesAWeek, often);
            if (plan.When is { RepeatRule: not null, AllDay: false } hour)
                yield return "  " + hour.From[11..16];
            yield break;
        }

        if (plan.When is { } when)
        {
            yield return "  " + When(when, now);
        }

        if (plan.When?.RepeatRule is not null)
        {
            yield return "  " + SafeText.CleanLine(plan.When.Repeats ?? phrases[Phrase.Repeats]);
        }
        else if (plan.Kind is PlanKind.Habit)
        {
            yield return "  " + phrases[Phrase.Daily];
        }
    }

    /// <summary>"tomorrow, 09:00". All times are of the wall clock in the person's zone, which need not be this machine's.</summary>
    public string When(ReadDate date, string now)
    {
        var today = DateOnly.FromDateTime(Wall(now));
        var from = Wall(date.From);
        var words = Moment(from, date.AllDay, today);
        var to = date.To is { } end ? Wall(end) : date is { AllDay: false, EndAt: { } ends } ? from + (ends - date.StartAt) : from;
        return (date.Kind, to == from) switch
        {
            ("deadline", _) => phrases.Format(Phrase.By, words),
            (_, false) => $"{words} – {(!date.AllDay && to.Date == from.Date ? Clock(to) : Moment(to, date.AllDay, today))}",
            ("recurrence", _) => phrases.Format(Phrase.First, words),
            _ => words,
        };
    }

    private string Moment(DateTime at, bool allDay, DateOnly today)
    {
        var day = DateOnly.FromDateTime(at);
        var name = (day.DayNumber - today.DayNumber) switch
        {
            -1 => phrases[Phrase.Yesterday],
            0 => phrases[Phrase.Today],
            1 => phrases[Phrase.Tomorrow],
            _ => day.ToString(day.Year == today.Year ? "dddd, d MMMM" : "d MMMM yyyy", phrases.Culture),
        };
        return allDay ? name : $"{name}, {Clock(at)}";
    }

    private static string Clock(DateTime at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);

    // The clock as it is written, whatever the offset.
    private static DateTime Wall(string text) => DateTime.Parse(text.AsSpan(0, Math.Min(text.Length, 19)), CultureInfo.InvariantCulture);
}
