using Aimi.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Memory;

/// <summary>The portrait over HTTP.</summary>
public static class PortraitEndpoint
{
    public static IEndpointRouteBuilder MapPortrait(this IEndpointRouteBuilder app)
    {
        app.MapGet("/me/state", async Task<Ok<PortraitResponse>> (CurrentUser user, UserStateRepository portraits, CancellationToken cancellationToken) =>
                TypedResults.Ok(PortraitResponse.Of(await portraits.Read(user.Id, cancellationToken))))
            .WithTags("Me").WithName("getPortrait").WithSummary("What Aimi takes the person to be, and where each part comes from.")
            .RequireAuthorization().ProducesProblem(401).ProducesProblem(503);
        return app;
    }
}

/// <summary>The portrait that a new conversation starts from.</summary>
/// <param name="LastSummary">What the last conversation that was worth it was about.</param>
/// <param name="LastSummarySessionId">Its session.</param>
/// <param name="FocusGoals">What the person is busy with, the weightiest first.</param>
/// <param name="Traits">What is known of them for sure, the weightiest first.</param>
/// <param name="RecentMood">How they felt, and whether it rises.</param>
/// <param name="PendingActions">What was agreed on and not done yet.</param>
public sealed record PortraitResponse(
    string? LastSummary,
    Guid? LastSummarySessionId,
    IReadOnlyList<FocusGoal> FocusGoals,
    IReadOnlyList<Trait> Traits,
    MoodTrend RecentMood,
    IReadOnlyList<PendingAction> PendingActions,
    DateTimeOffset UpdatedAt)
{
    public static PortraitResponse Of(UserState state) => new(
        state.LastSummary, state.LastSummarySessionId, state.FocusGoals, state.Traits, MoodTrend.Of(state.RecentMood), state.PendingActions, state.UpdatedAt);
}

/// <summary>How the person felt lately.</summary>
/// <param name="Trend">The later half of the readings beside the earlier; absent where there are fewer than two.</param>
/// <param name="Average">-1 (bad) to 1 (good); absent where there is no reading.</param>
/// <param name="Readings">One a session that showed it, the newest last.</param>
public sealed record MoodTrend(MoodDirection? Trend, double? Average, IReadOnlyList<MoodReading> Readings)
{
    /// <summary>Smaller differences are none.</summary>
    private const double Notable = 0.15;

    public static MoodTrend Of(IReadOnlyList<MoodReading> readings)
    {
        if (readings.Count == 0)
            return new MoodTrend(null, null, readings);

        var average = readings.Average(reading => reading.Valence);
        if (readings.Count == 1)
            return new MoodTrend(null, average, readings);

        var half = readings.Count / 2;
        var change = readings.Skip(half).Average(reading => reading.Valence) - readings.Take(half).Average(reading => reading.Valence);
        return new MoodTrend(change > Notable ? MoodDirection.Rising : change < -Notable ? MoodDirection.Falling : MoodDirection.Steady, average, readings);
    }
}

public enum MoodDirection
{
    Falling,
    Steady,
    Rising,
}
