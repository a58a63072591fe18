namespace Aimi.Planning;

/// <summary>The occurrences of many plans as one agenda.</summary>
internal static class Occurrences
{
    /// <summary>Merges sequences that are in order each; takes from each only what is asked for.</summary>
    public static IEnumerable<Occurrence> InOrder(IReadOnlyList<IEnumerable<Occurrence>> plans)
    {
        var heads = new PriorityQueue<IEnumerator<Occurrence>, (long At, Guid Id, long Occurrence)>();
        foreach (var plan in plans)
            Advance(plan.GetEnumerator());

        while (heads.TryDequeue(out var plan, out _))
        {
            yield return plan.Current;
            Advance(plan);
        }

        void Advance(IEnumerator<Occurrence> plan)
        {
            if (plan.MoveNext())
                heads.Enqueue(plan, Place(plan.Current));
            else
                plan.Dispose();
        }
    }

    /// <summary>Where an occurrence stands in an agenda: no two stand at one place.</summary>
    public static (long At, Guid Id, long Occurrence) Place(Occurrence occurrence) =>
        (occurrence.Anchor.UtcTicks, occurrence.Event.Id, occurrence.At.UtcTicks);
}
