namespace Aimi.Planning.Calendar;

/// <summary>What Aimi's own events are called in calendars: <c>0195…@aimi</c>. What was imported keeps its UID.</summary>
internal static class FeedUid
{
    private const string Suffix = "@aimi";

    public static string Of(PlannedEvent planned) => planned.ExternalId ?? Of(planned.Id);

    public static string Of(Guid id) => id + Suffix;

    /// <summary>Null where it is none of Aimi's.</summary>
    public static Guid? Read(string uid) =>
        uid.EndsWith(Suffix, StringComparison.Ordinal) && Guid.TryParseExact(uid.AsSpan(0, uid.Length - Suffix.Length), "D", out var id) ? id : null;
}
