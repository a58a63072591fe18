using Aimi.Accounts;

namespace Aimi.Planning.DatesInWords;

/// <summary>Times that are said by another clock than the person's: "3pm EST", "в 15:00 по Москве".</summary>
internal static class OtherZones
{
    /// <param name="zones">That may be meant. Where they make different times of it, or nobody said in which zone the person is, it is asked about.</param>
    /// <param name="resolve">By the clock there.</param>
    /// <param name="isDaySaid">"tomorrow at 3pm EST" is of the person's tomorrow, also where it is still today there.</param>
    public static Resolved Resolve(IReadOnlyList<string> zones, Clue clue, bool isDaySaid, Func<Clue, Resolved> resolve)
    {
        if (clue.Zone is not { } own)
            return resolve(clue) with { Doubt = DoubtKind.TwoReadings };

        var now = LocalTime.ToInstant(clue.Now, own);
        var all = zones.Select(zone => In(zone, LocalTime.ToWall(now, zone))).ToList();
        var slots = all.SelectMany(resolved => resolved.Slots).Distinct().ToList();
        return all.Find(resolved => resolved.Doubt is not null) is { Doubt: { } doubt } ? new Resolved(slots, doubt)
            : slots.Count > 1 ? new Resolved(slots, DoubtKind.TwoReadings)
            : all[0];

        Resolved In(string zone, DateTime there) =>
            resolve(clue with { Now = isDaySaid ? OnDay(clue.Today, there) : there, Zone = zone }).Map(slot => slot.AllDay ? null : Moved(slot, zone, own));
    }

    private static DateTime OnDay(DateTime day, DateTime there) => there < day ? day : there >= day.AddDays(1) ? day.AddDays(1).AddMinutes(-1) : there;

    private static Slot Moved(Slot slot, string zone, string own) =>
        slot with { From = Moved(slot.From, zone, own), To = slot.To is { } to ? Moved(to, zone, own) : null };

    private static DateTime Moved(DateTime wall, string zone, string own) => LocalTime.ToWall(LocalTime.ToInstant(wall, zone), own);
}
