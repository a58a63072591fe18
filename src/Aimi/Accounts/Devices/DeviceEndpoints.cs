using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Accounts;

/// <summary>Devices over HTTP.</summary>
public static class DeviceEndpoints
{
    public static IEndpointRouteBuilder MapDevices(this IEndpointRouteBuilder app)
    {
        var devices = app.MapGroup("/devices").WithTags("Devices").RequireAuthorization().WithIdempotencyKey().WithIfMatch().ProducesProblem(401).ProducesProblem(503);
        devices.MapGet("", List).WithName("listDevices").WithSummary("The phones and browsers that are pushed to.").ProducesProblem(400);
        devices.MapPost("", Register).WithName("registerDevice").WithSummary("Says at each launch where to push to, and how it is now.")
            .WithDescription("""
                201 for a new one, 200 for the one of that token. A token that was another person's is theirs no more. Of more than 20 the one goes that was not seen for longest.
                Reminders are pushed where `push` is among the person's `channels` (`PATCH /me`).
                """)
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415);

        var one = devices.MapGroup("/{id:guid}").ProducesProblem(404);
        one.MapGet("", Get).WithName("getDevice").WithSummary("A device. The token is told to nobody.");
        one.MapPatch("", Change).WithName("changeDevice").WithSummary("Changes a device, by merge patch.")
            .ProducesProblem(400).ProducesProblem(412).ProducesProblem(413).ProducesProblem(415);
        one.MapDelete("", Remove).WithName("deleteDevice").WithSummary("Nothing is pushed to it any more.").ProducesProblem(412);
        return app;
    }

    private static async Task<Results<Ok<Page<DeviceResponse>>, ProblemHttpResult>> List(
        CurrentUser user,
        Devices devices,
        CancellationToken cancellationToken,
        [Description("1 to 200."), Range(1, Page.MaxLimit)] int limit = Page.DefaultLimit,
        [Description("The `next_cursor` of the page before.")] string? cursor = null)
    {
        if (Page.LimitRefusal(limit) is { } outOfBounds)
            return outOfBounds;

        // Behind an id that is before all others.
        var after = Guid.Empty;
        if (cursor is not null && !Cursor.TryRead(cursor, out after))
            return Problems.Invalid("cursor", "Not a cursor that was given.");

        var rows = await devices.List(user.Id, after, limit + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, limit, device => device.Id, DeviceResponse.Of));
    }

    private static async Task<Results<Created<DeviceResponse>, Ok<DeviceResponse>, ProblemHttpResult>> Register(
        RegisterDeviceRequest request, HttpResponse response, CurrentUser user, Devices devices, CancellationToken cancellationToken)
    {
        if (request.Refusal is { } refusal)
            return refusal;

        var (device, isNew) = await devices.Register(user.Id, request, cancellationToken);
        response.SetVersion(device.Version);
        return isNew ? TypedResults.Created($"/devices/{device.Id}", DeviceResponse.Of(device)) : TypedResults.Ok(DeviceResponse.Of(device));
    }

    private static async Task<Results<Ok<DeviceResponse>, ProblemHttpResult>> Get(
        Guid id, HttpResponse response, CurrentUser user, Devices devices, CancellationToken cancellationToken)
    {
        if (await devices.Find(user.Id, id, cancellationToken) is not { } device)
            return Problems.Of(404);

        response.SetVersion(device.Version);
        return TypedResults.Ok(DeviceResponse.Of(device));
    }

    private static async Task<Results<Ok<DeviceResponse>, ProblemHttpResult>> Change(
        Guid id, DevicePatch patch, HttpContext http, CurrentUser user, Devices devices, CancellationToken cancellationToken)
    {
        if (patch.Refusal is { } refusal)
            return refusal;

        var change = await devices.Change(user.Id, id, http.Request.IfMatch(), patch, cancellationToken);
        if (Refusal(change.Result) is { } refused)
            return refused;

        http.Response.SetVersion(change.Device!.Version);
        return TypedResults.Ok(DeviceResponse.Of(change.Device));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid id, HttpRequest request, CurrentUser user, Devices devices, CancellationToken cancellationToken) =>
        Refusal((await devices.Remove(user.Id, id, request.IfMatch(), cancellationToken)).Result) is { } refusal ? refusal : TypedResults.NoContent();

    private static ProblemHttpResult? Refusal(DeviceChangeResult result) => result switch
    {
        DeviceChangeResult.NotFound => Problems.Of(404),
        DeviceChangeResult.VersionConflict => Problems.Of(412, "Read the device again."),
        _ => null,
    };
}

/// <summary>A device on the wire: without its token and keys, by which anybody could push to it.</summary>
/// <param name="Active">False when its platform said that it is no more, or the person wants it quiet.</param>
/// <param name="LastSeenAt">Its last launch.</param>
public sealed record DeviceResponse(
    Guid Id,
    DevicePlatform Platform,
    string? Name,
    PushEnvironment? Environment,
    string? Topic,
    string Locale,
    string Timezone,
    bool Active,
    DateTimeOffset LastSeenAt,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static DeviceResponse Of(Device device) => new(
        device.Id,
        device.Platform,
        device.Name,
        device.Environment,
        device.Topic,
        device.Locale,
        device.Timezone,
        device.Active,
        device.LastSeenAt,
        device.Version,
        device.CreatedAt,
        device.UpdatedAt);
}
