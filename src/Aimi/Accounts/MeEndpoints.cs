using Aimi.Accounts.Export;
using Aimi.Accounts.SignIn;
using Aimi.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Accounts;

/// <summary>The person who calls, over HTTP.</summary>
public static class MeEndpoints
{
    public static IEndpointRouteBuilder MapMe(this IEndpointRouteBuilder app)
    {
        var me = app.MapGroup("/me").WithTags("Me").RequireAuthorization().ProducesProblem(401).ProducesProblem(503);
        me.MapGet("/", Get).WithName("getMe").WithSummary("The person who calls, and how Aimi behaves towards them.");
        me.MapPatch("/", Change).WithName("changeMe").WithSummary("Changes them, by merge patch; the answer tells what plans moved.")
            .WithDescription("With accounts another `email` wants a proof of who you are within the last ten minutes, else `403 reauthentication_required`.")
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(422);
        me.MapExport();
        me.MapErasure();
        return app;
    }

    private static async Task<Ok<MeResponse>> Get(CurrentUser user, AccountService accounts, CancellationToken cancellationToken) =>
        TypedResults.Ok(MeResponse.Of(await accounts.Find(user.Id, cancellationToken)));

    private static async Task<Results<Ok<MeResponse>, ProblemHttpResult>> Change(
        ChangeMeRequest request, CurrentUser user, AccountService accounts, Reauthentication reauthentication, CancellationToken cancellationToken)
    {
        if (request.Refusal is { } refusal)
            return refusal;
        if (request.Email.IsGiven && request.Email.Value != (await accounts.Find(user.Id, cancellationToken)).Email && !await reauthentication.IsFresh(user, cancellationToken))
            return Reauthentication.Refusal();

        var change = await accounts.Change(user.Id, request, cancellationToken);
        return change.Result switch
        {
            AccountChangeResult.EmailTaken => Problems.Of(422, "The address is another person's.", "email_taken"),
            AccountChangeResult.EmailNotProven => Problems.Of(422, "An address that you sign in with: no other is known to be yours.", "email_not_proven"),
            AccountChangeResult.NoQuietHours => Problems.Invalid("quiet_hours", "From and to, and not the same."),
            _ => TypedResults.Ok(MeResponse.Of(change.User) with { WebhookSecret = change.WebhookSecret, Moved = change.Moved }),
        };
    }
}

/// <summary>A person on the wire. What is absent follows the product's default.</summary>
/// <param name="Timezone">IANA name.</param>
/// <param name="Locale">BCP 47.</param>
/// <param name="Guessed"><c>timezone</c>, <c>locale</c>: what nobody told, so that it is the machine's. A client that knows better sets it; absent: nothing is guessed.</param>
/// <param name="ReminderOffsets">ISO 8601 durations before a thing.</param>
/// <param name="Channels">Where reminders go, in order.</param>
/// <param name="DayStartHour">The hour at which their day begins.</param>
/// <param name="MorningAgenda">Local time, <c>HH:mm</c>; absent: the day's agenda is not told.</param>
/// <param name="EveningCheckIn">Local time, <c>HH:mm</c>; absent: Aimi does not ask how the day was.</param>
/// <param name="DailyCap">Reminders a day that are told one by one.</param>
/// <param name="WebhookUrl">Where the channel <c>webhook</c> sends to.</param>
public sealed record MeResponse(
    Guid Id,
    string? Email,
    string DisplayName,
    string Timezone,
    string Locale,
    IReadOnlyList<string>? Guessed,
    QuietHoursResponse? QuietHours,
    IReadOnlyList<string>? ReminderOffsets,
    IReadOnlyList<string>? Channels,
    int? DayStartHour,
    string? MorningAgenda,
    string? EveningCheckIn,
    int? DailyCap,
    string? WebhookUrl,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>Signs what is sent to a new <c>webhook_url</c>; only in the answer to the change that set it.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>Plans that go with the person and are at another instant now; only in the answer to a change.</summary>
    public IReadOnlyList<MovedPlan>? Moved { get; init; }

    public static MeResponse Of(User user) => new(
        user.Id,
        user.Email,
        user.DisplayName,
        user.Timezone,
        user.Locale,
        user.Settings.Guessed,
        user.Settings.QuietHours is { } quiet ? new QuietHoursResponse(ChangeMeRequest.Write(quiet.From)!, ChangeMeRequest.Write(quiet.To)!) : null,
        user.Settings.ReminderOffsets,
        user.Settings.Channels,
        user.Settings.DayStartHour,
        ChangeMeRequest.Write(user.Settings.MorningAgenda),
        ChangeMeRequest.Write(user.Settings.EveningCheckIn),
        user.Settings.DailyCap,
        user.Settings.Webhook?.Url,
        user.CreatedAt,
        user.UpdatedAt);
}

/// <summary>Local times, <c>HH:mm</c>, between which nothing rings.</summary>
public sealed record QuietHoursResponse(string From, string To);
