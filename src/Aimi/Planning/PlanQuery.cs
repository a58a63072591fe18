using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Planning;

/// <summary>What a list of tasks or events is asked for: filters, and a page of rows or, within a span of time, of occurrences.</summary>
internal sealed record PlanQuery(string? Status, Guid? GoalId, DateTimeOffset? From, DateTimeOffset? To, int? Limit, string? Cursor)
{
    /// <summary>The longest span that is expanded.</summary>
    public static readonly TimeSpan MaxSpan = TimeSpan.FromDays(400);

    /// <summary>What is wrong with it; null where nothing is.</summary>
    /// <param name="from">What the client calls the beginning of the span.</param>
    public ProblemHttpResult? Refusal(string from, string to)
    {
        if (Page.LimitRefusal(Limit) is { } outOfBounds)
            return outOfBounds;
        if (Status is not null && !EnumWords.TryRead<EventStatus>(Status, out _))
            return Problems.Invalid("status", EnumWords.Choice<EventStatus>());
        if ((EventRules.Time(from, From) ?? EventRules.Time(to, To)) is { } refusal)
            return Problems.Invalid(refusal.Field!, refusal.Detail);
        return From >= To || To - From > MaxSpan ? Problems.Invalid(to, $"A time after {from}, at most 400 days.") : null;
    }

    public EventStatus? WantedStatus => Status is not null && EnumWords.TryRead<EventStatus>(Status, out var status) ? status : null;

    public int Rows => Limit ?? Page.DefaultLimit;

    public bool Expands => From is not null || To is not null;

    /// <summary>A side that is not given is as far as may be.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Span
    {
        get
        {
            var from = (From ?? To!.Value - MaxSpan).ToUniversalTime();
            return (from, (To ?? from + MaxSpan).ToUniversalTime());
        }
    }

    /// <summary>A page of occurrences; those that were dropped are in it only where they are asked for.</summary>
    public Page<EventResponse> PageOf(IEnumerable<Occurrence> agenda, OccurrencePlace? after)
    {
        var rows = agenda
            .SkipWhile(occurrence => after is not null && Occurrences.Place(occurrence).CompareTo((after.At, after.Id, after.Occurrence)) <= 0)
            .Where(occurrence => WantedStatus is { } status ? occurrence.Status == status : occurrence.Status is not EventStatus.Cancelled)
            .Take(Rows + 1)
            .ToList();
        return Page.Of(rows, Rows, OccurrencePlace.Of, EventResponse.Of);
    }
}

/// <summary>Where a page of occurrences ends, in ticks.</summary>
internal sealed record OccurrencePlace(long At, Guid Id, long Occurrence)
{
    public static OccurrencePlace Of(Occurrence occurrence)
    {
        var (at, id, by) = Occurrences.Place(occurrence);
        return new OccurrencePlace(at, id, by);
    }
}
