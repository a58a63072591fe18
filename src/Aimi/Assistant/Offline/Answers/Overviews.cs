using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Says what is planned on days, and when the person is free.</summary>
internal static class Overviews
{
    /// <summary>How sure the reading of a question is that says nothing but a time.</summary>
    private const double AfterAnother = 0.8;

    public static async Task<string> Agenda(Talk talk, Intent intent)
    {
        if (intent.Target is not null)
            return await Named(talk, intent);

        // "А в пятницу?", after a question about free time, is one as well.
        if (IsOnlyTime(intent) && talk.ThisSession is [.., { ByPerson: true, Text: var before }, { ByPerson: false }] && talk.Read(before) is [{ Name: IntentName.FreeTime }])
            return await FreeTime(talk, intent);

        var (from, to) = Days(intent.When ?? intent.At, talk);
        var answer = await Ask(talk, from, to);
        if (answer.Status is not ToolStatus.Done)
            return Refusals.Say(answer, talk);

        var items = answer.Items ?? [];
        if (items.Count == 0)
            return from == to ? talk.Say.Say("NothingOn", talk.Times.Heading(from)) : talk.Say["NothingThen"];

        // Over several days a habit is one line, not one a day.
        var several = from != to;
        var parts = items.Where(item => !(several && item.Kind == "habit")).GroupBy(item => DayOf(item, talk)).OrderBy(day => day.Key)
            .Select(day => Sayings.List(talk.Times.Heading(day.Key) + ":", day.Select(item => Line(item, day.Key, talk)))).ToList();
        if (several && items.Where(item => item.Kind == "habit").DistinctBy(item => item.Id).ToList() is { Count: > 0 } habits)
            parts.Add(Sayings.List(talk.Say["Habits"], habits.Select(habit => PlanLines.Of(habit, talk))));
        if (answer.More is true)
            parts.Add(talk.Say["AndMore"]);

        return string.Join('\n', parts);
    }

    public static async Task<string> FreeTime(Talk talk, Intent intent)
    {
        var (from, to) = Days(intent.When ?? intent.At, talk);
        var answer = await Ask(talk, from, to);
        if (answer.Status is not ToolStatus.Done)
            return Refusals.Say(answer, talk);

        var spans = (answer.Free ?? []).Select(span => (From: SpokenTime.Read(span.From, out _), To: SpokenTime.Read(span.To, out _)))
            .Where(span => span is { From: not null, To: not null }).Select(span => Within(intent.When ?? intent.At, span)).Where(span => span.From < span.To).GroupBy(span => DateOnly.FromDateTime(span.From!.Value)).ToList();
        return spans.Count == 0
            ? talk.Say.Say((intent.When ?? intent.At) is { AllDay: false, Kind: SpokenDateKind.Range } ? "NotFreeThen" : "NotFree", talk.Times.Heading(from))
            : string.Join('\n', spans.Select(day => talk.Say.Say("FreeOn", talk.Times.Heading(day.Key), talk.Say.Join([.. day.Select(Hours)]))));

        static string Hours((DateTime? From, DateTime? To) span) => $"{SpokenTime.Clock(span.From!.Value)}–{SpokenTime.Clock(span.To!.Value)}";
    }

    // "После обеда": what is free before is not what was asked.
    private static (DateTime? From, DateTime? To) Within(SpokenDate? when, (DateTime? From, DateTime? To) span) =>
        when is { AllDay: false, Kind: SpokenDateKind.Range, To: { } to } && span.From!.Value.Date == when.From.Date
            ? (span.From > when.From ? span.From : when.From, span.To < to ? span.To : to)
            : span;

    private static bool IsOnlyTime(Intent intent) => intent is { Confidence: AfterAnother, When: not null };

    // "Во сколько планёрка?": when it is, not what there is today.
    private static async Task<string> Named(Talk talk, Intent intent)
    {
        var (item, reply, _) = await Targets.Find(talk, intent with { At = intent.At ?? intent.When, When = null }, "AskCancelWhat");
        if (item is null)
            return reply!;

        var next = await Targets.Next(talk, item) ?? item;
        var line = PlanLines.Of(item, talk);
        if (SpokenTime.Read(next.Start, out var wholeDay) is { } start && SpokenTime.Read(next.End, out _) is { } end && end > start && !wholeDay)
            line += talk.Say.Say("UntilHour", talk.Times.Within(DateOnly.FromDateTime(start), end));
        return talk.Say.Sentence(item.Repeat is not null && item.Occurrence is null && next.Occurrence is not null
            ? talk.Say.Say("NextTime", line, talk.Times.When(next.Start ?? next.Due)) : line + ".");
    }

    private static Task<ToolAnswer> Ask(Talk talk, DateOnly from, DateOnly to) => talk.Tools.Call(ToolNames.Agenda, new AgendaArguments
    {
        From = from.ToString(ToolTimes.DayFormat, System.Globalization.CultureInfo.InvariantCulture),
        To = to.ToString(ToolTimes.DayFormat, System.Globalization.CultureInfo.InvariantCulture),
    });

    private static (DateOnly From, DateOnly To) Days(SpokenDate? when, Talk talk)
    {
        var today = talk.Times.Today;
        if (when is null || when.Kind is SpokenDateKind.Duration or SpokenDateKind.Recurrence)
            return (today, today);

        var (from, to) = (DateOnly.FromDateTime(when.From), DateOnly.FromDateTime(when.To ?? when.From));
        return when.Kind is SpokenDateKind.Deadline ? (today < from ? today : from, from)

            // What is over of this week is not what one asks about.
            : from < today && to >= today ? (today, to)
            : (from, to < from ? from : to);
    }

    private static DateOnly DayOf(ToolItem item, Talk talk) =>
        item.Status != "overdue" && SpokenTime.Read(item.Start ?? item.Due, out _) is { } at ? DateOnly.FromDateTime(at) : talk.Times.Today;

    private static string Line(ToolItem item, DateOnly day, Talk talk)
    {
        var at = SpokenTime.Read(item.Start ?? item.Due, out var wholeDay);
        return item switch
        {
            { Kind: "habit" } => talk.Say.Say(item.KeptToday is true && day == talk.Times.Today ? "LineHabitKept" : "LineHabit", item.Title),
            { Status: "overdue" } => talk.Say.Say("LineOverdue", item.Title, talk.Times.When(item.Due ?? item.Start)),
            { Start: null } => wholeDay ? talk.Say.Say("LineTask", item.Title) : talk.Say.Say("LineTaskBy", item.Title, SpokenTime.Clock(at!.Value)),
            _ when wholeDay => talk.Say.Say("LineDay", item.Title),
            _ => SpokenTime.Read(item.End, out _) is { } end && end > at
                ? $"{SpokenTime.Clock(at!.Value)}–{talk.Times.Within(day, end)} {item.Title}"
                : $"{SpokenTime.Clock(at!.Value)} {item.Title}",
        } + (item.Status == "pending_confirmation" ? talk.Say["LinePending"] : "");
    }
}
