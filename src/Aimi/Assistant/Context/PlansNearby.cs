using Aimi.Accounts;
using Aimi.Planning;

namespace Aimi.Assistant.Context;

/// <summary>Of a person's plans what matters now: what is overdue, what comes next, what waits for a word. Pure; the caller brings the rows.</summary>
internal sealed class PlansNearby
{
    private const int MaxOverdue = 10;
    private const int MaxAhead = 30;
    private const int MaxToConfirm = 10;
    private const int MaxHowItWent = 5;

    /// <summary>What is longer over is asked about by nobody.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(7);

    private readonly ContextSpan _span;
    private readonly DateOnly _today;
    private readonly List<Occurrence> _occurrences;

    public PlansNearby(ContextRows rows, ContextSpan span, DateOnly today)
    {
        (_span, _today) = (span, today);

        // What lasts since before the span goes on still, or it was not read.
        _occurrences =
        [
            .. rows.Plans.SelectMany(planned => Series.Repeats(planned)
                    ? Series.Between(planned, [.. rows.Differences[planned.Id]], span.From, span.To)
                    : Series.First(planned) is { } only ? [only] : [])
                .OrderBy(occurrence => occurrence.Anchor).ThenBy(occurrence => occurrence.Event.Id),
        ];
        ToConfirm =
        [
            .. rows.Plans.Where(planned => planned.Status is EventStatus.PendingConfirmation)
                .OrderByDescending(planned => planned.CreatedAt).ThenBy(planned => planned.Id).Take(MaxToConfirm)
                .Select(planned => new OpenMatter(OpenMatterKind.ToConfirm, planned.Title, planned.StartAt ?? planned.DueAt, ContextSource.Of(planned))),
        ];
    }

    public IReadOnlyList<OpenMatter> ToConfirm { get; }

    public IReadOnlyList<OpenMatter> HowItWent =>
    [
        .. _occurrences.Where(occurrence => occurrence.Status is EventStatus.AwaitingFeedback && occurrence.Anchor > _span.Now - Fresh)
            .Reverse().Take(MaxHowItWent)
            .Select(occurrence => new OpenMatter(
                OpenMatterKind.HowItWent, occurrence.Title, occurrence.Anchor, ContextSource.Of(occurrence), Series.Repeats(occurrence.Event) ? occurrence.At : null)),
    ];

    /// <summary>Of a series the last one alone: who missed a week of it is not told seven times.</summary>
    public IReadOnlyList<Occurrence> Overdue =>
    [
        .. _occurrences.Where(occurrence => occurrence is { Status: EventStatus.Planned, Event.Type: EventType.Task } && IsOver(occurrence))
            .Reverse().DistinctBy(occurrence => occurrence.Event.Id).Take(MaxOverdue),
    ];

    public IReadOnlyList<Occurrence> Ahead =>
        [.. _occurrences.Where(occurrence => occurrence is { Status: EventStatus.Planned } && occurrence.Anchor < _span.To && !IsOver(occurrence)).Take(MaxAhead)];

    // A day is over when the next begins; what has no end, when it begins.
    private bool IsOver(Occurrence occurrence) => occurrence switch
    {
        { Event.AllDay: true } => LastDay(occurrence) < _today,
        { End: { } end } => end <= _span.Now,
        _ => occurrence.Anchor < _span.Now,
    };

    // An end is the midnight after it.
    private static DateOnly LastDay(Occurrence occurrence) =>
        LocalTime.DayOf(occurrence.End > occurrence.Anchor ? occurrence.End.Value.AddTicks(-1) : occurrence.Anchor, occurrence.Event.Timezone);
}
