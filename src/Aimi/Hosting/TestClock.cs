using System.Xml;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aimi.Hosting;

/// <summary>
/// A clock that is set forward by hand, for those who try Aimi out and would rather not wait a day for a reminder (setting <c>TestClock</c>). It is not for
/// production: what happened stays dated in the future.
/// </summary>
internal static partial class TestClock
{
    /// <summary>A duration of ISO 8601, <c>PT22H</c>; null where the text is none.</summary>
    public static TimeSpan? Duration(string? text)
    {
        try
        {
            return text is null ? null : XmlConvert.ToTimeSpan(text);
        }
        catch (Exception unreadable) when (unreadable is FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>In the place of the system's clock, where the setting asks for it.</summary>
    public static IServiceCollection AddTestClock(this IServiceCollection services, IConfiguration settings)
    {
        if (Duration(settings[nameof(ServerOptions.TestClock)]) is { } ahead)
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new MovableTime(ahead)));
        return services;
    }

    /// <summary>Only where the clock is a movable one: elsewhere there is nothing at <c>/test</c>.</summary>
    public static WebApplication MapTestClock(this WebApplication app)
    {
        if (app.Services.GetRequiredService<TimeProvider>() is not MovableTime clock)
            return app;

        app.Logger.TestClockRuns(clock.Ahead);
        var test = app.MapGroup("/test").RequireAuthorization().ExcludeFromDescription();
        test.MapGet("/clock", () => TypedResults.Ok(TestClockResponse.Of(clock)));
        test.MapPost("/clock", IResult (AdvanceClockRequest request) =>
        {
            if (Duration(request.Advance) is not { } duration)
                return Problems.Invalid("advance", "A duration of ISO 8601 such as PT22H.");
            if (!clock.TryAdvance(duration))
                return Problems.Of(422, "The clock goes forward only, and not beyond the year 9000.");

            app.Logger.TestClockMoved(clock.Ahead);
            return TypedResults.Ok(TestClockResponse.Of(clock));
        });
        return app;
    }

    [LoggerMessage(1104, LogLevel.Warning, "The clock is a TEST CLOCK, {Ahead} ahead of the real one, and whoever calls can set it forward: not for production (AIMI__TestClock)", EventName = "test_clock_runs")]
    private static partial void TestClockRuns(this ILogger log, TimeSpan ahead);

    [LoggerMessage(1105, LogLevel.Warning, "The test clock was set forward; it is {Ahead} ahead now", EventName = "test_clock_moved")]
    private static partial void TestClockMoved(this ILogger log, TimeSpan ahead);
}

/// <summary>Real time and a piece more. Timers run at the pace of real time.</summary>
internal sealed class MovableTime(TimeSpan ahead) : TimeProvider
{
    /// <summary>Room for what is counted on from now.</summary>
    private static readonly DateTimeOffset End = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private long _ahead = ahead.Ticks;

    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    /// <summary>False, and nothing moved, where it would go backwards or out of the calendar.</summary>
    public bool TryAdvance(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero || duration > End - GetUtcNow())
            return false;

        Interlocked.Add(ref _ahead, duration.Ticks);
        return true;
    }
}

/// <param name="Advance">A duration of ISO 8601.</param>
internal sealed record AdvanceClockRequest(string Advance);

/// <param name="Ahead">Of real time, a duration of ISO 8601.</param>
internal sealed record TestClockResponse(DateTimeOffset Now, string Ahead)
{
    public static TestClockResponse Of(MovableTime clock) => new(clock.GetUtcNow(), XmlConvert.ToString(clock.Ahead));
}
