namespace Aimi.Hosting.Demonstration;

/// <summary>The story's days and times where the person is; also a clock that stands where the story is, for what writes down its own time.</summary>
internal sealed class StoryTime(TimeZoneInfo zone, DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset? _moment;

    public DateTimeOffset Now => now;

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);

    public override DateTimeOffset GetUtcNow() => _moment ?? now;

    /// <summary>The story goes on, or back, to a moment; never beyond now.</summary>
    public void MoveTo(DateTimeOffset moment) => _moment = moment < now ? moment : now;

    /// <summary>In UTC. A time that the clock skips on that day is an hour later.</summary>
    public DateTimeOffset At(int day, TimeOnly time)
    {
        var local = Today.AddDays(day).ToDateTime(time);
        return new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(local) ? local.AddHours(1) : local, zone));
    }
}
