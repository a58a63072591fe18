using System.Text.RegularExpressions;
using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;
using Aimi.Planning;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Moves what is planned to another time.</summary>
internal static partial class Rescheduling
{
    /// <summary>So near to when it is now must an hour be to be of the same half of the day, and so far the one that it is read as.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromHours(4);
    private static readonly TimeSpan Far = TimeSpan.FromHours(8);

    public static async Task<string> Reschedule(Talk talk, Intent intent)
    {
        if (intent.Question is { } question)
            return DateQuestions.Ask(question, talk);

        // "Snooze 10 minutes" says by how much, and no time.
        if (intent is { Shift: null, When: { Kind: SpokenDateKind.Duration, Duration: { } length } })
            intent = intent with { Shift = length, When = null };
        if (await Snoozing.Snooze(talk, intent) is { } snoozed)
            return snoozed;

        var (item, reply, unknown) = await Targets.Find(talk, intent, "AskMoveWhat");
        if (item is null)
            return unknown && intent is { Target: { } words, When.AllDay: false } ? talk.Say.Say("AskCreateInstead", talk.Say.Sentence(words)) : reply!;
        if (intent.When is null && intent.Shift is null)
            return talk.Say.Say("AskNewTime", item.Title);

        return item.Kind switch
        {
            "goal" => await Goal(talk, intent, item),
            "habit" => await Changing.Change(talk, intent with { Target = item.Title }),
            _ => await Plan(talk, intent, item),
        };
    }

    private static async Task<string> Plan(Talk talk, Intent intent, ToolItem item)
    {
        if (intent.When is { RepeatRule: not null })
            return await Changing.Change(talk, intent with { Target = item.Title });

        var scope = SeriesScope.This;
        if (item.Repeat is not null)
        {
            if (await Targets.Next(talk, item) is not { } next)
                return talk.Say.Say("NoNext", item.Title);
            if ((talk.Scope ?? SeriesWords.Of(talk.Text) ?? (intent.At is null ? null : SeriesScope.This)) is not { } wanted)
                return talk.Say.Say("AskSeries", item.Title, talk.Times.When(next.Start ?? next.Due));
            (item, scope) = (next, wanted);
        }

        if (Until(talk, intent, item, out var wholeDay) is not { } until)
            return talk.Say.Say("AskNewTime", item.Title);

        var wire = SpokenTime.Wire(until, wholeDay);
        var answer = scope is SeriesScope.All ? await MoveLater(talk, item, wire) : await talk.Tools.Call(ToolNames.Postpone, new PostponePlanArguments
        {
            Id = item.Id!.Value,
            Occurrence = item.Occurrence,
            Scope = item.Occurrence is null ? null : SeriesScope.This,
            Until = wire,
        });
        return answer is { Status: ToolStatus.Done, Items: [var moved, ..] }
            ? talk.Say.Say(scope is SeriesScope.All ? "MovedSeries" : "Moved", moved.Title, talk.Times.When(moved.Start ?? moved.Due))
            : talk.Say.Say("NotChanged", item.Title, Refusals.Say(answer, talk));
    }

    // What is over of a series stays as it was.
    private static Task<ToolAnswer> MoveLater(Talk talk, ToolItem one, string wire) => talk.Tools.Call(ToolNames.ChangePlan, new ChangePlanArguments
    {
        Id = one.Id!.Value,
        Occurrence = one.Occurrence,
        Scope = SeriesScope.ThisAndLater,
        Start = one.Start is null ? null : wire,
        Due = one.Start is null ? wire : null,
    });

    private static async Task<string> Goal(Talk talk, Intent intent, ToolItem goal)
    {
        if (intent.When is not { } when)
            return talk.Say.Say("AskNewTime", goal.Title);

        var wanted = new ChangeGoalArguments { Id = goal.Id!.Value, TargetDate = SpokenTime.Wire(when.To ?? when.From, wholeDay: true) };
        var answer = await talk.Tools.Call(ToolNames.ChangeGoal, wanted);
        return answer is { Status: ToolStatus.Done, Items: [var moved, ..] }
            ? talk.Say.Say("GoalMoved", moved.Title, talk.Times.When(moved.Due))
            : talk.Say.Say("NotChanged", goal.Title, Refusals.Say(answer, talk));
    }

    /// <summary>The new time; null where a shift has nothing to start from.</summary>
    private static DateTime? Until(Talk talk, Intent intent, ToolItem item, out bool wholeDay)
    {
        var now = SpokenTime.Read(item.Start ?? item.Due, out wholeDay);
        if (intent.Shift is { } shift)
        {
            wholeDay &= shift.TotalDays == (int)shift.TotalDays;
            return now + shift;
        }

        var when = intent.When!;
        wholeDay = when.AllDay;

        // "На 15" leaves the day as it is.
        return now is not { } day ? when.From
            : SaysNoDay(when, talk) ? day.Date + NearTo(day, when)
            : IsWeek(when) ? MondayOf(when.From).AddDays((day.Date - MondayOf(day)).Days)
            : when.BareWeekday && MondayOf(day) > MondayOf(talk.Now) ? InWeekOf(day, when.From)
            : when.From;
    }

    // "The dentist to Tuesday", of a dentist of next week: that week's Tuesday. On a Tuesday it is already: then another week is meant, and which is asked.
    private static DateTime? InWeekOf(DateTime day, DateTime at) =>
        at.DayOfWeek == day.DayOfWeek ? null : MondayOf(day).AddDays((at.Date - MondayOf(at)).Days) + at.TimeOfDay;

    private static DateTime MondayOf(DateTime day) => day.Date.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>"На 6:30", of a run at seven in the morning, is in the morning too, whatever such an hour means elsewhere.</summary>
    public static TimeSpan NearTo(DateTime now, SpokenDate when)
    {
        var said = when.From.TimeOfDay;
        if (when.PartOfDay || said.Hours is 0 || !BareHour().IsMatch(when.Text))
            return said;

        var other = said.Hours < 12 ? said + TimeSpan.FromHours(12) : said - TimeSpan.FromHours(12);
        return (other - now.TimeOfDay).Duration() <= Near && (said - now.TimeOfDay).Duration() >= Far ? other : said;
    }

    // "На следующую неделю" keeps the day of the week.
    private static bool IsWeek(SpokenDate when) =>
        when is { Kind: SpokenDateKind.Range, AllDay: true, To: { } last } && (last - when.From).Days == 6 && when.From.DayOfWeek is DayOfWeek.Monday;

    [GeneratedRegex(@"(^|[^\d:.])(?<hour>[1-9]|1[0-2])(:\d\d)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex BareHour();

    // An hour alone is of today early in the day, and of tomorrow late in it; who says a day means the same all day long.
    private static bool SaysNoDay(SpokenDate when, Talk talk)
    {
        if (when.AllDay || when.Kind is not (SpokenDateKind.Instant or SpokenDateKind.Range))
            return false;

        var early = DateReader.Read(when.Text, talk.Now.Date.AddMinutes(1), talk.Language, talk.Turn.Now.Timezone).Dates;
        var late = DateReader.Read(when.Text, talk.Now.Date.AddDays(1).AddMinutes(-1), talk.Language, talk.Turn.Now.Timezone).Dates;
        return early is [var first, ..] && late is [var second, ..] && first.From.TimeOfDay == second.From.TimeOfDay && first.From.Date != second.From.Date;
    }
}
